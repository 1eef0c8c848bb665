import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestIntervalDays, retrainWorth } from "#domain/retrain-interval.ts";
import {
  driftedShare,
  evaluateTrigger,
  manualWindowKey,
  type RetrainTrigger,
  TRIGGER_DEFAULTS,
  TRIGGER_REASONS,
  type TriggerCondition,
  type TriggerFacts,
  type TriggerReason,
  windowKey,
} from "#domain/retrain-trigger.ts";

const LIMITS = { ...TRIGGER_DEFAULTS, minNewRows: 1000 };
const DRIFT: RetrainTrigger = { ...LIMITS, kind: "drift", threshold: 0.2, share: 0.5, windows: 2 };
const FACTS: TriggerFacts = {
  ...{ runActive: false, hoursSinceLastRun: 72, runsThisMonth: 3, newLabelledRows: 1000 },
  ...{ featureScores: [0.2, 0.1], consecutiveWindows: 2, criterionState: "breached", tickDue: true },
};

describe("a trigger", () => {
  it.each<[string, Partial<RetrainTrigger>, Partial<TriggerFacts>, TriggerReason]>([
    ["with every limit reached exactly", {}, {}, "fired"],
    ["that is switched off", { enabled: false }, {}, "disabled"],
    ["while a run is active", {}, { runActive: true }, "run_active"],
    ["an hour before its cooldown is over", {}, { hoursSinceLastRun: 71 }, "cooldown"],
    ["that never ran", {}, { hoursSinceLastRun: null }, "fired"],
    ["in a month with four runs", {}, { runsThisMonth: 4 }, "monthly_cap"],
    ["with drift in fewer features", {}, { featureScores: [0.2, 0.1, 0.1] }, "condition_false"],
    ["with drift in its first window", {}, { consecutiveWindows: 1 }, "condition_false"],
    ["with no feature measured", {}, { featureScores: [null] }, "condition_false"],
    ["with a feature that was not measured", {}, { featureScores: [0.2, null] }, "fired"],
    ["with a row too few", {}, { newLabelledRows: 999 }, "too_few_new_rows"],
    ["with two reasons against it", {}, { runsThisMonth: 9, newLabelledRows: 0 }, "monthly_cap"],
  ])("%s", (_, changes, facts, reason) => {
    const verdict = evaluateTrigger({ ...DRIFT, ...changes } as RetrainTrigger, { ...FACTS, ...facts });
    expect(verdict).toEqual({ fires: reason === "fired", reason });
  });

  it.each<[TriggerCondition, Partial<TriggerFacts>, TriggerReason]>([
    [{ kind: "schedule" }, {}, "fired"],
    [{ kind: "schedule" }, { tickDue: false }, "condition_false"],
    [{ kind: "performance" }, {}, "fired"],
    [{ kind: "performance" }, { criterionState: "at_risk" }, "condition_false"],
    [{ kind: "performance" }, { criterionState: undefined }, "condition_false"],
    [{ kind: "data_volume", rows: 1000 }, {}, "fired"],
    [{ kind: "data_volume", rows: 1001 }, {}, "condition_false"],
    [{ kind: "manual" }, { hoursSinceLastRun: 0, runsThisMonth: 99, newLabelledRows: 0 }, "fired"],
    [{ kind: "manual" }, { runActive: true }, "run_active"],
    [{ kind: "manual" }, { budgetSpent: true }, "budget"],
    [{ kind: "schedule" }, { budgetSpent: true, tickDue: false }, "budget"],
    [{ kind: "schedule" }, { budgetSpent: true, runsThisMonth: 4 }, "monthly_cap"],
  ])("of %o with %o", (condition, facts, reason) => {
    expect(evaluateTrigger({ ...LIMITS, ...condition }, { ...FACTS, ...facts }).reason).toBe(reason);
  });

  it("names the first reason in the order of checks, and fires only without one", () => {
    const flags = fc.record({
      disabled: fc.boolean(),
      run_active: fc.boolean(),
      cooldown: fc.boolean(),
      monthly_cap: fc.boolean(),
      budget: fc.boolean(),
      condition_false: fc.boolean(),
      too_few_new_rows: fc.boolean(),
    });
    fc.assert(
      fc.property(flags, (holds) => {
        const verdict = evaluateTrigger(
          { ...DRIFT, enabled: !holds.disabled },
          {
            ...FACTS,
            runActive: holds.run_active,
            hoursSinceLastRun: holds.cooldown ? 1 : null,
            runsThisMonth: holds.monthly_cap ? 4 : 0,
            budgetSpent: holds.budget,
            featureScores: holds.condition_false ? [0] : [1],
            newLabelledRows: holds.too_few_new_rows ? 0 : 5000,
          },
        );
        const first = TRIGGER_REASONS.find((reason) => reason === "fired" || holds[reason]);
        expect(verdict.reason).toBe(first);
      }),
    );
  });

  it("has one key a window, so that a retry cannot fire twice", () => {
    expect(windowKey("drift", Date.UTC(2026, 2, 16, 9))).toBe("drift:2026-03-16T09:00:00.000Z");
    expect(manualWindowKey("r1")).toBe("manual:r1");
    expect(driftedShare([0.1, 0.2, 0.3], 0.2)).toBeCloseTo(2 / 3, 12);
    expect(driftedShare([], 0.2)).toBeNull();
  });
});

describe("advice", () => {
  it("says when a retrain pays, and that it does not where nothing is left", () => {
    expect(retrainWorth({ gainPerDay: 10, decayDays: 20, cost: 100, risk: 0 })).toEqual({ net: 0, worth: false });
  });

  it("has no best interval where nothing decays", () => {
    expect([bestIntervalDays(100, 0), bestIntervalDays(100, -1), bestIntervalDays(0, 5)]).toEqual([null, null, 0]);
  });
});
