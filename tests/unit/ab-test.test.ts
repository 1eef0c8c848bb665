import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AbFacts, decideExperiment } from "#domain/ab-decision.ts";
import { compareProportions, sampleRatioMismatch, welch } from "#domain/ab-test.ts";
import { mannWhitney } from "#domain/mann-whitney.ts";
import { isUnderPowered, sampleSizeOfMeans, sampleSizeOfProportions } from "#domain/sample-size.ts";

const arm = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.record({ n: fc.constant(n), successes: fc.nat(n) }));

describe("two proportions", () => {
  it("have a p within 0..1 and an interval that holds the difference", () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const test = compareProportions(a, b);
        if (!test) throw new Error("both arms have people");
        expect(test.p).toBeGreaterThanOrEqual(0);
        expect(test.p).toBeLessThanOrEqual(1);
        expect(test.interval[0]).toBeLessThanOrEqual(test.difference);
        expect(test.interval[1]).toBeGreaterThanOrEqual(test.difference);
        expect(Math.sign(test.z)).toBe(Math.sign(test.difference));
      }),
    );
  });

  it("give a smaller p the further they lie apart", () => {
    const p = (successes: number) => compareProportions({ successes: 500, n: 1000 }, { successes, n: 1000 })?.p ?? 1;
    for (let successes = 501; successes <= 1000; successes += 1) {
      expect(p(successes)).toBeLessThanOrEqual(p(successes - 1));
    }
  });

  it("say nothing of an empty arm, and show no difference where nobody or everybody succeeds", () => {
    expect(compareProportions({ successes: 0, n: 0 }, { successes: 1, n: 2 })).toBeNull();
    expect(compareProportions({ successes: 0, n: 9 }, { successes: 0, n: 5 })).toMatchObject({
      z: 0,
      p: 1,
      relative: null,
    });
    expect(compareProportions({ successes: 9, n: 9 }, { successes: 5, n: 5 })).toMatchObject({
      z: 0,
      p: 1,
      relative: 0,
    });
  });
});

describe("two means", () => {
  it("agree with R's t.test for unequal variances", () => {
    const test = welch({ mean: 10, sd: 2, n: 20 }, { mean: 12, sd: 3, n: 25 });
    expect(test?.t).toBeCloseTo(2.6726, 4);
    expect(test?.df).toBeCloseTo(41.786, 2);
    expect(test?.interval[0]).toBeLessThan(2);
    expect(test?.interval[1]).toBeGreaterThan(2);
  });

  it("say nothing of a single value or of arms that do not vary", () => {
    expect(welch({ mean: 1, sd: 1, n: 1 }, { mean: 2, sd: 1, n: 9 })).toBeNull();
    expect(welch({ mean: 1, sd: 0, n: 9 }, { mean: 2, sd: 0, n: 9 })).toBeNull();
    expect(welch({ mean: 1, sd: 0, n: 9 }, { mean: 2, sd: 1, n: 9 })?.df).toBeCloseTo(8, 12);
  });
});

describe("sample sizes", () => {
  it("fall as the effect grows", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.4, noNaN: true }), fc.integer({ min: 1, max: 50 }), (p, steps) => {
        const near = sampleSizeOfProportions(p, p + 0.01 * steps) ?? 0;
        expect(sampleSizeOfProportions(p, p + 0.01 * (steps + 1))).toBeLessThanOrEqual(near);
        expect(sampleSizeOfMeans(40, steps + 1)).toBeLessThanOrEqual(sampleSizeOfMeans(40, steps) ?? 0);
      }),
    );
  });

  it("grow with power and with caution", () => {
    const usual = sampleSizeOfMeans(40, 5) ?? 0;
    expect(sampleSizeOfMeans(40, 5, { alpha: 0.05, power: 0.9 })).toBeGreaterThan(usual);
    expect(sampleSizeOfMeans(40, 5, { alpha: 0.01, power: 0.8 })).toBeGreaterThan(usual);
  });

  it("are unknown where there is no effect, and mark a test that was too small", () => {
    expect([sampleSizeOfProportions(0.1, 0.1), sampleSizeOfProportions(0.1, 1.1), sampleSizeOfMeans(1, 0)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(isUnderPowered(12_000, sampleSizeOfProportions(0.04, 0.046))).toBe(true);
    expect(isUnderPowered(17_943, 17_943)).toBe(false);
    expect(isUnderPowered(1, null)).toBe(false);
  });
});

