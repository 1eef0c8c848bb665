import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactSums } from "#domain/exact-sums.ts";
import { SlidingPercentile, weightedPercentile } from "#domain/percentile.ts";
import { AGGREGATIONS, type Aggregation } from "#domain/vocabulary.ts";
import { type Bucket, bucketOfPoint, needsRawPoints, windowAggregates } from "#domain/window-aggregates.ts";
import {
  affectedFrom,
  affectedUntil,
  firstWindowEnd,
  lastEndedWindow,
  windowEndAfter,
  windowEnds,
} from "#domain/windows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HOURLY = { windowSeconds: 3600, cadenceSeconds: 900 };

describe("windows", () => {
  it.each<[number, number]>([
    [0, 60_000],
    [1, 60_000],
    [59_999, 60_000],
    [60_000, 120_000],
    [-1, 0],
    [-60_000, 0],
  ])("a point at %s ms first counts in the minute window that ends at %s", (t, end) => {
    expect(windowEndAfter(t, 60)).toBe(end);
    expect(firstWindowEnd(t, { windowSeconds: 300, cadenceSeconds: 60 })).toBe(end);
  });

  it("a window whose end is now has ended, one later has not", () => {
    expect(lastEndedWindow(Date.UTC(2026, 2, 16, 9, 0), HOURLY)).toBe(Date.UTC(2026, 2, 16, 9, 0));
    expect(lastEndedWindow(Date.UTC(2026, 2, 16, 8, 59, 59, 999), HOURLY)).toBe(Date.UTC(2026, 2, 16, 8, 45));
  });

  it("a changed point touches the windows from the next end to the last that reaches back to it", () => {
    const t = Date.UTC(2026, 2, 16, 9, 7);
    expect(affectedFrom(t, HOURLY)).toBe(Date.UTC(2026, 2, 16, 9, 15));
    expect(affectedUntil(t, HOURLY)).toBe(Date.UTC(2026, 2, 16, 10, 0));
  });

  it("lists the ends between two times, both included", () => {
    expect(windowEnds(1, 3 * MINUTE, 60)).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
    expect(windowEnds(MINUTE, MINUTE, 60)).toEqual([MINUTE]);
    expect(windowEnds(MINUTE + 1, MINUTE + 2, 60)).toEqual([]);
  });

  it("the windows that hold a point are exactly those from affectedFrom to affectedUntil", () => {
    const rhythm = fc.record({ cadenceSeconds: fc.integer({ min: 60, max: 7200 }), extra: fc.nat(100_000) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 41 }), rhythm, (t, { cadenceSeconds, extra }) => {
        const each = { cadenceSeconds, windowSeconds: cadenceSeconds + extra };
        const span = each.windowSeconds * 1000;
        const from = affectedFrom(t, each);
        const until = affectedUntil(t, each);
        const cadence = cadenceSeconds * 1000;
        for (const end of [from, until]) expect(end - span <= t && t < end).toBe(true);
        for (const end of [from - cadence, until + cadence]) expect(end - span <= t && t < end).toBe(false);
      }),
    );
  });
});

