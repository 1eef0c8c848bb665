import type { Criterion } from "#domain/criteria.ts";
import { ExactSums } from "#domain/exact-sums.ts";
import { SlidingPercentile } from "#domain/percentile.ts";
import type { Aggregation } from "#domain/vocabulary.ts";

/** What is known of the points in [t, next bucket): a raw point is a bucket of one. */
export type Bucket = {
  /** Milliseconds since the epoch, the start of the bucket. */
  t: number;
  points: number;
  /** Σ n. */
  weight: number;
  /** Σ value·n. */
  weighted: number;
  /** Σ value. */
  sum: number;
  min: number;
  max: number;
  last: number;
};

export type WindowAggregate = { end: number; value: number | null; n: number; points: number };

export function bucketOfPoint(t: number, value: number, n: number): Bucket {
  return { t, points: 1, weight: n, weighted: value * n, sum: value, min: value, max: value, last: value };
}

/** Percentiles cannot be read from sums: their buckets must be single points. */
export function needsRawPoints(aggregation: Aggregation): boolean {
  return aggregation in PERCENTILES;
}

/**
 * The criterion's aggregate over [end − window, end) for each end, ascending; a bucket counts where it starts.
 * mean = Σ value·n / Σ n, ratio = Σ value / Σ n (value the numerator, n the denominator), sum = Σ value; percentiles are
 * type 7 weighted by n. A window without points, or with a denominator of 0, has the value null.
 */
export function windowAggregates(
  buckets: readonly Bucket[],
  criterion: Pick<Criterion, "aggregation" | "windowSeconds">,
  ends: readonly number[],
): WindowAggregate[] {
  const sums = new ExactSums(buckets);
  const read = reader(buckets, criterion.aggregation, sums);
  const span = criterion.windowSeconds * 1000;
  let low = 0;
  let high = 0;
  return ends.map((end) => {
    while (high < buckets.length && startOf(buckets, high) < end) high += 1;
    while (low < high && startOf(buckets, low) < end - span) low += 1;
    if (low === high) return { end, value: null, n: 0, points: 0 };
    const value = read(low, high);
    const known = value !== null && Number.isFinite(value);
    return {
      end,
      value: known ? value : null,
      n: sums.over("weight", low, high),
      points: sums.over("points", low, high),
    };
  });
}

/** Reads the value of buckets[low, high); both ends only ever move forward. */
type Reader = (low: number, high: number) => number | null;

const PERCENTILES: Partial<Record<Aggregation, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

function reader(buckets: readonly Bucket[], aggregation: Aggregation, sums: ExactSums): Reader {
  const share = PERCENTILES[aggregation];
  if (share !== undefined) return percentileReader(buckets, share);
  if (aggregation === "sum") return (low, high) => sums.over("sum", low, high);
  if (aggregation === "last") return (_, high) => buckets[high - 1]?.last ?? null;
  if (aggregation === "min") return extremeReader(buckets, "min", (a, b) => a <= b);
  if (aggregation === "max") return extremeReader(buckets, "max", (a, b) => a >= b);
  const numerator = aggregation === "mean" ? "weighted" : "sum";
  return (low, high) => {
    const weight = sums.over("weight", low, high);
    return weight === 0 ? null : sums.over(numerator, low, high) / weight;
  };
}

/** A queue of candidates: whatever a newer bucket beats can never be the extreme again. */
function extremeReader(
  buckets: readonly Bucket[],
  field: "min" | "max",
  beats: (a: number, b: number) => boolean,
): Reader {
  const queue: { index: number; value: number }[] = [];
  let head = 0;
  let next = 0;
  return (low, high) => {
    for (; next < high; next += 1) {
      const value = buckets[next]?.[field] ?? Number.NaN;
      while (queue.length > head && beats(value, queue.at(-1)?.value ?? value)) queue.pop();
      queue.push({ index: next, value });
    }
    while ((queue[head]?.index ?? low) < low) head += 1;
    return queue[head]?.value ?? null;
  };
}

function percentileReader(buckets: readonly Bucket[], share: number): Reader {
  const window = new SlidingPercentile();
  let from = 0;
  let until = 0;
  return (low, high) => {
    for (; until < high; until += 1) window.add(pointOf(buckets[until]));
    for (; from < low; from += 1) window.remove(pointOf(buckets[from]));
    return window.read(share);
  };
}

function pointOf(bucket: Bucket | undefined): { value: number; weight: number } {
  if (bucket?.points !== 1) throw new Error("A percentile needs single points, not sums of them.");
  return { value: bucket.last, weight: bucket.weight };
}

function startOf(buckets: readonly Bucket[], index: number): number {
  return buckets[index]?.t ?? Number.POSITIVE_INFINITY;
}
