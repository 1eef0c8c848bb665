import { weightedPercentile } from "#domain/percentile.ts";

/** What may be put together from parts. `at` in milliseconds since the epoch; statistics of nothing are null, never 0. */
export type Combinable = {
  /** Σ weight: how many observations the points stand for. */
  count: number;
  points: number;
  /** Σ value · weight, and Σ value² · weight. */
  sum: number;
  sumOfSquares: number;
  mean: number | null;
  min: number | null;
  max: number | null;
  last: number | null;
  lastAt: number | null;
};
/** Percentiles stand here only: they come from the points themselves and never from the percentiles of parts. */
export type Rollup = Combinable & { p50: number | null; p95: number | null };

/** `weight`: the observations behind the value, 1 where nothing is said. */
export type RollupPoint = { at: number; value: number; weight?: number };

/**
 * One bucket of a series (C7). The mean is weighted, percentiles are of type 7 (A6), `last` is the value of the latest
 * time, of equal times the one that came later. No points: counts of 0 and no statistics, so that a chart shows a gap.
 */
export function rollup(points: readonly RollupPoint[]): Rollup {
  const values = points.map(({ value }) => value);
  const weights = points.map(({ weight = 1 }) => weight);
  return {
    ...mergeRollups(points.map(single)),
    p50: weightedPercentile(values, weights, 0.5),
    p95: weightedPercentile(values, weights, 0.95),
  };
}

/**
 * The bucket of buckets (C7): counts and sums add, extremes and the last value combine, the mean is weighted by count.
 * Percentiles do not combine [R29]: the result has none, and a day's p95 is read from its points.
 */
export function mergeRollups(parts: readonly Combinable[]): Combinable {
  return parts.reduce(pair, NOTHING);
}

const NOTHING: Combinable = {
  ...{ count: 0, points: 0, sum: 0, sumOfSquares: 0 },
  ...{ mean: null, min: null, max: null, last: null, lastAt: null },
};

function single({ at, value, weight = 1 }: RollupPoint): Combinable {
  const sum = value * weight;
  const sums = { count: weight, points: 1, sum, sumOfSquares: value * sum };
  return { ...sums, mean: value, min: value, max: value, last: value, lastAt: at };
}

function pair(a: Combinable, b: Combinable): Combinable {
  if (b.points === 0) return a;
  const later = (b.lastAt ?? Number.NEGATIVE_INFINITY) >= (a.lastAt ?? Number.NEGATIVE_INFINITY) ? b : a;
  const count = a.count + b.count;
  const sum = a.sum + b.sum;
  return {
    count,
    points: a.points + b.points,
    sum,
    sumOfSquares: a.sumOfSquares + b.sumOfSquares,
    mean: a.points === 0 ? b.mean : sum / count,
    min: least(a.min, b.min),
    max: most(a.max, b.max),
    last: later.last,
    lastAt: later.lastAt,
  };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function most(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
