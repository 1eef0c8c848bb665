import type { Calculator } from "#domain/calculator.ts";

/** Drift (C6). */
export const DRIFT_CALCULATORS = {
  psi: {
    version: "1",
    title: "Population stability index",
    inWords:
      "Compares the share of rows in each bin now with the reference; large moves between bins count more than proportionally. Below 0.1 is stable, from 0.2 is drift.",
    source: "Yurdakul and Naranjo",
  },
  psi_crit: {
    version: "1",
    title: "Noise floor of the index",
    inWords:
      "The index that chance alone exceeds once in twenty times with this many rows and bins. A smaller index says nothing.",
    source: "Yurdakul and Naranjo",
  },
  psi_state: {
    version: "1",
    title: "State by stability index",
    inWords:
      "Moderate from 0.1 and drift from 0.2, if the index is above its noise floor. Fewer than 200 rows on either side are not enough to tell.",
  },
  jsd: {
    version: "1",
    title: "Jensen–Shannon distance",
    inWords:
      "How different two distributions are, from 0 for the same to 1 for nothing in common. Logarithms to base 2.",
  },
  ks: {
    version: "1",
    title: "Kolmogorov–Smirnov test",
    inWords:
      "The largest gap between the two cumulative distributions at the bin edges, and how likely chance alone makes it.",
    source: "Stephens (1970), on bins",
  },
  chi2_drift: {
    version: "1",
    title: "Chi-square test of categories",
    inWords:
      "How likely chance alone makes the categories differ this much, and the size of the difference (Cramér’s V). Rare categories are counted together. It is an alert only when both are notable.",
    source: "Pearson",
  },
  w1_norm: {
    version: "1",
    title: "Wasserstein distance",
    inWords:
      "How far the values have to be moved on average to turn the reference into the current data, in standard deviations of the reference.",
    source: "As Evidently norms it",
  },
  linf: {
    version: "1",
    title: "Largest gap of a bin",
    inWords: "The largest difference between the share of a bin now and in the reference.",
  },
  hellinger: {
    version: "1",
    title: "Hellinger distance",
    inWords:
      "How different two distributions are, from 0 to 1, with more weight on rare bins than the largest gap has.",
  },
  dataset_drift: {
    version: "1",
    title: "Drift of the data set",
    inWords:
      "The share of features with data that reach their limit. From one half the whole data set counts as drifted.",
    source: "Evidently’s default",
  },
  bonferroni: {
    version: "1",
    title: "Many features at once",
    inWords: "Testing many features finds some by chance. The level of 5% is therefore shared between them.",
    source: "Bonferroni",
  },
  reference_sigma: {
    version: "1",
    title: "Limit from the reference",
    inWords:
      "The mean distance of the reference’s own chunks plus three standard deviations: what was normal then is no alert now.",
    source: "As NannyML",
  },
} as const satisfies Record<string, Calculator>;
