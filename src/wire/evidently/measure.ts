import type { DRIFT_MEASURES } from "#stages/monitoring/drift-verdict.ts";

type Measure = (typeof DRIFT_MEASURES)[number];

/** By the names that are shown and by the short ones that are asked for. "Total-Variation-Distance" is a p-value. */
const P_VALUES = new Set([
  ...["anderson-darling", "anderson", "chi-square p_value", "chisquare", "cramer-von mises", "cramer_von_mises"],
  ...["epps-singleton", "es", "fisher's exact test", "fisher_exact", "g_test", "k-s p_value", "ks"],
  ...["mann-whitney u-rank test", "mannw", "empirical_mmd", "t_test", "total-variation-distance", "tvd"],
  ...["z-test p_value", "z"],
]);
const DISTANCES = new Set([
  ...["energy-distance", "ed", "hellinger distance", "hellinger", "jensen-shannon distance", "jensenshannon"],
  ...["kullback-leibler divergence", "kl_div", "psi", "wasserstein distance (normed)", "wasserstein"],
]);

/**
 * What the number of a method of drift is, as the statistical tests of Evidently 0.7.23 return it. The names do not tell by
 * themselves; what is in neither list is neither, unless it calls itself a p-value.
 */
export function measureOf(method: string): Measure {
  const name = method.trim().toLowerCase();
  if (P_VALUES.has(name) || /p[\s_-]?value$/.test(name)) return "p_value";
  return DISTANCES.has(name) ? "distance" : "other";
}
