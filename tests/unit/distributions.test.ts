import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  chiSquareQuantile,
  chiSquareSurvival,
  normalCdf,
  normalQuantile,
  normalSurvival,
  normalTwoSided,
  studentQuantile,
  studentSurvival,
  studentTwoSided,
} from "#domain/distributions.ts";
import { lowerGamma, regularisedBeta, upperGamma } from "#domain/special-functions.ts";

/* Reference values: mpmath 1.4.1 with 60 digits, quantiles by root finding on its tails; scipy 1.17.1 agrees. */

test.each([
  [0, 0.5],
  [1e-9, 0.49999999960105773],
  [0.001, 0.49960105778608893],
  [0.5, 0.3085375387259869],
  [1, 0.15865525393145705],
  [1.96, 0.024997895148220435],
  [3, 0.0013498980316300946],
  [6, 9.86587645037698e-10],
  [8, 6.220960574271784e-16],
  [10, 7.619853024160525e-24],
  [20, 2.7536241186062337e-89],
  [37, 5.725571222524577e-300],
])("normalSurvival(%s) is %s", (a, expected) => {
  expectRelative(normalSurvival(a), expected, 1e-12);
});

test.each([
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-9, -5.9978070150076865],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.05, -1.6448536269514726],
  [0.2, -0.8416212335729142],
  [0.4, -0.2533471031357997],
  [0.5, 0.0],
  [0.8, 0.8416212335729144],
  [0.9, 1.2815515655446006],
  [0.975, 1.9599639845400538],
  [0.995, 2.5758293035489004],
  [0.9999, 3.7190164854557084],
  [0.999999999999, 7.0344869100478356],
])("normalQuantile(%s) is %s", (a, expected) => {
  expectRelative(normalQuantile(a), expected, 1e-12);
});

test.each([
  [0, 3, 1.0],
  [1e-6, 1, 0.9992021155721779],
  [3.841458820694124, 1, 0.05000000000000006],
  [14.901, 3, 0.0019032357290538384],
  [100, 3, 1.554159431389605e-21],
  [120, 4, 5.341471565244877e-25],
  [50, 49, 0.4334366972557608],
  [300, 49, 9.268491260640044e-38],
  [1200, 1000, 1.2255942330622905e-5],
  [1000, 1000, 0.49405285382923964],
  [900, 1000, 0.9892827619087102],
  [105000, 100000, 1.8950787187407722e-28],
  [0.5, 0.3, 0.15604916709686203],
  [1400, 2, 9.85967654375977e-305],
])("chiSquareSurvival(%s, %s) is %s", (a, b, expected) => {
  expectRelative(chiSquareSurvival(a, b), expected, 1e-12);
});

test.each([
  [0.95, 1, 3.8414588206941245],
  [0.95, 3, 7.814727903251178],
  [0.95, 9, 16.918977604620448],
  [0.95, 49, 66.33864886296881],
  [0.95, 51, 68.6692939122858],
  [0.95, 999, 1073.6426506574246],
  [0.05, 3, 0.3518463177492714],
  [0.5, 2, 1.3862943611198906],
  [1e-10, 4, 2.8284404581659484e-5],
  [1e-8, 1, 1.5707963267948967e-16],
  [0.99999999, 7, 50.81289200869838],
  [0.999, 0.5, 8.752888515773373],
])("chiSquareQuantile(%s, %s) is %s", (a, b, expected) => {
  expectRelative(chiSquareQuantile(a, b), expected, 1e-12);
});

test.each([
  [0, 5, 0.5],
  [0.001, 3, 0.49963244748473046],
  [1, 1, 0.25],
  [12.7, 1, 0.02501216384467208],
  [1000, 1, 0.0003183097800805589],
  [2.2281, 10, 0.025001646793237242],
  [20, 30, 3.3745418328856433e-19],
  [5, 7.3, 0.0006913871896567305],
  [10, 1000, 8.335351479300033e-23],
  [3, 1000000.0, 0.0013499312707108985],
  [0.3, 1000000.0, 0.3820886089894971],
  [37, 1000000.0, 9.149865430901131e-300],
  [40, 2.5, 7.097817145246691e-5],
  [100000000.0, 2, 4.999999999999999e-17],
])("studentSurvival(%s, %s) is %s", (a, b, expected) => {
  expectRelative(studentSurvival(a, b), expected, 1e-10);
});

