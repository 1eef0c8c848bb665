import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAMING_ANSWERS, framingScore } from "#domain/framing.ts";
import { toCents, type ValueCase, valueModel } from "#domain/value.ts";
import { cashPositions, npvSensitivity, stressedNpv } from "#domain/value-sensitivity.ts";

const BASE: ValueCase = {
  horizonMonths: 36,
  buildMonths: 6,
  rampMonths: 6,
  upfrontCost: 60_000,
  buildCost: 420_000,
  runCostMonthly: 18_000,
  benefitMonthly: 95_000,
  successProbability: 0.7,
  discountAnnual: 0.1,
  delayBurnMonthly: 25_000,
};

describe("sensitivity", () => {
  it("shows the printed NPV at a success probability 0.2 lower", () => {
    expect(toCents(stressedNpv(BASE, 2).lessLikely)).toBe(168_164.31);
    expect(stressedNpv(BASE, 2).late).toBe(valueModel(BASE, 2).npv);
    expect(stressedNpv({ ...BASE, successProbability: 0.1 }, 0).lessLikely).toBeLessThan(0);
  });

  it("moves five inputs one at a time, widest first", () => {
    const bars = npvSensitivity(BASE);
    expect(bars.map(({ input }) => input)).toEqual([
      "successProbability",
      "benefitMonthly",
      "runCostMonthly",
      "buildCost",
      "discountAnnual",
    ]);
    expect(toCents(bars[0]?.npvLow ?? 0)).toBe(168_164.31);
    const { npv } = valueModel(BASE);
    for (const { npvLow, npvHigh, swing } of bars) {
      expect(Math.min(npvLow, npvHigh)).toBeLessThanOrEqual(npv);
      expect(Math.max(npvLow, npvHigh)).toBeGreaterThanOrEqual(npv);
      expect(swing).toBe(Math.abs(npvHigh - npvLow));
    }
  });

  it("keeps a probability within 0..1", () => {
    const bar = npvSensitivity({ ...BASE, successProbability: 0.95 }).find(
      ({ input }) => input === "successProbability",
    );
    expect([bar?.low, bar?.high]).toEqual([0.75, 1]);
  });
});

describe("cash positions", () => {
  it("cross zero where the payback says", () => {
    const positions = cashPositions(BASE);
    expect(positions).toHaveLength(37);
    expect(positions[0]).toEqual({ month: 0, benefit: 0, cost: 60_000, cumulative: -60_000 });
    const payback = valueModel(BASE).paybackMonths ?? 0;
    expect(positions[Math.floor(payback)]?.cumulative).toBeLessThan(0);
    expect(positions[Math.ceil(payback)]?.cumulative).toBeGreaterThanOrEqual(0);
  });

  const cents = fc.integer({ min: 0, max: 1e9 }).map((amount) => amount / 100);
  const months = fc.integer({ min: 0, max: 36 });
  const valueCase = fc.record({
    horizonMonths: fc.integer({ min: 6, max: 120 }),
    buildMonths: months,
    rampMonths: months,
    upfrontCost: cents,
    buildCost: cents,
    runCostMonthly: cents,
    benefitMonthly: cents,
    successProbability: fc.integer({ min: 5, max: 100 }).map((percent) => percent / 100),
    discountAnnual: fc.integer({ min: 0, max: 50 }).map((percent) => percent / 100),
    delayBurnMonthly: cents,
  });

  it("end, without a discount, at the NPV to the cent", () => {
    fc.assert(
      fc.property(valueCase, months, (value, delay) => {
        const free = { ...value, discountAnnual: 0 };
        const end = cashPositions(free, delay).at(-1)?.cumulative ?? Number.NaN;
        expect(Math.abs(end - valueModel(free, delay).npv)).toBeLessThan(0.005);
      }),
    );
  });

  it("the NPV is the sum that whole cents give, to the cent", () => {
    fc.assert(
      fc.property(valueCase, (value) => {
        const free = { ...value, discountAnnual: 0, successProbability: 1, rampMonths: 0, buildMonths: 0 };
        const whole = (amount: number) => BigInt(Math.round(amount * 100));
        const operating = BigInt(free.horizonMonths) * (whole(free.benefitMonthly) - whole(free.runCostMonthly));
        const expected = operating - whole(free.upfrontCost) - whole(free.buildCost);
        expect(BigInt(Math.round(toCents(valueModel(free).npv) * 100))).toBe(expected);
      }),
    );
  });
});

describe("framing", () => {
  it("counts an answer of 0, and no blank", () => {
    const full = Object.fromEntries(FRAMING_ANSWERS.map((name) => [name, "said"]));
    expect(framingScore({ ...full, labelDelayDays: 0 })).toEqual({ score: 100, missing: [] });
    const blanks = {
      entity: "  ",
      errorCosts: {},
      nonMlBaseline: { text: "", value: null },
      labelDelayDays: Number.NaN,
    };
    expect(framingScore({ ...full, ...blanks })).toEqual({
      score: 60,
      missing: ["entity", "labelDelayDays", "errorCosts", "nonMlBaseline"],
    });
    expect(framingScore({})).toMatchObject({ score: 0, missing: FRAMING_ANSWERS });
  });
});
