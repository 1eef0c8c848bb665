import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartResolution } from "#domain/chart-resolution.ts";
import { mergeRollups, type RollupPoint, rollup } from "#domain/rollup.ts";

/** Whole numbers, so that sums are exact whatever their order. */
const points = fc.array(
  fc.record({ at: fc.nat(1e6), value: fc.integer({ min: -1000, max: 1000 }), weight: fc.integer({ min: 1, max: 50 }) }),
  { maxLength: 20 },
);

describe("a roll-up", () => {
  it("of nothing has counts of 0 and no statistics", () => {
    expect(rollup([])).toEqual({
      ...{ count: 0, points: 0, sum: 0, sumOfSquares: 0 },
      ...{ mean: null, min: null, max: null, last: null, lastAt: null, p50: null, p95: null },
    });
  });

  it("weighs points by the observations behind them, and the last one is the latest, not the last to arrive", () => {
    const result = rollup([
      { at: 3, value: 10, weight: 3 },
      { at: 1, value: 2 },
    ]);
    expect(result).toMatchObject({ count: 4, points: 2, sum: 32, sumOfSquares: 304, mean: 8, last: 10, p50: 10 });
    expect([result.min, result.max]).toEqual([2, 10]);
  });

  it("of points at the same time keeps the one that came later", () => {
    expect(rollup([at(1, 5), at(1, 7)]).last).toBe(7);
  });

  it("of parts equals the roll-up of all their points, but for percentiles, which it has not", () => {
    fc.assert(
      fc.property(points, points, points, (a, b, c) => {
        const { p50: _, p95: __, ...whole } = rollup([...a, ...b, ...c]);
        expect(mergeRollups([rollup(a), rollup(b), rollup(c)])).toEqual(whole);
      }),
    );
    expect(mergeRollups([rollup([at(1, 5)])])).not.toHaveProperty("p95");
  });

  it("does not care how parts are put together", () => {
    fc.assert(
      fc.property(points, points, points, (a, b, c) => {
        const [x, y, z] = [rollup(a), rollup(b), rollup(c)];
        expect(mergeRollups([mergeRollups([x, y]), z])).toEqual(mergeRollups([x, mergeRollups([y, z])]));
      }),
    );
  });
});

describe("the level that a chart is drawn from", () => {
  const DAY = 86_400;
  it.each<[string, number, number | null, string]>([
    ["a day of points a minute apart", DAY, 60, "raw"],
    ["exactly 5,000 points", 5000 * 30, 30, "raw"],
    ["one point more", 5001 * 30, 30, "1m"],
    ["a day, interval unknown", DAY, null, "1m"],
    ["half a year, an hour apart", 180 * DAY, 3600, "raw"],
    ["half a year, a minute apart", 180 * DAY, 60, "1h"],
    ["two years, a minute apart", 730 * DAY, 60, "1d"],
    ["forty years", 14_600 * DAY, 60, "1d"],
    ["no time at all", 0, 1, "raw"],
  ])("%s", (_, range, interval, level) => {
    expect(chartResolution(range, interval)).toBe(level);
  });
});

function at(time: number, value: number): RollupPoint {
  return { at: time, value };
}
