import { bootstrapAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { purgeArtefacts } from "#server/mlflow/artefact-sweep.ts";
import { mutate } from "#server/mutate.ts";
import { inTransaction, pointsPool } from "#server/points/pool.ts";
import { RETENTION_DAYS } from "#server/projects.ts";

const MOST_AT_ONCE = 20;

/**
 * Removes for good what was deleted more than 30 days ago; the audit keeps that it was here. The rows go first, in one
 * transaction: whatever ends us before it leaves the project whole, and after it only points that belong to no series,
 * which this run or the next one removes. Safe to run twice, and twice at once.
 */
export async function purgeDeletedProjects(): Promise<number> {
  const before = new Date(now().getTime() - RETENTION_DAYS * 86_400_000);
  const gone = await db.project.findMany({
    where: { deletedAt: { lt: before } },
    select: { id: true, name: true },
    take: MOST_AT_ONCE,
  });
  for (const { id, name } of gone) {
    if (!(await purgeArtefacts(id))) continue;
    await mutate(bootstrapAccess("Retention"), async (tx) => {
      const { count } = await tx.project.deleteMany({ where: { id, deletedAt: { lt: before } } });
      if (count === 0) return { value: undefined, audit: "unchanged" };
      return {
        value: undefined,
        audit: { action: "project.purge", subject: { type: "project", id, label: name }, projectId: id },
      };
    });
  }
  await removeOrphanedPoints();
  return gone.length;
}

const SERIES_AT_ONCE = 50;

/** The roll-ups, by which orphans are found, go last: whatever ends us on the way, the next run finds the rest. */
async function removeOrphanedPoints(): Promise<void> {
  for (;;) {
    const orphans = await findOrphans();
    if (orphans.length === 0) return;
    await inTransaction(async (client) => {
      for (const table of ["metric_point", "dirty_day", "metric_rollup"])
        await client.query(`delete from ${table} where series_id = any($1::bigint[])`, [orphans]);
    }, 60);
  }
}

/**
 * Points carry no foreign key. A series is committed before its first point and no number is used twice, so what has no
 * series now never will. Points that were not rolled up yet are, and are found then. Skips from number to number.
 */
async function findOrphans(): Promise<string[]> {
  const { rows } = await pointsPool().query<{ id: string }>(
    `with recursive held(id) as (
       select min(series_id) from metric_rollup
       union all
       select (select min(r.series_id) from metric_rollup r where r.series_id > held.id) from held where held.id is not null)
     select id::text from held where id is not null and not exists (select 1 from series s where s.id = held.id)
     limit ${SERIES_AT_ONCE}`,
  );
  return rows.map(({ id }) => id);
}
