import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { Backoff } from "#server/jobs/backoff.ts";
import { holdLease } from "#server/jobs/lease.ts";
import { log } from "#server/log.ts";
import { isTransient } from "#server/points/pool.ts";

/** A job that comes round to every project which has a fact of some kind. */
export type Round = {
  /** Of the leases that say when a project's next turn is. */
  prefix: string;
  kind: string;
  everySeconds: number;
  work: (project: DueProject) => Promise<number>;
};

const MOST_PROJECTS = 200;
const backoff = new Backoff(5_000, 10 * 60_000);

/**
 * Gives a turn to the projects that are due. Workers share them by lease; if two work on one project all the same, the
 * second finds nothing to change. One project that fails does not hold up the others. Returns what changed.
 */
export async function takeTurns({ prefix, kind, everySeconds, work }: Round, owner: string): Promise<number> {
  let changed = 0;
  for (const project of await listDue(prefix, kind)) {
    const name = prefix + project.id;
    if (backoff.waits(name) || !(await holdLease(name, `${owner}:${now().getTime()}`, everySeconds))) continue;
    try {
      changed += await work(project);
      backoff.succeeded(name);
    } catch (error) {
      const first = backoff.failed(name);
      if (first && !isTransient(error)) log.error({ err: error, project: project.slug, job: prefix }, "a turn failed");
    }
  }
  return changed;
}

async function listDue(prefix: string, kind: string): Promise<DueProject[]> {
  return db.$queryRaw<DueProject[]>`
    select p.id, p.slug from project p left join lease l on l.name = ${prefix} || p.id::text
    where p.deleted_at is null and p.archived_at is null and (l.until is null or l.until <= ${now()})
      and exists (select 1 from fact f where f.project_id = p.id and f.kind = ${kind} and f.removed_at is null)
    order by l.until nulls first, p.id limit ${MOST_PROJECTS}`;
}
