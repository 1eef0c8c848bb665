import type { Calculator } from "#domain/calculator.ts";

/** Fairness (C5). */
export const FAIRNESS_CALCULATORS = {
  fairness: {
    version: "1",
    title: "Fairness measures",
    inWords:
      "For each measure the highest and the lowest rate among groups that are large enough, as a difference or a ratio.",
    source: "Definitions of Fairlearn",
  },
  disparity: {
    version: "1",
    title: "Gap between groups",
    inWords:
      "The rate of each group that is large enough, the two groups farthest apart, and their difference and ratio.",
    source: "Definitions of Fairlearn",
  },
  avg_abs_odds: {
    version: "1",
    title: "Average absolute odds",
    inWords:
      "Half of the gap in false positive rate plus half of the gap in true positive rate between a group and the reference group.",
    source: "Definition of AIF360",
  },
  fair_verdict: {
    version: "1",
    title: "Fairness verdict",
    inWords:
      "Pass when the value meets its limit. Otherwise fail when the two extreme groups differ by more than chance explains, and watch when chance may explain it. Insufficient when a group that must be judged is too small.",
  },
  all_residuals: {
    version: "1",
    title: "Verdict per measure",
    inWords: "The fairness verdict of each chosen rate against its own limit.",
  },
  certainty: {
    version: "1",
    title: "Certainty of a verdict",
    inWords:
      "Proven when the whole 95% interval of the comparison lies on the good side of the limit; otherwise only the measured point is.",
  },
  wilson: {
    version: "1",
    title: "Interval of a rate",
    inWords:
      "The range in which the true rate lies with 95% confidence, also for small groups and for rates of 0 or 1.",
    source: "Wilson (1927)",
  },
  newcombe: {
    version: "1",
    title: "Interval of a difference",
    inWords:
      "The range in which the true difference of two rates lies with 95% confidence, built from the intervals of both.",
    source: "Newcombe (1998), method 10",
  },
  katz: {
    version: "1",
    title: "Interval of a ratio",
    inWords:
      "The range in which the true ratio of two rates lies with 95% confidence. Not defined when one count is 0.",
    source: "Katz et al. (1978)",
  },
  z2: {
    version: "1",
    title: "Test of two rates",
    inWords: "How likely chance alone makes two rates differ this much or more, if both groups had the same rate.",
    source: "Pooled two-proportion z test",
  },
  gate_s8: {
    version: "1",
    title: "Gate of solution bias",
    inWords:
      "Real decisions measured, every chosen measure passed or its watch accepted, this release, at most 180 days old, residual risks accepted, and a reviewer from outside the team.",
  },
} as const satisfies Record<string, Calculator>;
