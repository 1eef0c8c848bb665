import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";

/** Good and bad requests counted by the end of a day, from the first day of the period on. */
export type BudgetDay = { at: number; bad: number; total: number };

/** How an objective's counts added up over its period, day by day, from the roll-ups of its two series. */
export async function budgetHistory(
  access: Access<"project.read">,
  { goodSeries, badSeries }: { goodSeries?: string | undefined; badSeries?: string | undefined },
  from: Date,
): Promise<BudgetDay[]> {
  if (!goodSeries || !badSeries) return [];
  const days = await db.$queryRaw<{ at: Date; good: number; bad: number }[]>`
    select r.bucket + interval '1 day' as at, coalesce(sum(r.sum) filter (where s.name = ${goodSeries}), 0) as good,
      coalesce(sum(r.sum) filter (where s.name = ${badSeries}), 0) as bad
    from series s join metric_rollup r on r.series_id = s.id and r.level = 86400 and r.bucket >= ${from}
    where s.project_id = ${access.projectId}::uuid and s.name in (${goodSeries}, ${badSeries})
    group by r.bucket order by r.bucket`;
  let [bad, total] = [0, 0];
  return days.map((day) => {
    bad += day.bad;
    total += day.good + day.bad;
    return { at: day.at.getTime(), bad, total };
  });
}
