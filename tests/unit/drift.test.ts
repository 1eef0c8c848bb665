import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hellinger, jensenShannon, largestGap, psi, wasserstein } from "#domain/drift-distances.ts";
import { datasetDrift, driftReading, primaryMethod, referenceSigmaLimit } from "#domain/drift-state.ts";
import { bonferroni, chiSquareDrift, kolmogorovSmirnov, psiNoiseFloor } from "#domain/drift-tests.ts";

const TEN = Array<number>(10).fill(2000);

describe("the demo's features", () => {
  it.each([
    [[5200, 4100, 3600, 2900, 2300, 900, 600, 400], [980, 760, 700, 560, 470, 760, 520, 250], 0.3065, "drift"],
    [[2400, 2600, 3000, 3200, 3100, 2900, 2800], [1010, 920, 820, 690, 580, 510, 470], 0.1107, "moderate"],
    [TEN, [470, 480, 490, 495, 500, 505, 510, 515, 515, 520], 0.001, "stable"],
    [[14000, 3200, 1300, 700, 400, 250, 150], [3240, 830, 390, 240, 150, 90, 60], 0.0189, "stable"],
  ])("%#: PSI and state as printed", (reference, current, value, state) => {
    const reading = driftReading("psi", { reference, current });
    expect(reading.value).toBeCloseTo(value, 4);
    expect(reading.state).toBe(state);
  });
});

describe("distances", () => {
  it("take an empty bin as a share of 0.0001", () => {
    const expected = (0.5 - 0.0001) * Math.log(0.5 / 0.0001) * 2;
    expect(psi([100, 100, 0], [0, 100, 100])).toBeCloseTo(expected, 12);
    expect(psi([100, 100, 0], [100, 100, 0])).toBe(0);
  });

  it("know nothing of an empty side", () => {
    for (const distance of [psi, jensenShannon, hellinger, largestGap, kolmogorovSmirnov, chiSquareDrift]) {
      expect(distance([0, 0], [1, 2])).toBeNull();
      expect(distance([1, 2], [0, 0])).toBeNull();
    }
    expect(wasserstein([0, 1, 2], [0, 0], [1, 2])).toBeNull();
  });

  it("refuse histograms of other bins", () => {
    expect(() => psi([1], [1, 2])).toThrow(RangeError);
    expect(() => wasserstein([0, 1], [1, 2], [1, 2])).toThrow(RangeError);
  });

  it("agree with scipy in both bases", () => {
    const [r, c] = [
      [100, 300, 400, 150, 50],
      [60, 220, 400, 220, 100],
    ];
    expect(jensenShannon(r, c)).toBeCloseTo(0.13796823172744682, 12);
    expect(jensenShannon(r, c, Math.E)).toBeCloseTo(0.11486608751795963, 12);
    expect(jensenShannon([10, 0], [0, 7], Math.E)).toBeCloseTo(0.8326, 4);
  });

  it("call the normed distance unreliable where the reference hardly varies", () => {
    const edges = [0, 0.0001, 0.0002];
    const found = wasserstein(edges, [500, 500], [300, 700]);
    expect(found).toMatchObject({ reliable: false });
    expect(found?.normed).toBeCloseTo(0.02, 12);
    const histograms = { edges, reference: [500, 500], current: [300, 700] };
    expect(driftReading("wasserstein", histograms).state).toBe("unreliable");
  });
});

