import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geEps, leEps } from "#domain/comparison.ts";
import {
  type Hysteresis,
  type InstantStatus,
  instant,
  type Judged,
  type Patience,
  run,
  START,
  step,
} from "#domain/criterion-state.ts";

const NO_LIMITS = {
  target: null,
  guardrail: null,
  targetLow: null,
  targetHigh: null,
  guardrailLow: null,
  guardrailHigh: null,
};
const RECALL: Judged & Patience = {
  ...NO_LIMITS,
  direction: "gte",
  target: 0.8,
  guardrail: 0.72,
  minSamples: 200,
  breachAfter: 3,
  recoverAfter: 2,
  staleAfter: 2,
};
const LATENCY: Judged = { ...NO_LIMITS, direction: "lte", target: 120, guardrail: 150, minSamples: 1 };
const BIAS: Judged = {
  ...NO_LIMITS,
  direction: "range",
  targetLow: -0.02,
  targetHigh: 0.02,
  guardrailLow: -0.05,
  guardrailHigh: 0.05,
  minSamples: 1,
};

describe("comparison", () => {
  it.each<[number, number, boolean, boolean]>([
    [0.36 / 0.45, 0.8, true, true],
    [0.8, 0.8, true, true],
    [0.79, 0.8, false, true],
    [0.81, 0.8, true, false],
    [1e12 - 1, 1e12, true, true],
    [-1, 0, false, true],
  ])("of %s with %s: at least %s, at most %s", (a, b, atLeast, atMost) => {
    expect(geEps(a, b)).toBe(atLeast);
    expect(leEps(a, b)).toBe(atMost);
  });
});

describe("the status of one window", () => {
  it.each<[string, Judged, number | null, number, InstantStatus]>([
    ["at the target is met", RECALL, 0.8, 500, "met"],
    ["above the target is met", RECALL, 0.9, 500, "met"],
    ["between guardrail and target is at risk", RECALL, 0.75, 500, "at_risk"],
    ["at the guardrail is at risk", RECALL, 0.72, 500, "at_risk"],
    ["below the guardrail is a breach", RECALL, 0.7199, 500, "breach"],
    ["with exactly the minimum sample counts", RECALL, 0.8, 200, "met"],
    ["with one sample too few is no data", RECALL, 0.1, 199, "no_data"],
    ["without a value is no data", RECALL, null, 500, "no_data"],
    ["of NaN is no data", RECALL, Number.NaN, 500, "no_data"],
    ["of infinity is no data", RECALL, Number.POSITIVE_INFINITY, 500, "no_data"],
    ["with an unknown count is no data", RECALL, 0.9, Number.NaN, "no_data"],
    ["without a target is no data", { ...RECALL, target: null }, 0.9, 500, "no_data"],
    ["without a guardrail has no zone at risk", { ...RECALL, guardrail: null }, 0.799, 500, "breach"],
    ["at a limit that is best low is met", LATENCY, 120, 1, "met"],
    ["between target and guardrail, best low, is at risk", LATENCY, 130, 1, "at_risk"],
    ["at the guardrail, best low, is at risk", LATENCY, 150, 1, "at_risk"],
    ["above the guardrail, best low, is a breach", LATENCY, 151, 1, "breach"],
    ["on the lower end of a range is met", BIAS, -0.02, 1, "met"],
    ["on the upper end of a range is met", BIAS, 0.02, 1, "met"],
    ["beside the range is at risk", BIAS, -0.031, 1, "at_risk"],
    ["on the guardrail of a range is at risk", BIAS, 0.05, 1, "at_risk"],
    ["outside the guardrail of a range is a breach", BIAS, 0.06, 1, "breach"],
    ["below the guardrail of a range is a breach", BIAS, -0.06, 1, "breach"],
    [
      "beside a range without guardrails is a breach",
      { ...BIAS, guardrailLow: null, guardrailHigh: null },
      0.021,
      1,
      "breach",
    ],
    ["beside a range with one guardrail is at risk on that side", { ...BIAS, guardrailLow: null }, 0.04, 1, "at_risk"],
    ["of a range with half a target is no data", { ...BIAS, targetHigh: null }, 0, 1, "no_data"],
  ])("%s", (_, criterion, value, n, status) => {
    expect(instant(criterion, value, n)).toBe(status);
  });
});

