import type { Criterion } from "#domain/criteria.ts";
import { movesGoalposts } from "#domain/criterion-rules.ts";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { namesOf } from "#server/names.ts";

export type MovedGoalpost = {
  key: string;
  name: string;
  at: Date;
  by: string | null;
  reason: string | null;
  before: Criterion;
  after: Criterion;
};

/** Targets and guardrails that were moved after modelling began, newest first: what was agreed then is not what counts now. */
export async function listMovedGoalposts({ projectId }: Access<"project.read">): Promise<MovedGoalpost[]> {
  const began = await db.stageTransition.findFirst({
    where: { projectId, stageKey: "model", verb: "start" },
    orderBy: { at: "asc" },
    select: { at: true },
  });
  if (!began) return [];
  const changes = await db.criterionChange.findMany({
    where: { at: { gt: began.at }, criterion: { projectId, removedAt: null } },
    orderBy: { at: "desc" },
    include: { criterion: { select: { key: true, name: true } } },
    take: 200,
  });
  const names = await namesOf(changes.map(({ actorId }) => actorId));
  return changes.flatMap(({ before, after, criterion, at, actorId, reason }) => {
    if (before === null || after === null) return [];
    const [old, next] = [asCriterion(before), asCriterion(after)];
    if (!movesGoalposts(old, next)) return [];
    return [{ ...criterion, at, by: names.get(actorId) ?? null, reason, before: old, after: next }];
  });
}

/** Guarantee: the two columns are only ever written with a whole criterion. */
function asCriterion(json: unknown): Criterion {
  return json as Criterion;
}