describe("sample-ratio mismatch", () => {
  it.each([
    ["the plan exactly", [500, 500], [0.5, 0.5], { chi2: 0, p: 1, valid: true }],
    ["shares that are parts rather than fractions", [300, 100], [3, 1], { chi2: 0, p: 1, valid: true }],
    ["people in an arm that was planned empty", [5, 95], [0, 1], { p: 0, valid: false }],
    ["an empty arm that was planned empty", [0, 95], [0, 1], { chi2: 0, valid: true }],
    ["a small difference", [5050, 4950], [0.5, 0.5], { chi2: 1, valid: true }],
  ])("%s", (_, observed, shares, expected) => {
    expect(sampleRatioMismatch(observed, shares)).toMatchObject(expected);
  });

  it("says nothing of nobody, or of a single arm", () => {
    expect(sampleRatioMismatch([0, 0], [0.5, 0.5])).toBeNull();
    expect(sampleRatioMismatch([10], [1])).toBeNull();
  });
});

describe("Mann and Whitney", () => {
  const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
  it("is antisymmetric and its p lies within 0..1", () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [there, back] = [mannWhitney(x, y), mannWhitney(y, x)];
        if (!there || !back) throw new Error("both have values");
        expect(there.u + back.u).toBe(x.length * y.length);
        expect(there.z).toBeCloseTo(-back.z, 12);
        expect(there.p).toBeCloseTo(back.p, 12);
        expect(there.p).toBeGreaterThanOrEqual(0);
        expect(there.p).toBeLessThanOrEqual(1);
        expect(there.effect).toBeGreaterThanOrEqual(0);
        expect(there.effect).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("sees no difference where all values are equal, and nothing in an empty sample", () => {
    expect(mannWhitney([1, 1], [1])).toMatchObject({ z: 0, p: 1, effect: 0.5 });
    expect(mannWhitney([], [1])).toBeNull();
  });
});

describe("the decision on an experiment", () => {
  const FACTS: AbFacts = {
    ...{ method: "pocock", interval: [-0.01, 0.02], guardrails: [], atPlannedSize: false, mismatchP: 0.4 },
  };
  const SLOW = { name: "p95", loss: 5, lossLow: 1, margin: 2 };
  it.each<[string, Partial<AbFacts>, string]>([
    ["nothing shown yet", {}, "continue"],
    ["nothing shown at the planned size", { atPlannedSize: true }, "no_difference"],
    ["nothing measured", { interval: null }, "continue"],
    ["better", { interval: [0.001, 0.02] }, "ship"],
    ["an interval that touches 0", { interval: [0, 0.02] }, "continue"],
    ["worse", { interval: [-0.02, -0.001] }, "stop"],
    ["better, but the arms are not what was planned", { interval: [0.001, 0.02], mismatchP: 0.0009 }, "invalid"],
    ["better, arms at the very limit", { interval: [0.001, 0.02], mismatchP: 0.001 }, "ship"],
    ["better by a fixed method before its size", { method: "fixed", interval: [0.001, 0.02] }, "continue"],
    ["better by a fixed method at its size", { method: "fixed", interval: [0.1, 0.2], atPlannedSize: true }, "ship"],
    ["better, a guardrail seems worse than its margin", { interval: [0.1, 0.2], guardrails: [SLOW] }, "continue"],
    ["a guardrail is worse for certain", { guardrails: [{ ...SLOW, lossLow: 2.5 }] }, "stop"],
    ["the same under a fixed method", { method: "fixed", guardrails: [{ ...SLOW, lossLow: 2.5 }] }, "stop"],
    [
      "better, and a guardrail is worse at the planned size",
      { interval: [0.1, 0.2], guardrails: [SLOW], atPlannedSize: true },
      "stop",
    ],
    ["better, a guardrail loses just its margin", { interval: [0.1, 0.2], guardrails: [{ ...SLOW, loss: 2 }] }, "ship"],
  ])("%s", (_, changes, decision) => {
    expect(decideExperiment({ ...FACTS, ...changes }).decision).toBe(decision);
  });
});
