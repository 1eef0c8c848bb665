import type { Issue } from "#domain/errors.ts";
import { defineFact, type FactContext } from "#stages/fact-kind.ts";
import { promotionGuard } from "#stages/retraining/promotion-guard.ts";
import { type RetrainRunData, type RunState, retrainRunSchema } from "#stages/retraining/retrain-run-data.ts";
import { runFigures } from "#stages/retraining/run-figures.ts";

/** A trigger may ask for so many at most; the month's runs and their cost are judged from them. */
const MOST_A_MONTH = 1000;
/** One of them is told as soon as a run was compared. */
const COMPARED = ["rows", "lower"];

export const retrainRun = defineFact({
  kind: "retrain-runs",
  one: "retraining run",
  many: "retraining runs",
  stage: "retraining",
  help: "A challenger on its way: trained, compared with the champion on the same rows, promoted or rejected.",
  name: "name",
  at: "startedAt",
  writers: ["ML", "LD"],
  seen: [
    { where: { state: ["queued", "running", "evaluating", "awaiting_approval"] } },
    { each: "state", newest: 10 },
    { newest: MOST_A_MONTH },
  ],
  tallies: {
    through: { by: "repairedByHand", where: { state: ["evaluating", "awaiting_approval", "promoted", "rejected"] } },
    compared: { by: "state", where: {}, told: [COMPARED] },
    fair: { by: "state", where: {}, told: [COMPARED, ["fairness"]] },
    traced: { by: "state", where: {}, told: [COMPARED, ["datasetVersion"], ["challenger"]] },
    triggered: { by: "state", where: {}, told: [["firing"]] },
    triggeredCompared: { by: "state", where: {}, told: [["firing"], COMPARED] },
  },
  columns: ["state", "challenger", "champion", "startedAt"],
  schema: retrainRunSchema,
  settle: (next, before) => (RANK[next.state] < RANK[before.state] ? before : next),
  check: (next, context) => [...unlikely(next), ...movedAfterwards(next, context)],
  guard: (next, context) => promotionGuard(next, context),
  figures: (fact, context) => runFigures(fact, context),
});

/** A run only moves forward; where it ended it stays. */
export const RANK: Readonly<Record<RunState, number>> = {
  ...{ queued: 0, running: 1, evaluating: 2, awaiting_approval: 3 },
  ...{ promoted: 4, rejected: 4, failed: 4, cancelled: 4 },
};

export const isCompared = ({ rows, lower }: RetrainRunData) => rows !== undefined || lower !== undefined;

export const isActive = ({ state }: { state: RunState }) => RANK[state] < RANK.promoted;

function unlikely(next: RetrainRunData): Issue[] {
  const { rows, onlyChallenger: b, onlyChampion: c, startedAt, endedAt } = next;
  const issues: Issue[] = [];
  if ((b === undefined) !== (c === undefined))
    issues.push({ path: b === undefined ? "onlyChallenger" : "onlyChampion", message: "Both are counted, or none" });
  if (b !== undefined && rows === undefined) issues.push({ path: "rows", message: "Say of how many rows" });
  if ((b ?? 0) + (c ?? 0) > (rows ?? Number.POSITIVE_INFINITY))
    issues.push({ path: "rows", message: "They cannot differ on more rows than there are" });
  if (startedAt && endedAt && Date.parse(endedAt) < Date.parse(startedAt))
    issues.push({ path: "endedAt", message: "It cannot end before it started" });
  if (next.state !== "queued" && !startedAt) issues.push({ path: "startedAt", message: "Say when it started" });
  return issues;
}

function movedAfterwards(next: RetrainRunData, { before }: FactContext<RetrainRunData>): Issue[] {
  if (!before || RANK[before.data.state] < RANK.evaluating) return [];
  const issues: Issue[] = [];
  if (before.data.margin !== next.margin)
    issues.push({ path: "margin", message: "The margin is fixed before the comparison; it does not move any more" });
  if (RANK[before.data.state] === RANK.promoted && next.state !== before.data.state)
    issues.push({ path: "state", message: `The run has ended: ${before.data.state}` });
  return issues;
}