test.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 9, 2.262157162798205],
  [0.975, 30, 2.0422724563012378],
  [0.95, 4.6, 2.054407530709113],
  [0.975, 1000000.0, 1.9599663568141066],
  [0.025, 12, -2.178812829667229],
  [1e-12, 3, -10331.108244292485],
  [0.6, 2, 0.2886751345948128],
  [0.5001, 5, 0.0002634305560701855],
  [0.9999999, 1, 3183098.863513245],
  [0.9999999, 250, 5.348699581163217],
])("studentQuantile(%s, %s) is %s", (a, b, expected) => {
  expectRelative(studentQuantile(a, b), expected, 1e-10);
});

describe("edges", () => {
  it("gives the whole mass below and nothing above", () => {
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalSurvival(Number.POSITIVE_INFINITY)).toBe(0);
    expect(normalSurvival(Number.NEGATIVE_INFINITY)).toBe(1);
    expect(chiSquareSurvival(-1, 3)).toBe(1);
    expect(chiSquareSurvival(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect([lowerGamma(2, 0), upperGamma(2, 0), regularisedBeta(2, 3, 0), regularisedBeta(2, 3, 1)]).toEqual([
      0, 1, 0, 1,
    ]);
  });

  it("gives quantiles of 0 and 1 their limits", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([chiSquareQuantile(0, 4), chiSquareQuantile(1, 4)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([studentQuantile(0.5, 4), studentQuantile(1, 4)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it("is not a number outside its definition", () => {
    const outside = [
      normalQuantile(-0.1),
      normalQuantile(1.1),
      chiSquareSurvival(1, 0),
      chiSquareQuantile(0.5, 0),
      studentQuantile(2, 3),
      studentTwoSided(1, 0),
      studentTwoSided(Number.POSITIVE_INFINITY, -1),
      lowerGamma(-1, 1),
      regularisedBeta(1, 1, 2),
    ];
    expect(outside.every(Number.isNaN)).toBe(true);
  });

  it("treats infinitely many degrees of freedom as the normal distribution", () => {
    expect(studentTwoSided(1.96, Number.POSITIVE_INFINITY)).toBe(normalTwoSided(1.96));
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
  });
});

describe("laws", () => {
  const probability = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });
  const freedom = fc.double({ min: 0.5, max: 500, noNaN: true });

  it("survival takes a quantile back to its probability", () => {
    fc.assert(
      fc.property(probability, freedom, (p, df) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-14);
        expect(Math.abs(1 - chiSquareSurvival(chiSquareQuantile(p, df), df) - p)).toBeLessThan(1e-11);
        expect(Math.abs(1 - studentSurvival(studentQuantile(p, df), df) - p)).toBeLessThan(1e-11);
      }),
    );
  });

  it("both sides of a point hold the whole mass", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 200, noNaN: true }), freedom, (x, a) => {
        expect(lowerGamma(a, x) + upperGamma(a, x)).toBeCloseTo(1, 12);
        expect(studentSurvival(x, a) + studentSurvival(-x, a)).toBeCloseTo(1, 12);
        expect(normalSurvival(x) + normalSurvival(-x)).toBeCloseTo(1, 14);
      }),
    );
  });

  it("a tail never grows with its argument", () => {
    const x = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(x, x, freedom, (a, b, df) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(normalSurvival(high)).toBeLessThanOrEqual(normalSurvival(low) * (1 + 1e-12));
        expect(chiSquareSurvival(high, df)).toBeLessThanOrEqual(chiSquareSurvival(low, df) * (1 + 1e-12));
        expect(studentSurvival(high, df)).toBeLessThanOrEqual(studentSurvival(low, df) * (1 + 1e-11));
      }),
    );
  });
});

function expectRelative(actual: number, expected: number, error: number): void {
  if (expected === 0) expect(actual).toBe(0);
  else expect(Math.abs(actual / expected - 1)).toBeLessThan(error);
}
