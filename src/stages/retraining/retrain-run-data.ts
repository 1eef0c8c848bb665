import { z } from "zod";
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
import { may, told } from "#stages/fact-kind.ts";

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
