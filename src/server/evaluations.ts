import { AppError, invalid } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { type Evaluation, evaluationOf } from "#server/evaluation-replay.ts";

const MAX_EVALUATIONS = 5_000;

export type EvaluationRange = { from?: Date | undefined; to?: Date | undefined };

/** The criterion's windows with their verdicts, oldest first; by default of the last 90 days. The newest 5,000 of a range. */
export async function listEvaluations(
  access: Access<"project.read">,
  key: string,
  { from, to = now() }: EvaluationRange = {},
): Promise<Evaluation[]> {
  const start = from ?? new Date(to.getTime() - 90 * 86_400_000);
  if (start > to) throw invalid("from", "The range must start before it ends");
  const criterion = await db.criterion.findFirst({
    where: { projectId: access.projectId, key, removedAt: null },
    select: { id: true },
  });
  if (!criterion) throw new AppError("NOT_FOUND", `There is no criterion “${key}” in this project.`);
  const rows = await db.criterionEvaluation.findMany({
    where: { criterionId: criterion.id, windowEnd: { gte: start, lte: to } },
    orderBy: { windowEnd: "desc" },
    take: MAX_EVALUATIONS,
  });
  return rows.reverse().map(evaluationOf);
}

/** A stretch of windows that were shown as breached: from the end of the first to the end of the last. */
export type BreachInterval = { from: number; to: number; open: boolean };

/** `open`: the breach lasts until the newest window. Evaluations in order of time. */
export function breachIntervals(evaluations: readonly Pick<Evaluation, "windowEnd" | "state">[]): BreachInterval[] {
  const intervals: BreachInterval[] = [];
  let current: BreachInterval | null = null;
  for (const { windowEnd, state } of evaluations) {
    if (state !== "breached") current = null;
    else if (current) current.to = windowEnd;
    else {
      current = { from: windowEnd, to: windowEnd, open: false };
      intervals.push(current);
    }
  }
  if (current) current.open = true;
  return intervals;
}
