import { describe, expect, it } from "vitest";
import type { DriftReading } from "#domain/drift-state.ts";
import type { DriftSeries } from "#stages/monitoring/drift.ts";
import { driftWeeksOf, newestEnd, weeksBegin, weeksOfDrift } from "#stages/monitoring/drift-weeks.ts";

const DAY = 86_400_000;
const NEWEST = Date.parse("2026-04-06T00:00:00Z");
type Told = [daysAgo: number, state?: DriftReading["state"]];

/** A feature with windows that ended so many days before the newest, oldest first. */
function feature(key: string, ...told: Told[]): DriftSeries {
  const windows = told
    .toSorted(([a], [b]) => b - a)
    .map(([daysAgo, state = "stable"]) => ({
      result: { key: `${key}-${daysAgo}`, at: NEWEST - daysAgo * DAY },
      reading: { method: "psi", value: 0.1, p: null, state },
    }));
  return { reference: { key }, windows, streak: 0 } as unknown as DriftSeries;
}
const drawn = (weeks: number, ...features: DriftSeries[]) =>
  weeksOfDrift(features, NEWEST, weeks).map(({ windows }) => windows.map((each) => each?.result.key ?? null));

describe("the weeks of drift", () => {
  it.each([
    [undefined, 12],
    ["26", 26],
    ["52", 52],
    ["53", 12],
    ["1e9", 12],
  ])("asked for as %s are %s", (asked, weeks) => expect(driftWeeksOf(asked)).toBe(weeks));

  it("hold one column a week, the oldest first, and none where nothing ended", () => {
    const weekly = feature("a", [0], [7], [21]);
    expect(drawn(12, weekly)).toEqual([["a-21"], ["a-7"], ["a-0"]]);
  });

  it("begin with the window as many weeks back, and leave out the one before it", () => {
    const all = feature("a", ...Array.from({ length: 60 }, (_, week): Told => [week * 7]));
    for (const weeks of [12, 26, 52]) {
      const columns = drawn(weeks, all);
      expect(columns).toHaveLength(weeks);
      expect(columns[0]).toEqual([`a-${(weeks - 1) * 7}`]);
      expect(weeksBegin(NEWEST, weeks)).toBeLessThan(NEWEST - (weeks - 1) * 7 * DAY);
      expect(weeksBegin(NEWEST, weeks)).toBeGreaterThan(NEWEST - weeks * 7 * DAY);
    }
  });

  it("keep a window in its week when the clocks change, and features of one week in one column", () => {
    const hour = 1 / 24;
    expect(drawn(12, feature("a", [0], [7 - hour], [14 - hour]), feature("b", [0.2], [7 + hour]))).toEqual([
      [`a-${14 - hour}`, null],
      [`a-${7 - hour}`, `b-${7 + hour}`],
      ["a-0", "b-0.2"],
    ]);
  });

  it("show of several windows in a week the worst, and of equal ones the newest", () => {
    const daily = feature("a", [0], [1, "drift"], [2, "moderate"], [7], [8], [9, "insufficient"]);
    expect(drawn(12, daily)).toEqual([["a-7"], ["a-1"]]);
  });

  it("end with the newest window of all features", () => {
    expect(newestEnd([feature("a", [7]), feature("b", [3], [10])])).toBe(NEWEST - 3 * DAY);
    expect(newestEnd([feature("a")])).toBeNull();
  });
});
