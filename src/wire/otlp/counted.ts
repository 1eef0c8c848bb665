import { bucketPercentile } from "#domain/bucket-percentile.ts";
import type { Batches } from "#wire/batches.ts";
import type { HeardPoints } from "#wire/heard.ts";

/** A series of a request, under a name that is its own within it. */
export type Source = {
  id: string;
  series: HeardPoints["series"];
  /** What names its counter, by its bounds: found once for all readings of a request. */
  streams: Map<string, string>;
};

/** What the amounts are: one number, or [count, sum, …buckets] with the bounds between the buckets. */
export type Shape = "number" | { bounds: readonly number[]; min: number; max: number };

/** A reading of something that adds up, or of which each part must count once. */
export type Counted = {
  place: number;
  source: Source;
  shape: Shape;
  time: number;
  /** What names the counter, wherever it is read: its metric, its resource, its attributes. */
  stream: string;
  start: number;
  at: number;
  amounts: readonly number[];
  /** The amounts are what was added since the reading before; the points are made already. */
  delta: boolean;
  drift: DriftPart | null;
};
/** The reference whose bins the buckets are, and which buckets belong to which bin. */
export type DriftPart = { reference: string; bins: readonly number[] };

const PERCENTILES = [
  ["p50_interpolated", 0.5],
  ["p95_interpolated", 0.95],
] as const;

/** Longest ending of a name that is made below. */
export const LONGEST_ENDING = ".p95_interpolated".length;

type Placed = Pick<Counted, "place" | "source" | "shape" | "time">;

/**
 * One value, or of a spread its count, its sum, and with the count as weight its mean and two percentiles; the percentiles
 * are interpolated within buckets, and say so in their name.
 */
export function addPoints(into: Batches, placed: Placed, amounts: readonly number[]): void {
  const { place, source, shape, time } = placed;
  if (shape === "number") into.add(source.id, () => source.series, [time, amounts[0] ?? 0], place);
  else addSpread(into, { place, source, shape, time }, amounts);
}

type Spread = Placed & { shape: Exclude<Shape, "number"> };

function addSpread(into: Batches, { place, source, shape, time }: Spread, amounts: readonly number[]): void {
  const [first = 0, sum = Number.NaN, ...counts] = amounts;
  const { id, series } = source;
  const add = (ending: string, value: number | null, weight?: number, own: HeardPoints["series"] = series) => {
    if (value === null || !Number.isFinite(value)) return;
    const named = { ...own, name: `${own.name}.${ending}` };
    into.add(`${id}.${ending}`, () => named, weight === undefined ? [time, value] : [time, value, weight], place);
  };
  const { unit: _, ...counting } = series;
  add("count", first, undefined, counting);
  add("sum", sum);
  if (!(first > 0)) return;
  add("mean", sum / first, first);
  for (const [ending, p] of PERCENTILES)
    add(ending, bucketPercentile({ bounds: shape.bounds, counts }, p, shape), first);
}

/** What the buckets add to each bin of the reference. */
export function binsOf({ bins }: DriftPart, amounts: readonly number[]): number[] {
  const counts = Array.from({ length: Math.max(...bins) + 1 }, () => 0);
  for (const [bucket, bin] of bins.entries()) counts[bin] = (counts[bin] ?? 0) + (amounts[bucket + 2] ?? 0);
  return counts;
}
