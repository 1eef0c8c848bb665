import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Limits } from "#domain/criterion-state.ts";
import { progress, type RollupItem, successRollup } from "#domain/progress.ts";
import { CRITERION_STATES } from "#domain/vocabulary.ts";

type Goal = Limits & { baseline: number | null };
const NONE = { guardrail: null, targetLow: null, targetHigh: null, guardrailLow: null, guardrailHigh: null };
const RECALL: Goal = { ...NONE, direction: "gte", baseline: 0.62, target: 0.8 };
const LATENCY: Goal = { ...NONE, direction: "lte", baseline: 180, target: 120 };
const BIAS: Goal = { ...NONE, direction: "range", baseline: -0.06, target: null, targetLow: -0.02, targetHigh: 0.02 };

describe("progress", () => {
  it.each<[string, Goal, number | null, number | null]>([
    ["from .62 to .80, now .74", RECALL, 0.74, 2 / 3],
    ["latency from 180 to 120, now 105", LATENCY, 105, 1.25],
    ["worse than the baseline", LATENCY, 186, -0.1],
    ["without a value", RECALL, null, null],
    ["of a value that is not a number", RECALL, Number.NaN, null],
    ["without a baseline", { ...RECALL, baseline: null }, 0.9, null],
    ["without a target", { ...RECALL, target: null }, 0.9, null],
    ["with the baseline on target, met", { ...RECALL, baseline: 0.8 }, 0.8, 1],
    ["with the baseline on target, not met", { ...RECALL, baseline: 0.8 }, 0.79, 0],
    ["inside a range", BIAS, 0.01, 1],
    ["inside a range without a baseline", { ...BIAS, baseline: null }, 0.01, 1],
    ["beside a range, SHELFCAST's forecast bias", BIAS, -0.031, 0.725],
    ["beside a range, further than the baseline", BIAS, 0.1, -1],
    ["beside a range without a baseline", { ...BIAS, baseline: null }, 0.1, null],
    ["beside a range whose baseline was inside", { ...BIAS, baseline: 0 }, 0.1, 0],
    ["beside a range without limits", { ...BIAS, targetLow: null }, 0.1, null],
  ])("%s", (_, goal, value, expected) => {
    const result = progress(goal, value);
    if (expected === null) expect(result).toBeNull();
    else expect(result).toBeCloseTo(expected, 12);
  });

  it("is 0 at the baseline, 1 at the target, and rises towards it in both directions", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: 0, max: 1, noNaN: true }), (baseline, target, share) => {
        if (Math.abs(target - baseline) < 1e-3) return;
        const goal: Goal = { ...NONE, direction: target > baseline ? "gte" : "lte", baseline, target };
        expect(progress(goal, baseline)).toBe(0);
        expect(progress(goal, target)).toBe(1);
        expect(progress(goal, baseline + share * (target - baseline))).toBeCloseTo(share, 6);
      }),
    );
  });

  it("in a range never passes 1", () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (value) => {
        expect(progress(BIAS, value)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function item(state: RollupItem["state"], mustHave = true, value: number | null = 0.5): RollupItem {
  return { weight: 1, progress: value, state, mustHave };
}

describe("roll-up", () => {
  it("weighs SHELFCAST's criteria: 79.8 with 57.1 % covered, no data", () => {
    const items: RollupItem[] = [
      { weight: 3, progress: null, state: "no_data", mustHave: true },
      { weight: 3, progress: (0.236 - 0.31) / (0.22 - 0.31), state: "at_risk", mustHave: true },
      { weight: 1, progress: 0.725, state: "at_risk", mustHave: false },
    ];
    const result = successRollup(items);
    expect(result.score).toBeCloseTo(79.8, 1);
    expect(result.coverage).toBeCloseTo(0.571, 3);
    expect(result.status).toBe("no_data");
  });

  it.each<[RollupItem[], string]>([
    [[item("met"), item("at_risk")], "at_risk"],
    [[item("at_risk"), item("no_data")], "no_data"],
    [[item("no_data"), item("breached")], "breached"],
    [[item("met"), item("breached", false)], "met"],
    [[item("met", false)], "no_data"],
  ])("takes the status of the worst must-have of %j", (items, status) => {
    expect(successRollup(items).status).toBe(status);
  });

  it("of nothing is unknown", () => {
    expect(successRollup([])).toEqual({ score: null, coverage: 0, status: "no_data" });
    expect(successRollup([item("no_data", true, null)])).toEqual({ score: null, coverage: 0, status: "no_data" });
  });

  it("stays within 0 and 100, coverage within 0 and 1", () => {
    const drawn = fc.record({
      weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
      progress: fc.option(fc.double({ min: -5, max: 5, noNaN: true })),
      state: fc.constantFrom(...CRITERION_STATES),
      mustHave: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 12 }), (items) => {
        const { score, coverage } = successRollup(items);
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1 + 1e-12);
        if (score !== null) expect(score).toBeGreaterThanOrEqual(0);
        if (score !== null) expect(score).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });
});