describe("patience", () => {
  it("walks the full path of the reference", () => {
    const values = [0.82, 0.7, 0.71, 0.75, 0.7, 0.69, 0.71, 0.81, 0.7, 0.82, 0.83, null, null, 0.7];
    const states = run(
      RECALL,
      values.map((value) => [value, value === null ? 0 : 500] as const),
    ).map(({ state }) => state);
    expect(states).toEqual([
      "met",
      ...Array(5).fill("at_risk"),
      ...Array(4).fill("breached"),
      "met",
      "met",
      "no_data",
      "at_risk",
    ]);
  });

  it("starts without data and with every counter at 0", () => {
    expect(START).toEqual({ bad: 0, ok: 0, nodata: 0, latched: false, state: "no_data" });
  });

  it("keeps CARDGUARD's recall at risk with two bad windows, and one more breaches it", () => {
    const recall = { ...RECALL, target: 0.72, guardrail: 0.66, minSamples: 400 };
    const weeks = [0.741, 0.738, 0.733, 0.725, 0.709, 0.694, 0.655, 0.651].map((value) => [value, 1150] as const);
    const seen = run(recall, weeks);
    expect(seen.map(({ state }) => state)).toEqual([...Array(4).fill("met"), ...Array(4).fill("at_risk")]);
    expect(seen.at(-1)).toMatchObject({ bad: 2, latched: false });
    expect(run(recall, [...weeks, [0.648, 1150]]).at(-1)?.state).toBe("breached");
  });

  it("breaches at once where one window is enough", () => {
    expect(step(START, "breach", { ...RECALL, breachAfter: 1 }).state).toBe("breached");
  });

  it("keeps the last state over a gap that is not yet stale", () => {
    const met = step(START, "met", RECALL);
    expect(step(met, "no_data", RECALL)).toEqual({ ...met, nodata: 1 });
    expect(step(step(met, "no_data", RECALL), "no_data", RECALL).state).toBe("no_data");
  });
});

describe("laws of patience", () => {
  const status = fc.constantFrom<InstantStatus>("no_data", "met", "at_risk", "breach");
  const statuses = fc.array(status, { maxLength: 60 });
  const patience = fc.record({
    breachAfter: fc.integer({ min: 1, max: 20 }),
    recoverAfter: fc.integer({ min: 1, max: 20 }),
    staleAfter: fc.integer({ min: 1, max: 20 }),
  });
  const fold = (all: readonly InstantStatus[], p: Patience, from = START): Hysteresis => {
    return all.reduce((before, each) => step(before, each, p), from);
  };

  it("silence never clears a breach", () => {
    fc.assert(
      fc.property(statuses, patience, fc.integer({ min: 1, max: 40 }), (all, p, gap) => {
        const before = fold(all, p);
        const silent = fold(Array<InstantStatus>(gap).fill("no_data"), p, before);
        expect(silent.latched).toBe(before.latched);
        expect([silent.bad, silent.ok]).toEqual([before.bad, before.ok]);
      }),
    );
  });

  it("a latched breach shows again with the first window that has data, until recovery", () => {
    fc.assert(
      fc.property(statuses, patience, (all, p) => {
        const before = fold(all, p);
        if (!before.latched || p.recoverAfter - before.ok <= 1) return;
        expect(step(before, "met", p).state).toBe("breached");
      }),
    );
  });

  it("a breach ends with exactly as many good windows as its patience asks for, however long the silence between", () => {
    fc.assert(
      fc.property(patience, fc.nat(25), fc.array(fc.nat(4), { minLength: 25, maxLength: 25 }), (p, good, gaps) => {
        const breached = fold(Array<InstantStatus>(p.breachAfter).fill("breach"), p);
        const windows = gaps
          .slice(0, good)
          .flatMap((gap) => [...Array<InstantStatus>(gap).fill("no_data"), "met" as const]);
        expect(breached.latched).toBe(true);
        expect(fold(windows, p, breached).latched).toBe(good < p.recoverAfter);
      }),
    );
  });

  it("a window with data is shown as breached exactly while latched", () => {
    fc.assert(
      fc.property(statuses, patience, (all, p) => {
        const after = fold(all, p);
        if (after.nodata === 0 && all.length > 0) expect(after.state === "breached").toBe(after.latched);
      }),
    );
  });

  it("replaying from any row on gives the same rows", () => {
    fc.assert(
      fc.property(statuses, patience, fc.nat(60), (all, p, cut) => {
        const at = Math.min(cut, all.length);
        expect(fold(all.slice(at), p, fold(all.slice(0, at), p))).toEqual(fold(all, p));
      }),
    );
  });

  it("enough good windows in a row always end a breach", () => {
    fc.assert(
      fc.property(statuses, patience, fc.constantFrom<InstantStatus>("met", "at_risk"), (all, p, good) => {
        expect(fold(Array<InstantStatus>(20).fill(good), p, fold(all, p)).state).toBe(good);
      }),
    );
  });

  it("equality with the target is met in both directions, whatever the number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (target) => {
        expect(instant({ ...LATENCY, target, guardrail: null }, target, 1)).toBe("met");
        expect(instant({ ...LATENCY, direction: "gte", target, guardrail: null }, target, 1)).toBe("met");
      }),
    );
  });
});
