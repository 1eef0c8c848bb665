import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bandsOf,
  type EventMark,
  laneOf,
  plotDomain,
  referenceLines,
  valueTicks,
} from "#components/charts/criterion-plot.ts";
import { decimalsOf, niceTicks, positionIn, spreadOut, unbrokenRuns, valueDomain } from "#components/charts/scale.ts";
import { timeTicks } from "#components/charts/time-ticks.ts";

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe("value axis", () => {
  test("ticks are round and inside", () => {
    expect(niceTicks([0.7, 0.86], 4)).toEqual([0.7, 0.75, 0.8, 0.85]);
    expect(niceTicks([30, 60], 3)).toEqual([30, 40, 50, 60]);
    expect(niceTicks([5, 5])).toEqual([5]);
  });
  test("the domain shows every value and every line", () => {
    expect(valueDomain([0.706, null, 0.81, 0.78])).toEqual([0.7, 0.85]);
    expect(plotDomain([{ ts: 0, value: 40 }], { direction: "lte", target: 50, guardrail: 55 })).toEqual([35, 60]);
    expect(plotDomain([{ ts: 0, value: 0.42 }], { direction: "gte", target: 1 }, "fraction")[1]).toBe(1);
    expect(plotDomain([{ ts: 0, value: 1.3 }], { direction: "gte", target: 1 }, "fraction")[1]).toBeGreaterThan(1.3);
  });
  test("nothing at all still has an axis, one value stands in the middle, counts do not go below zero", () => {
    expect(valueDomain([null, undefined])).toEqual([0, 1]);
    const [low, high] = valueDomain([40]);
    expect([low < 40, high > 40]).toEqual([true, true]);
    expect(valueDomain([0, 90])[0]).toBe(0);
  });
  test("every value lies inside its domain, with at most seven ticks", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (values) => {
        const domain = valueDomain(values);
        for (const value of values) {
          expect(positionIn(domain, value)).toBeGreaterThanOrEqual(-1e-9);
          expect(positionIn(domain, value)).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(niceTicks(domain, 5).length).toBeLessThanOrEqual(7);
      }),
    );
  });
  test("tick labels are told apart, in percent and in money", () => {
    expect(valueTicks([0, 0.05], "fraction").map((tick) => tick.label)).toEqual(["0%", "1%", "2%", "3%", "4%", "5%"]);
    expect(valueTicks([0.7, 0.85], "").map((tick) => tick.label)).toEqual(["0.70", "0.75", "0.80", "0.85"]);
    expect(valueTicks([1.6e6, 2e6], "EUR/month").map((tick) => tick.label)).toEqual([
      "€1.6M",
      "€1.7M",
      "€1.8M",
      "€1.9M",
      "€2M",
    ]);
    expect(decimalsOf(0.025)).toBe(3);
  });
});

describe("the line", () => {
  test("gaps stay gaps", () => {
    const points = [1, 2, null, 3, null, null, 4, 5].map((value, ts) => ({ ts, value }));
    expect(unbrokenRuns(points).map((run) => run.map((point) => point.value))).toEqual([[1, 2], [3], [4, 5]]);
    expect(unbrokenRuns([{ ts: 0, value: null }])).toEqual([]);
  });
});

describe("bands and lines", () => {
  test("above a floor is good, between guardrail and target is a warning", () => {
    const lines = { direction: "gte", target: 0.78, guardrail: 0.74 } as const;
    expect(bandsOf(lines, [0.7, 0.85])).toEqual([
      { kind: "good", from: 0.78, to: 0.85 },
      { kind: "warn", from: 0.74, to: 0.78 },
    ]);
    expect(referenceLines(lines, "").map((line) => line.label)).toEqual(["target 0.78", "guardrail 0.74"]);
  });
  test("a range is good inside and warns on both sides", () => {
    const lines = { direction: "range", targetLow: -2, targetHigh: 2, guardrailLow: -5, guardrailHigh: 5 } as const;
    expect(bandsOf(lines, [-10, 10])).toEqual([
      { kind: "good", from: -2, to: 2 },
      { kind: "warn", from: -5, to: -2 },
      { kind: "warn", from: 2, to: 5 },
    ]);
  });
});

describe("words", () => {
  test("labels move apart in order and stay in the room", () => {
    expect(spreadOut([50, 52, 54], 13, 168)).toEqual([50, 63, 76]);
    expect(spreadOut([166, 168], 13, 168)).toEqual([155, 168]);
    expect(spreadOut([], 13, 168)).toEqual([]);
  });
  test("events close together take lanes, events far apart share one", () => {
    const events: EventMark[] = [10, 12, 70].map((at) => ({ at, label: "v14 live" }));
    expect(laneOf(events, [0, 100], { plotPx: 300, letters: 26 })).toEqual([0, 1, 0]);
  });
});

describe("time axis", () => {
  const at = (text: string) => Date.parse(text);
  test("eight weeks are marked on local Mondays, across the change to summer time", () => {
    const ticks = timeTicks(at("2026-03-10T00:00Z"), at("2026-04-07T00:00Z"), "Europe/Berlin", 5);
    expect(ticks.map((tick) => tick.label)).toEqual(["16 Mar", "23 Mar", "30 Mar", "6 Apr"]);
    expect(new Date(ticks[0]?.at ?? 0).toISOString()).toBe("2026-03-15T23:00:00.000Z");
    expect(new Date(ticks[2]?.at ?? 0).toISOString()).toBe("2026-03-29T22:00:00.000Z");
  });
  test("a day is marked on round local hours, midnight by its date", () => {
    const ticks = timeTicks(at("2026-03-15T12:00Z"), at("2026-03-16T12:00Z"), "Asia/Kolkata", 4);
    expect(ticks.map((tick) => tick.label)).toEqual(["18:00", "16 Mar", "06:00", "12:00"]);
  });
  test("a year is marked by quarter, January by its year", () => {
    const ticks = timeTicks(at("2025-04-15T00:00Z"), at("2026-04-15T00:00Z"), "UTC", 5);
    expect(ticks.map((tick) => tick.label)).toEqual(["Jul", "Oct", "2026", "Apr"]);
  });
  test("no time, no ticks", () => expect(timeTicks(5, 5, "UTC", 4)).toEqual([]));
});
