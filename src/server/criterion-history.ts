import { AppError } from "#domain/errors.ts";
import { CRITERION_STATES, type CriterionState } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";

export type HistoryPoint = {
  at: Date;
  value: number | null;
  samples: number;
  state: CriterionState;
  breached: boolean;
};
export type Range = { from: Date; to: Date };

const MOST_BUCKETS = 400;
const MOST_CSV_ROWS = 100_000;

/** A criterion's windows in at most 400 steps: the last value of each step, and whether any of its windows was breached. */
export async function criterionHistory(
  access: Access<"project.read">,
  criterion: { id: string; cadenceSeconds: number },
  { from, to }: Range,
): Promise<HistoryPoint[]> {
  const stepSeconds = Math.max(
    criterion.cadenceSeconds,
    Math.ceil((to.getTime() - from.getTime()) / 1000 / MOST_BUCKETS),
  );
  const rows = await db.$queryRaw<
    { at: Date; value: number | null; samples: number; state: string; breached: boolean }[]
  >`
    select max(e.window_end) as at,
           (array_agg(e.value order by e.window_end desc))[1] as value,
           (array_agg(e.samples order by e.window_end desc))[1] as samples,
           (array_agg(e.state order by e.window_end desc))[1] as state,
           bool_or(e.state = 'breached') as breached
    from criterion_evaluation e join criterion c on c.id = e.criterion_id
    where e.criterion_id = ${criterion.id}::uuid and c.project_id = ${access.projectId}::uuid
      and e.window_end >= ${from} and e.window_end <= ${to}
    group by floor(extract(epoch from e.window_end) / ${stepSeconds}::float8)
    order by 1`;
  return rows.map((row) => ({ ...row, state: CRITERION_STATES.find((s) => s === row.state) ?? "no_data" }));
}

/** Every window of the range, for the CSV. More than 100,000 are refused rather than cut. */
export async function criterionWindows(access: Access<"project.read">, key: string, { from, to }: Range) {
  const where = { criterion: { projectId: access.projectId, key, removedAt: null }, windowEnd: { gte: from, lte: to } };
  if ((await db.criterionEvaluation.count({ where })) > MOST_CSV_ROWS)
    throw new AppError("TOO_LARGE", "More than 100,000 windows: choose a shorter range.");
  return db.criterionEvaluation.findMany({ where, orderBy: { windowEnd: "asc" } });
}
