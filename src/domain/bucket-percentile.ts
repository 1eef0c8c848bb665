/** `bounds` rise; bucket 0 holds what is at most the first, the last what is above all, so counts are one more. */
export type BucketCounts = { bounds: readonly number[]; counts: readonly number[] };
/** The least and largest value that fell in; NaN where unknown. */
export type Extremes = { min: number; max: number };

const UNKNOWN: Extremes = { min: Number.NaN, max: Number.NaN };

/**
 * Percentile p (0 to 1) of values of which only bucket counts are known: linear within the bucket where p·n of them are
 * reached, in the unit of the values. An open end reaches to the extreme where that is known, else to 0 below a first bound
 * above 0, else to its bound. Null without values, or without anything to interpolate between.
 * Source: Prometheus, histogram_quantile; the true value lies somewhere in that bucket.
 */
export function bucketPercentile({ bounds, counts }: BucketCounts, p: number, extremes = UNKNOWN): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0) || counts.length !== bounds.length + 1) return null;
  const rank = p * total;
  let below = 0;
  let bucket = 0;
  while (bucket < counts.length - 1 && (counts[bucket] === 0 || below + (counts[bucket] ?? 0) < rank))
    below += counts[bucket++] ?? 0;
  const { low, high } = edgesOf(bounds, bucket, extremes);
  if (low === null || high === null) return low ?? high;
  const inside = counts[bucket] ?? 0;
  const share = inside > 0 ? Math.min(1, Math.max(0, (rank - below) / inside)) : 1;
  return within(low + (high - low) * share, extremes);
}

function edgesOf(bounds: readonly number[], bucket: number, { min, max }: Extremes) {
  const first = bounds[0];
  const last = bounds.at(-1);
  const lowest = known(min) ?? (first === undefined ? null : Math.min(0, first));
  const highest = known(max) ?? last ?? null;
  return {
    low: bucket === 0 ? lowest : (bounds[bucket - 1] ?? null),
    high: bucket === bounds.length ? highest : (bounds[bucket] ?? null),
  };
}

function within(value: number, { min, max }: Extremes): number {
  return Math.max(known(min) ?? value, Math.min(known(max) ?? value, value));
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
