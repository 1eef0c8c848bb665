import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { PROMOTION_BENEFITS } from "#domain/promotion.ts";
import {
  choice,
  choices,
  factKey,
  instant,
  money,
  number,
  numberAbove,
  records,
  tags,
  text,
  wholeNumber,
  yesNo,
} from "#stages/answers.ts";
import { defineFact, type FactContext, may, told } from "#stages/fact-kind.ts";
import { promotionGuard } from "#stages/retraining/promotion-guard.ts";
import { runFigures } from "#stages/retraining/run-figures.ts";

export const RUN_STATES = [
  ...(["queued", "running", "evaluating", "awaiting_approval"] as const),
  ...(["promoted", "rejected", "failed", "cancelled"] as const),
] as const;
export type RunState = (typeof RUN_STATES)[number];

const ROWS = () => wholeNumber(0, 1e12);
const DIFFERENCE = () => number(-1e12, 1e12);

const COMPARISON = {
  name: told(text(1, 120), { label: "Criterion or group" }),
  scope: told(choice(["guardrail", "group", "information"]), { label: "Counts as" }),
  rows: told(ROWS(), { label: "Rows" }),
  onlyChallenger: may(ROWS(), { label: "Only the challenger right" }),
  onlyChampion: may(ROWS(), { label: "Only the champion right" }),
  difference: may(DIFFERENCE(), { label: "Difference" }),
  lower: may(DIFFERENCE(), { label: "Lower bound" }),
  margin: may(numberAbove(0, 1e12), { label: "Margin" }),
};

const FAIRNESS = {
  measure: told(text(2, 120), { label: "Measure" }),
  verdict: told(choice(["pass", "watch", "fail", "insufficient"]), { label: "Verdict" }),
};

export const retrainRunSchema = z.object({
  name: told(text(1, 120), { label: "Name", help: "E.g. run 7." }),
  firing: may(factKey("trigger-firings"), { label: "Started by" }),
  state: told(choice(RUN_STATES, { awaiting_approval: "Awaiting approval" }), { label: "State" }),
  startedAt: may(instant(), { label: "Started at" }),
  endedAt: may(instant(), { label: "Ended at" }),
  repairedByHand: may(yesNo(), { label: "Repaired by hand", help: "Somebody had to step in before it could compare." }),
  challenger: may(factKey("model-versions"), { label: "Challenger" }),
  champion: may(factKey("model-versions"), { label: "Champion" }),
  datasetVersion: may(factKey("dataset-versions"), { label: "Trained on" }),
  rows: may(ROWS(), { label: "Rows compared", help: "Both answered the same rows." }),
  onlyChallenger: may(ROWS(), { label: "Only the challenger right", unit: "rows" }),
  onlyChampion: may(ROWS(), { label: "Only the champion right", unit: "rows" }),
  difference: may(DIFFERENCE(), {
    label: "Difference",
    help: "Of a metric without right and wrong; better is positive.",
  }),
  lower: may(DIFFERENCE(), { label: "Lower bound", help: "One-sided 95%, from at least 1,000 resamples." }),
  lowerTwoSided: may(DIFFERENCE(), { label: "Lower end of the 95% interval" }),
  margin: may(numberAbove(0, 1e12), { label: "Margin", help: "Fixed before the comparison." }),
  marginFixedAt: may(instant(), { label: "Margin fixed at" }),
  comparisons: may(records(COMPARISON), { label: "Guardrails and groups" }),
  fairness: may(records(FAIRNESS), { label: "Fairness of the challenger" }),
  latencyWithinBudget: may(yesNo(), { label: "Latency within budget" }),
  failedTests: may(tags(1, 120), { label: "Blocking tests that failed" }),
  benefits: may(choices(PROMOTION_BENEFITS), { label: "Other benefits" }),
  cost: may(money(), { label: "Cost", unit: "money" }),
  note: may(text(2, 1000), { label: "Note" }),
});
export type RetrainRunData = z.infer<typeof retrainRunSchema>;

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
