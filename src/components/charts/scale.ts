export type Domain = readonly [low: number, high: number];
export type Point = { ts: number; value: number | null; n?: number | null };

/** Where a value stands between the ends, 0 at the low end and 1 at the high one; not clamped. A domain without length gives 0.5. */
export function positionIn([low, high]: Domain, value: number): number {
  return high === low ? 0.5 : (value - low) / (high - low);
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that cuts `span` into at most `count` steps. */
export function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((nice) => nice * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round values from the first at or above `low` to the last at or below `high`, free of binary dust. */
export function niceTicks([low, high]: Domain, count = 4): number[] {
  if (!(high > low)) return [low];
  const step = niceStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => clean((first + at) * step));
}

/**
 * The range of an axis: all values and all lines to be seen, a little air, and ends on round numbers. Values that are
 * missing or not finite do not count; nothing at all gives 0 to 1; one value alone stands in the middle.
 */
export function valueDomain(values: readonly (number | null | undefined)[], count = 4): Domain {
  const known = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  if (known.length === 0) return [0, 1];
  let low = Math.min(...known);
  let high = Math.max(...known);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= Math.max(size * 1e-9, 1e-12)) {
    const room = size > 1e-9 ? size * 0.1 : 1;
    low -= room;
    high += room;
  }
  const air = (high - low) * 0.04;
  const step = niceStep(high - low + 2 * air, count);
  const floor = low >= 0 ? Math.max(0, low - air) : low - air;
  return [clean(Math.floor(floor / step + 1e-9) * step), clean(Math.ceil((high + air) / step - 1e-9) * step)];
}

/** Runs of points without a gap: a missing value ends a run, so a line never bridges what was not measured. */
export function unbrokenRuns<P extends { value: number | null }>(points: readonly P[]): (P & { value: number })[][] {
  const runs: (P & { value: number })[][] = [];
  let run: (P & { value: number })[] = [];
  for (const point of points) {
    if (point.value === null || !Number.isFinite(point.value)) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else run.push({ ...point, value: point.value });
  }
  return run.length > 0 ? [...runs, run] : runs;
}

/** Decimals that tell neighbouring ticks apart. */
export function decimalsOf(step: number): number {
  if (!(step > 0)) return 0;
  let decimals = 0;
  while (decimals < 10 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6) decimals += 1;
  return decimals;
}

/**
 * Moves labels apart that would overlap: keeps their order, at least `gap` between neighbours, and all within 0..`room`
 * where they fit. Positions and gap share one unit.
 */
export function spreadOut(positions: readonly number[], gap: number, room: number): number[] {
  const order = positions.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  let previous = -Infinity;
  for (const label of order) {
    label.at = Math.max(label.at, previous + gap);
    previous = label.at;
  }
  let next = room + gap;
  for (const label of order.toReversed()) {
    label.at = Math.min(label.at, next - gap);
    next = label.at;
  }
  const placed = [...positions];
  for (const label of order) placed[label.index] = label.at;
  return placed;
}

const clean = (value: number): number => Number(value.toPrecision(12));
