import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  breakEvenProbability,
  cashFlows,
  delayAtRisk,
  delayCost,
  toCents,
  type ValueCase,
  valueModel,
} from "#domain/value.ts";
import { feasibility, priority, quadrant, valueScore } from "#domain/value-score.ts";

const CARDGUARD: ValueCase = {
  horizonMonths: 36,
  buildMonths: 7,
  rampMonths: 4,
  upfrontCost: 80_000,
  buildCost: 640_000,
  runCostMonthly: 32_000,
  benefitMonthly: 210_000,
  successProbability: 0.85,
  discountAnnual: 0.08,
  delayBurnMonthly: 45_000,
};
const READMIT: ValueCase = {
  horizonMonths: 36,
  buildMonths: 10,
  rampMonths: 8,
  upfrontCost: 120_000,
  buildCost: 780_000,
  runCostMonthly: 26_000,
  benefitMonthly: 170_000,
  successProbability: 0.6,
  discountAnnual: 0.06,
  delayBurnMonthly: 38_000,
};
const SHELFCAST: ValueCase = {
  horizonMonths: 24,
  buildMonths: 6,
  rampMonths: 6,
  upfrontCost: 30_000,
  buildCost: 260_000,
  runCostMonthly: 14_000,
  benefitMonthly: 72_000,
  successProbability: 0.75,
  discountAnnual: 0.09,
  delayBurnMonthly: 16_000,
};

describe("the value of the three demo projects", () => {
  it.each<[string, ValueCase, number, number, number, number]>([
    ["CARDGUARD", CARDGUARD, 2_737_620.73, 1.9786, 13.74, 180_303.27],
    ["READMIT", READMIT, 549_385.86, 0.4562, 26.54, 106_447.09],
    ["SHELFCAST", SHELFCAST, 233_873.23, 0.5443, 16.62, 52_344.5],
  ])("%s", (_, value, npv, roi, months, oneMonthLate) => {
    const model = valueModel(value);
    expect(toCents(model.npv)).toBe(npv);
    expect(model.roi).toBeCloseTo(roi, 4);
    expect(model.paybackMonths).toBeCloseTo(months, 2);
    expect(toCents(delayCost(value, 1))).toBe(oneMonthLate);
  });

  it("READMIT's delay costs 351,410.97 on average and 837,278.22 at worst", () => {
    const risk = delayAtRisk(READMIT, 0, 3, 8);
    expect(toCents(risk.expectedLoss)).toBe(351_410.97);
    expect(toCents(risk.worstLoss)).toBe(837_278.22);
  });

  it.each<[string, ValueCase, number, number, number[], number, number, string]>([
    ["CARDGUARD", CARDGUARD, 5, 5, [5, 4, 3, 4, 3, 3], 100, 70, "do_now"],
    ["READMIT", READMIT, 5, 4, [3, 3, 3, 3, 2, 1], 69.2, 41.25, "de_risk"],
    ["SHELFCAST", SHELFCAST, 3, 3, [4, 3, 4, 4, 3, 5], 34, 70, "fill_in"],
  ])("%s lies in its quadrant", (_, value, strategic, urgency, grades, score, feasible, place) => {
    const [dataAvailability, dataQuality, technicalSimplicity, skills, integration, complianceEase] = grades;
    const npv = valueModel(value).npv;
    const valued = valueScore({ npv, npvReference: 1_000_000, strategic, urgency });
    const answers = { dataAvailability, dataQuality, technicalSimplicity, skills, integration, complianceEase };
    expect(valued).toBeCloseTo(score, 1);
    expect(feasibility(answers)).toBeCloseTo(feasible, 6);
    expect(quadrant(valued, feasibility(answers))).toBe(place);
  });
});

describe("edges of the value model", () => {
  it("has no return on nothing spent", () => {
    const free = { ...SHELFCAST, upfrontCost: 0, buildCost: 0, runCostMonthly: 0 };
    expect(valueModel(free).roi).toBeNull();
    expect(valueModel(free).paybackMonths).toBe(0);
  });

  it("never pays back what ends below zero", () => {
    expect(valueModel({ ...SHELFCAST, benefitMonthly: 1 }).paybackMonths).toBeNull();
  });

  it("charges the whole build at the start where it takes no time", () => {
    expect(cashFlows({ ...SHELFCAST, buildMonths: 0 })[0]).toEqual({ benefit: 0, cost: 290_000 });
  });

  it("has the full benefit at once without a ramp", () => {
    expect(cashFlows({ ...SHELFCAST, rampMonths: 0 })[7]?.benefit).toBe(54_000);
  });

  it("takes a late go-live out of the calendar horizon, and pays the team meanwhile", () => {
    const flows = cashFlows(SHELFCAST, 2);
    expect(flows).toHaveLength(25);
    expect(flows[7]).toEqual({ benefit: 0, cost: 16_000 });
    expect(flows[9]).toEqual({ benefit: 9_000, cost: 14_000 });
  });

  it("acts from the break-even probability on", () => {
    expect(breakEvenProbability(380, 20)).toBe(0.05);
    expect(breakEvenProbability(0, 0)).toBeNull();
  });

  it.each([
    [1.005, 1.01],
    [2.675, 2.68],
    [-1.006, -1.01],
    [605_362.1934, 605_362.19],
    [0.1 + 0.2, 0.3],
  ])("rounds %s to %s", (amount, cents) => {
    expect(toCents(amount)).toBe(cents);
  });

  it("is worth less the later it comes and the dearer capital is", () => {
    const months = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(months, months, fc.double({ min: 0, max: 0.4, noNaN: true }), (a, b, rate) => {
        const value = { ...CARDGUARD, discountAnnual: rate };
        expect(delayCost(value, Math.max(a, b))).toBeGreaterThanOrEqual(delayCost(value, Math.min(a, b)) - 1e-6);
        expect(valueModel(value).npv).toBeGreaterThanOrEqual(valueModel({ ...value, discountAnnual: rate + 0.1 }).npv);
      }),
    );
  });
});

describe("scores", () => {
  it("are unknown without a value, or with fewer than four grades", () => {
    expect(valueScore({ npv: null, npvReference: 1e6, strategic: 5, urgency: 5 })).toBeNull();
    expect(feasibility({ dataAvailability: 5, skills: 5, integration: 5 })).toBeNull();
    expect(priority(null, 50)).toBeNull();
    expect(quadrant(50, null)).toBeNull();
  });

  it.each([
    [50, 50, "do_now"],
    [50, 49.9, "de_risk"],
    [49.9, 50, "fill_in"],
    [49.9, 49.9, "park"],
    [49.99999999999999, 49.99999999999999, "do_now"],
  ])("value %s and feasibility %s: %s", (value, feasible, place) => {
    expect(quadrant(value, feasible)).toBe(place);
  });

  it("stay within 0 and 100", () => {
    const grade = fc.option(fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.double({ min: -1e8, max: 1e8, noNaN: true }), grade, grade, (npv, strategic, urgency) => {
        const score = valueScore({ npv, npvReference: 1e6, strategic, urgency }) ?? -1;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });
});
