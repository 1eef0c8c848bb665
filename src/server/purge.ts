import { bootstrapAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { pointsPool } from "#server/points/pool.ts";
import { RETENTION_DAYS } from "#server/projects.ts";

const MOST_AT_ONCE = 20;

/** Removes for good what was deleted more than 30 days ago; the audit keeps that it was here. Safe to run twice. */
export async function purgeDeletedProjects(): Promise<number> {
  const before = new Date(now().getTime() - RETENTION_DAYS * 86_400_000);
  const gone = await db.project.findMany({
    where: { deletedAt: { lt: before } },
    select: { id: true, name: true, series: { select: { id: true } } },
    take: MOST_AT_ONCE,
  });
  for (const { id, name, series } of gone) {
    await removePoints(series.map((each) => each.id));
    await mutate(bootstrapAccess("Retention"), async (tx) => {
      const { count } = await tx.project.deleteMany({ where: { id, deletedAt: { lt: before } } });
      if (count === 0) return { value: undefined, audit: "unchanged" };
      return {
        value: undefined,
        audit: { action: "project.purge", subject: { type: "project", id, label: name }, projectId: id },
      };
    });
  }
  return gone.length;
}

/** Points and roll-ups carry no foreign key, so they go by name, and before the series that named them. */
async function removePoints(series: readonly bigint[]): Promise<void> {
  if (series.length === 0) return;
  for (const table of ["metric_point", "metric_rollup", "dirty_day"])
    await pointsPool().query(`delete from ${table} where series_id = any($1::bigint[])`, [series]);
}