describe("tests", () => {
  it("compute Kolmogorov's tail as scipy does", () => {
    const cases = [
      [0.3, 0.9999906941986655],
      [0.6, 0.8642827790506042],
      [0.99, 0.2808738392255489],
      [1.01, 0.25943416909359746],
      [1.3, 0.06809222184476636],
      [3, 3.045995948942526e-8],
      [6, 1.0760372320042276e-31],
    ] as const;
    for (const [lambda, p] of cases) expect(tail(lambda) / p).toBeCloseTo(1, 6);
    expect(kolmogorovSmirnov([200, 200], [300, 300])).toEqual({ d: 0, p: 1 });
    expect(kolmogorovSmirnov([300], [300])).toEqual({ d: 0, p: 1 });
  });

  it("drop empty categories and fold the rarest until each is expected five times", () => {
    const folded = chiSquareDrift([400, 300, 3, 2, 1, 0], [380, 330, 4, 1, 0, 0]);
    expect(folded).toMatchObject({ df: 2, categories: 3 });
    expect(folded?.chi2).toBeCloseTo(1.975378161594207, 12);
    expect(folded?.p).toBeCloseTo(0.3724363676717353, 12);
    const alone = chiSquareDrift([400, 300, 3], [380, 330, 2]);
    expect(alone).toMatchObject({ categories: 2 });
    expect(alone).toEqual(chiSquareDrift([400, 303], [380, 332]));
    expect(chiSquareDrift([400, 3], [380, 2])).toBeNull();
    expect(chiSquareDrift([400, 0], [380, 0])).toBeNull();
  });

  it("share one error rate between the features that have a p", () => {
    expect(bonferroni([0.02, null, 0.03])).toEqual({ threshold: 0.025, drifted: [true, null, false] });
    expect(bonferroni([null])).toEqual({ threshold: null, drifted: [null] });
  });

  it("know the noise of small samples", () => {
    expect(psiNoiseFloor(100, 100, 10)).toBeCloseTo(0.338, 3);
    expect(psiNoiseFloor(100, 100, 1)).toBeNull();
    expect(psiNoiseFloor(0, 100, 10)).toBeNull();
  });
});

describe("states", () => {
  it("are insufficient below 200 rows on either side", () => {
    expect(driftReading("psi", { reference: [100, 100], current: [199, 0] }).state).toBe("insufficient");
    expect(driftReading("js", { reference: [100, 100], current: [200, 0] }).state).toBe("drift");
    expect(driftReading("js", { reference: [0, 0], current: [200, 0] })).toMatchObject({
      value: null,
      state: "insufficient",
    });
  });

  it("need a PSI above its noise floor", () => {
    const current = [10, 20, 20, 20, 20, 20, 20, 20, 20, 35];
    const reading = driftReading("psi", { reference: Array<number>(10).fill(20), current });
    expect(reading.value).toBeGreaterThan(0.06);
    expect(reading.state).toBe("stable");
    const wide = {
      reference: Array<number>(25).fill(8),
      current: [...Array<number>(12).fill(4), ...Array<number>(13).fill(12)],
    };
    const noisy = driftReading("psi", wide);
    expect(noisy.value).toBeGreaterThan(0.2);
    expect(noisy.value).toBeLessThan(psiNoiseFloor(200, 204, 25) ?? 0);
    expect(noisy.state).toBe("stable");
  });

  it("are unreliable for a constant reference that moves, and stable for one that stays", () => {
    expect(driftReading("psi", { reference: [500, 0], current: [300, 200] }).state).toBe("unreliable");
    expect(driftReading("psi", { reference: [500, 0], current: [300, 0] }).state).toBe("stable");
  });

  it("ask chi-square for size as well as significance", () => {
    const printed = { reference: [620, 240, 90, 50], current: [540, 270, 120, 70] };
    const reading = driftReading("chi2", printed);
    expect(reading.p).toBeCloseTo(0.0019, 4);
    expect(reading).toMatchObject({ state: "stable" });
    expect(driftReading("chi2", { reference: [620, 380], current: [380, 620] }).state).toBe("drift");
    expect(driftReading("chi2", { reference: [500], current: [500] }).state).toBe("unreliable");
  });

  it("let a p decide for KS up to 1,000 reference rows, a distance above", () => {
    const small = { reference: [500, 500], current: [430, 570] };
    expect(driftReading("ks", small)).toMatchObject({ state: "drift" });
    expect(driftReading("ks", small, { alpha: 0.001 }).state).toBe("stable");
    expect(driftReading("ks", { reference: [501, 500], current: [430, 570] }).state).toBe("stable");
    expect(driftReading("ks", { reference: [1000, 1000], current: [800, 1200] }).state).toBe("drift");
  });

  it("choose the method by size and kind", () => {
    expect([primaryMethod("numeric", 1000), primaryMethod("categorical", 1000)]).toEqual(["ks", "chi2"]);
    expect([primaryMethod("numeric", 1001), primaryMethod("categorical", 1001)]).toEqual(["wasserstein", "js"]);
  });

  it("take other limits, such as three sigma of the reference chunks", () => {
    expect(referenceSigmaLimit([0.1, 0.2, 0.3])).toBeCloseTo(0.2 + 3 * Math.sqrt(0.02 / 3), 12);
    expect(referenceSigmaLimit([0.1])).toBeNull();
    const limits = { moderate: 0.5, drift: 0.6 };
    const histograms = { reference: [500, 500], current: [300, 700] };
    expect(driftReading("linf", histograms).state).toBe("drift");
    expect(driftReading("linf", histograms, { limits }).state).toBe("stable");
  });

  it("call the data set drifted from half of the known features", () => {
    expect(datasetDrift([0.1, 0.05], 0.1)).toEqual({ share: 0.5, drift: true });
    expect(datasetDrift([null, null], 0.1)).toEqual({ share: null, drift: false });
    expect(datasetDrift([null, 0.3 * 3], 0.9)).toEqual({ share: 1, drift: true });
  });
});

