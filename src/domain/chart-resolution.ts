export const CHART_LEVELS = ["raw", "1m", "1h", "1d"] as const;
export type ChartLevel = (typeof CHART_LEVELS)[number];

/** The most buckets that one line of a chart is drawn from. */
export const MAX_BUCKETS = 5000;

export const LEVEL_SECONDS: Record<Exclude<ChartLevel, "raw">, number> = { "1m": 60, "1h": 3600, "1d": 86_400 };

/**
 * The finest level with at most 5,000 buckets in the range (C7); one day where even that is more. `rawIntervalSeconds`:
 * how far apart the points lie; null where it is unknown, and then raw points are not chosen. A level finer than the
 * points themselves would only be raw again, so raw comes first wherever it fits.
 */
export function chartResolution(
  rangeSeconds: number,
  rawIntervalSeconds: number | null,
  maxBuckets: number = MAX_BUCKETS,
): ChartLevel {
  const fits = (seconds: number) => rangeSeconds / seconds <= maxBuckets;
  if (rawIntervalSeconds !== null && rawIntervalSeconds > 0 && fits(rawIntervalSeconds)) return "raw";
  if (fits(LEVEL_SECONDS["1m"])) return "1m";
  return fits(LEVEL_SECONDS["1h"]) ? "1h" : "1d";
}
