import type { Criterion } from "#domain/criteria.ts";
import { linkProblem } from "#domain/criterion-links.ts";
import { AppError, invalid } from "#domain/errors.ts";
import { loosened } from "#domain/goalposts.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";

/** Links run within the project and never in a circle; one that stood already is not asked again. */
export async function refuseBadLink(tx: Tx, projectId: string, criterion: Criterion, before: Criterion | null) {
  if (criterion.supports === (before?.supports ?? null)) return;
  const others = await tx.criterion.findMany({
    where: { projectId, removedAt: null },
    select: { key: true, name: true, supports: true },
  });
  const problem = linkProblem(criterion, others);
  if (problem) throw invalid("supports", problem);
}

/** A goal does not go from under those that stand in for it. */
export async function refuseWhileSupported(tx: Tx, projectId: string, key: string): Promise<void> {
  const below = await tx.criterion.findMany({
    where: { projectId, supports: key, removedAt: null },
    orderBy: { position: "asc" },
    select: { name: true },
  });
  if (below.length === 0) return;
  const names = below.map(({ name }) => `“${name}”`).join(", ");
  throw new AppError("CONFLICT", `It is supported by ${names}: say first what they support instead.`);
}

type Eased = { projectId: string; criterionId: string; since: Date | null };

/**
 * Since when the limits are easier than those that stood when modelling began; null where they are not. `before` is the
 * definition that `after` replaces, null for one that comes back after it was removed.
 */
export async function easedSince(
  tx: Tx,
  { projectId, criterionId, since }: Eased,
  before: Criterion | null,
  after: Criterion,
): Promise<Date | null> {
  const began = await tx.stageTransition.findFirst({
    where: { projectId, stageKey: "model", verb: "start" },
    orderBy: { at: "asc" },
    select: { at: true },
  });
  if (!began) return null;
  const changes = await tx.criterionChange.findMany({
    where: { criterionId, at: { gt: began.at } },
    orderBy: [{ at: "asc" }, { version: "asc" }],
    select: { before: true },
  });
  const agreed = changes.map((change) => asCriterion(change.before)).find((kept) => kept !== null) ?? before;
  return agreed && loosened(agreed, after) ? (since ?? now()) : null;
}

/** Guarantee: the column is only ever written with a whole criterion. */
function asCriterion(json: unknown): Criterion | null {
  return json as Criterion | null;
}
