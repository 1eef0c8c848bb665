import type { FairnessMeasure } from "#domain/fairness.ts";
import type { Certainty } from "#domain/fairness-verdict.ts";
import type { FairnessVerdict } from "#domain/health.ts";

/** Printed wherever the ratio is shown (C5). */
export const FOUR_FIFTHS_NOTE =
  "Four fifths is a rule of thumb of US employment selection, where small numbers and statistical significance also count. It is not a test of fairness elsewhere.";

export const MEASURE_WORDS: Record<FairnessMeasure, string> = {
  demographic_parity_difference: "Selection rate difference",
  demographic_parity_ratio: "Selection rate ratio (four fifths)",
  equal_opportunity_difference: "True positive rate difference",
  equalised_odds_difference: "Equalised odds difference",
  false_positive_rate_difference: "False positive rate difference",
  predictive_parity_difference: "Precision difference",
  average_absolute_odds: "Average absolute odds",
};

export const VERDICT_WORDS: Record<FairnessVerdict, string> = {
  pass: "Pass",
  watch: "Watch",
  insufficient: "Insufficient",
  fail: "Fail",
};

export const CERTAINTY_WORDS: Record<Certainty, string> = { proven: "proven", point_only: "not proven" };