describe("laws", () => {
  const histogram = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 6, maxLength: 6 });
  const filled = histogram.filter((counts) => counts.some((count) => count > 0));
  const edges = [0, 1, 2, 4, 8, 16, 32];

  it("a histogram lies at no distance from itself, whatever its size", () => {
    fc.assert(
      fc.property(filled, fc.integer({ min: 1, max: 9 }), (counts, times) => {
        const larger = counts.map((count) => count * times);
        expect(psi(counts, larger)).toBeCloseTo(0, 12);
        expect(jensenShannon(counts, larger)).toBeCloseTo(0, 7);
        expect(hellinger(counts, larger)).toBeCloseTo(0, 7);
        expect(largestGap(counts, larger)).toBeCloseTo(0, 12);
        expect(wasserstein(edges, counts, larger)?.distance).toBeCloseTo(0, 12);
        expect(kolmogorovSmirnov(counts, larger)?.p).toBe(1);
        expect(chiSquareDrift(counts, larger)?.chi2 ?? 0).toBeCloseTo(0, 8);
      }),
    );
  });

  it("it is as far from one to the other as back, and within its bounds", () => {
    fc.assert(
      fc.property(filled, filled, (a, b) => {
        for (const distance of [jensenShannon, hellinger, largestGap]) {
          expect(distance(a, b)).toBeCloseTo(distance(b, a) ?? -1, 12);
          expect(distance(a, b)).toBeLessThanOrEqual(1 + 1e-12);
          expect(distance(a, b)).toBeGreaterThanOrEqual(0);
        }
        expect(psi(a, b)).toBeCloseTo(psi(b, a) ?? -1, 9);
        expect(psi(a, b)).toBeGreaterThanOrEqual(0);
        expect(wasserstein(edges, a, b)?.distance).toBeCloseTo(wasserstein(edges, b, a)?.distance ?? -1, 9);
        const test = kolmogorovSmirnov(a, b);
        expect(test?.d).toBeLessThanOrEqual(1 + 1e-12);
        expect(test?.p).toBeGreaterThanOrEqual(0);
        expect(test?.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("Cramér's V lies in 0..1 and its p in 0..1", () => {
    fc.assert(
      fc.property(filled, filled, (a, b) => {
        const found = chiSquareDrift(a, b);
        if (!found) return;
        expect(found.cramersV).toBeLessThanOrEqual(1 + 1e-12);
        expect(found.p).toBeGreaterThanOrEqual(0);
        expect(found.p).toBeLessThanOrEqual(1);
        expect(found.df).toBe(found.categories - 1);
      }),
    );
  });
});

/** Two bins of n rows each give a D of our choosing; solved for the λ asked for. */
function tail(lambda: number): number {
  const rows = 1e12;
  const e = Math.sqrt(rows / 2);
  const d = lambda / (e + 0.12 + 0.11 / e);
  const found = kolmogorovSmirnov([rows / 2, rows / 2], [rows / 2 - d * rows, rows / 2 + d * rows]);
  return found?.p ?? Number.NaN;
}