describe("percentiles", () => {
  it.each<[string, number[], number[], number, number | null]>([
    ["of nothing", [], [], 0.5, null],
    ["of one value", [7], [1], 0.99, 7],
    ["the median of an even sample lies between", [4, 1, 3, 2], [1, 1, 1, 1], 0.5, 2.5],
    ["p95 of 1 to 10, as numpy has it", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Array(10).fill(1), 0.95, 9.55],
    ["a weight of three counts three times", [1, 10], [3, 1], 0.5, 1],
    ["between the repeated value and the next", [1, 10], [3, 1], 0.9, 7.3],
    ["a weight of 0 does not count", [1, 10], [1, 0], 0.5, 1],
    ["of extremes that overflow when subtracted", [-1e308, 1e308], [1, 1], 0.5, 1e308],
  ])("%s", (_, values, weights, p, expected) => {
    const result = weightedPercentile(values, weights, p);
    if (expected === null) expect(result).toBeNull();
    else expect(result).toBeCloseTo(expected, 10);
  });

  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const sample = fc.array(fc.record({ value, weight: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 40,
  });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it("lie between the smallest and the largest value and rise with p", () => {
    fc.assert(
      fc.property(sample, share, share, (points, p, q) => {
        const read = (at: number) =>
          weightedPercentile(
            points.map((x) => x.value),
            points.map((x) => x.weight),
            at,
          ) ?? 0;
        const values = points.map((x) => x.value);
        expect(read(p)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(read(p)).toBeLessThanOrEqual(Math.max(...values));
        expect(read(Math.min(p, q))).toBeLessThanOrEqual(read(Math.max(p, q)) + 1e-9);
        expect(read(0)).toBe(Math.min(...values));
        expect(read(1)).toBe(Math.max(...values));
      }),
    );
  });

  it("with weights equal those of the sample written out", () => {
    fc.assert(
      fc.property(sample, share, (points, p) => {
        const written = points.flatMap((x) => Array<number>(x.weight).fill(x.value));
        const weighted = weightedPercentile(
          points.map((x) => x.value),
          points.map((x) => x.weight),
          p,
        );
        expect(weighted).toBe(weightedPercentile(written, Array(written.length).fill(1), p));
      }),
    );
  });

  it("of a sliding sample equal those of the sample that is left", () => {
    fc.assert(
      fc.property(sample, fc.nat(40), share, (points, gone, p) => {
        const sliding = new SlidingPercentile();
        for (const point of points) sliding.add(point);
        for (const point of points.slice(0, gone)) sliding.remove(point);
        const left = points.slice(gone);
        expect(sliding.read(p)).toBe(
          weightedPercentile(
            left.map((x) => x.value),
            left.map((x) => x.weight),
            p,
          ),
        );
      }),
    );
  });
});

describe("sums over a stretch", () => {
  it("do not lose a small window behind a large history", () => {
    const items = [1e16, 1, 1, 1, -1e16, 0.1].map((sum) => ({ points: 1, weight: 1, weighted: sum, sum }));
    expect(new ExactSums(items).over("sum", 1, 4)).toBe(3);
    expect(new ExactSums(items).over("sum", 5, 6)).toBe(0.1);
  });

  it("of a stretch behind an overflow are still read", () => {
    const items = [1e308, 1e308, 5].map((sum) => ({ points: 1, weight: 1, weighted: sum, sum }));
    expect(new ExactSums(items).over("sum", 2, 3)).toBe(5);
  });
});

/** The definition, word by word: points of [end − window, end), nothing shared between windows. */
function byDefinition(points: readonly Bucket[], aggregation: Aggregation, from: number, end: number) {
  const inside = points.filter(({ t }) => t >= from && t < end);
  const n = inside.reduce((sum, { weight }) => sum + weight, 0);
  const sum = inside.reduce((total, point) => total + point.sum, 0);
  const values = inside.map(({ last }) => last);
  const weights = inside.map(({ weight }) => weight);
  const read: Record<Aggregation, () => number | null> = {
    mean: () => (n > 0 ? inside.reduce((total, { weighted }) => total + weighted, 0) / n : null),
    ratio: () => (n > 0 ? sum / n : null),
    sum: () => sum,
    min: () => Math.min(...values),
    max: () => Math.max(...values),
    last: () => values.at(-1) ?? null,
    p50: () => weightedPercentile(values, weights, 0.5),
    p95: () => weightedPercentile(values, weights, 0.95),
    p99: () => weightedPercentile(values, weights, 0.99),
  };
  return { end, n, points: inside.length, value: inside.length > 0 ? read[aggregation]() : null };
}

describe("window aggregates", () => {
  const points = [
    bucketOfPoint(10 * MINUTE, 2, 10),
    bucketOfPoint(20 * MINUTE, 8, 30),
    bucketOfPoint(50 * MINUTE, 5, 10),
    bucketOfPoint(HOUR, 100, 1),
  ];

  it.each<[Aggregation, number]>([
    ["mean", (2 * 10 + 8 * 30 + 5 * 10) / 50],
    ["ratio", 15 / 50],
    ["sum", 15],
    ["min", 2],
    ["max", 8],
    ["last", 5],
    ["p50", 8],
  ])("%s over [0 h, 1 h) leaves the point at the end out", (aggregation, value) => {
    const [window] = windowAggregates(points, { aggregation, windowSeconds: 3600 }, [HOUR]);
    expect(window).toEqual({ end: HOUR, value, n: 50, points: 3 });
  });

  it("counts a point at the start of a window", () => {
    const [window] = windowAggregates(points, { aggregation: "sum", windowSeconds: 3600 }, [2 * HOUR]);
    expect(window).toEqual({ end: 2 * HOUR, value: 100, n: 1, points: 1 });
  });

  it("has no value for a window without points, and none where the denominator is 0", () => {
    const empty = windowAggregates([], { aggregation: "mean", windowSeconds: 300 }, [HOUR]);
    expect(empty).toEqual([{ end: HOUR, value: null, n: 0, points: 0 }]);
    const nothing = [bucketOfPoint(0, 3, 0)];
    const [ratio] = windowAggregates(nothing, { aggregation: "ratio", windowSeconds: 300 }, [5 * MINUTE]);
    expect(ratio).toEqual({ end: 5 * MINUTE, value: null, n: 0, points: 1 });
  });

  it("has no value where the sum leaves the finite numbers", () => {
    const huge = [bucketOfPoint(0, 1e308, 1), bucketOfPoint(1, 1e308, 1)];
    const [window] = windowAggregates(huge, { aggregation: "sum", windowSeconds: 300 }, [5 * MINUTE]);
    expect(window?.value).toBeNull();
  });

  it("is a ratio of sums, never a mean of ratios", () => {
    const slices = [bucketOfPoint(0, 1, 2), bucketOfPoint(1, 1, 98)];
    const [window] = windowAggregates(slices, { aggregation: "ratio", windowSeconds: 300 }, [5 * MINUTE]);
    expect(window?.value).toBe(0.02);
  });

  it("refuses percentiles of sums", () => {
    const bucket = { ...bucketOfPoint(0, 1, 1), points: 2 };
    expect(() => windowAggregates([bucket], { aggregation: "p95", windowSeconds: 300 }, [5 * MINUTE])).toThrow(
      /single points/,
    );
    expect(AGGREGATIONS.filter(needsRawPoints)).toEqual(["p50", "p95", "p99"]);
  });

  const drawn = fc.array(
    fc.record({
      t: fc.integer({ min: 0, max: 4 * HOUR }),
      value: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((thousandths) => thousandths / 1000),
      n: fc.integer({ min: 1, max: 500 }),
    }),
    { maxLength: 60 },
  );
  const sorted = drawn.map((all) =>
    all.toSorted((a, b) => a.t - b.t).map(({ t, value, n }) => bucketOfPoint(t, value, n)),
  );

  it.each(AGGREGATIONS)("%s equals its definition in every window", (aggregation) => {
    fc.assert(
      fc.property(sorted, fc.integer({ min: 300, max: 7200 }), (all, windowSeconds) => {
        const ends = windowEnds(MINUTE, 6 * HOUR, 600);
        for (const window of windowAggregates(all, { aggregation, windowSeconds }, ends)) {
          const expected = byDefinition(all, aggregation, window.end - windowSeconds * 1000, window.end);
          expect({ ...window, value: null }).toEqual({ ...expected, value: null });
          if (expected.value === null || window.value === null) expect(window.value).toBe(expected.value);
          else expect(window.value).toBeCloseTo(expected.value, 8);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("replayed from a later window gives the same bits", () => {
    fc.assert(
      fc.property(sorted, fc.constantFrom(...AGGREGATIONS), fc.nat(30), (all, aggregation, skipped) => {
        const ends = windowEnds(MINUTE, 6 * HOUR, 600);
        const criterion = { aggregation, windowSeconds: 3600 };
        const replay = ends.slice(skipped);
        const first = (replay[0] ?? 0) - HOUR;
        const needed = all.filter(({ t }) => t >= first);
        expect(windowAggregates(needed, criterion, replay)).toEqual(
          windowAggregates(all, criterion, ends).slice(skipped),
        );
      }),
    );
  });
});
