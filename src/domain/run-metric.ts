export const NOT_FINITE = ["NaN", "Infinity", "-Infinity"] as const;

/** A number that training code logged; what is not finite is kept by its name, as MLflow sends it. */
type RunMetric = number | (typeof NOT_FINITE)[number];

/** What can be compared and drawn; a value that is missing or not finite is never better than another. */
export function finiteOf(value: RunMetric | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
