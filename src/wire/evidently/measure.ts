import type { DRIFT_MEASURES } from "#stages/monitoring/drift-verdict.ts";

type Measure = (typeof DRIFT_MEASURES)[number];

const SIGNIFICANCE = new Set([
  ...["ks", "z", "chisquare", "anderson", "fisher_exact", "cramer_von_mises", "g_test", "mannw", "es", "t_test"],
  ...["empirical_mmd", "tvd"],
]);
const DISTANCES = /wasserstein|psi|population stability|jensen|kullback|kl_div|kl divergence|hellinger|energy|^ed$/i;
const P_VALUE = /p[\s_-]?value/i;

/**
 * What the number of a method of drift is: by the name that Evidently shows, which ends in "p_value" where it is one, or by
 * the short name that was asked for. A method that is neither known as a test nor as a distance is neither.
 */
export function measureOf(method: string): Measure {
  if (P_VALUE.test(method) || SIGNIFICANCE.has(method.trim().toLowerCase())) return "p_value";
  return DISTANCES.test(method.trim()) ? "distance" : "other";
}
