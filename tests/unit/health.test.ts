import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bandOf,
  fairnessComponent,
  HEALTH_CAPS,
  type HealthCap,
  type HealthParts,
  health,
  operationsScore,
  riskScore,
  scheduleScore,
} from "#domain/health.ts";

const CAPS = Object.keys(HEALTH_CAPS) as HealthCap[];
const CARDGUARD: HealthParts = {
  success: 85.5,
  operations: 70,
  fairness: 100,
  schedule: 90,
  data: 93.5,
  evidence: 92,
  risk: 68,
};
const READMIT: HealthParts = {
  success: 63.1,
  operations: null,
  fairness: 75,
  schedule: 68.5,
  data: 88.2,
  evidence: 85,
  risk: 20,
};
const NOTHING: HealthParts = {
  success: null,
  operations: null,
  fairness: null,
  schedule: null,
  data: null,
  evidence: null,
  risk: null,
};

describe("health", () => {
  it("holds CARDGUARD at 79 amber while a must-have is at risk, and names that cap", () => {
    expect(health(CARDGUARD, ["must_have_at_risk"])).toEqual({
      score: 79,
      band: "amber",
      coverage: 1,
      cap: "must_have_at_risk",
    });
    expect(health(CARDGUARD, [])).toMatchObject({ band: "green", cap: null });
  });

  it("holds READMIT at 49 red for a critical residual risk", () => {
    const result = health(READMIT, ["must_have_at_risk", "critical_residual_bias", "fairness_fail"]);
    expect(result).toEqual({ score: 49, band: "red", coverage: 0.85, cap: "critical_residual_bias" });
  });

  it("names no cap that did not lower the score", () => {
    expect(health({ ...NOTHING, success: 30, operations: 30 }, ["stale_monitor"])).toMatchObject({
      score: 30,
      cap: null,
    });
  });

  it("is unknown below 40 % of the weight, and known at 40 %", () => {
    expect(health({ ...NOTHING, schedule: 90, data: 80, evidence: 50 }, [])).toEqual({
      score: null,
      band: "unknown",
      coverage: 0.35,
      cap: null,
    });
    expect(health({ ...NOTHING, schedule: 90, data: 80, operations: 50 }, []).coverage).toBe(0.4);
    expect(health({ ...NOTHING, schedule: 90, data: 80, operations: 50 }, []).score).not.toBeNull();
    expect(health(NOTHING, CAPS).score).toBeNull();
  });

  it.each([
    [80, "green"],
    [79.99, "amber"],
    [79.99999999999999, "green"],
    [59.99999999999999, "amber"],
    [60, "amber"],
    [59.99, "red"],
  ] as const)("of %s is %s", (score, band) => {
    expect(bandOf(score)).toBe(band);
  });

  it("stays between the worst and the best part, and under every cap", () => {
    const part = fc.option(fc.double({ min: 0, max: 100, noNaN: true }));
    const parts = fc.record({
      success: part,
      operations: part,
      fairness: part,
      schedule: part,
      data: part,
      evidence: part,
      risk: part,
    });
    fc.assert(
      fc.property(parts, fc.uniqueArray(fc.constantFrom(...CAPS)), (drawn, caps) => {
        const { score } = health(drawn, caps);
        const known = Object.values(drawn).filter((value) => value !== null);
        if (score === null) return;
        expect(score).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
        for (const cap of caps) expect(score).toBeLessThanOrEqual(HEALTH_CAPS[cap].limit);
        if (caps.length === 0) expect(score).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9);
      }),
    );
  });
});

describe("parts", () => {
  it.each([
    [0, 0, 0, 100],
    [0, 2, 0, 70],
    [1, 0, 1, 50],
    [3, 0, 0, 0],
  ])("%s critical, %s warnings, %s stale: operations %s", (critical, warning, stale, score) => {
    expect(operationsScore(critical, warning, stale)).toBe(score);
  });

  it.each([
    [240, 252, 90],
    [330, 382, 68.48],
    [120, 180, 0],
    [120, 400, 0],
    [120, 100, 100],
  ])("%s days planned, %s forecast: schedule %s", (planned, forecast, score) => {
    expect(scheduleScore(planned, forecast)).toBeCloseTo(score, 2);
  });

  it("are unknown without a plan or a chosen measure", () => {
    expect(scheduleScore(0, 10)).toBeNull();
    expect(fairnessComponent([])).toBeNull();
  });

  it("risk falls with the highest residual of 25", () => {
    expect(riskScore(8)).toBeCloseTo(68, 9);
    expect(riskScore(20)).toBeCloseTo(20, 9);
    expect(riskScore(25)).toBe(0);
  });
});
