import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "#domain/distributions.ts";
import {
  alwaysValidP,
  alwaysValidRun,
  obrienFlemingBounds,
  pocockBounds,
  sequentialError,
} from "#domain/sequential.ts";

const Z = normalQuantile(0.975);

describe("the chance of a false win over several looks", () => {
  it("agrees with the published table for looks at |z| ≥ 1.96", () => {
    const published = [0.05, 0.0831, 0.1071, 0.1263, 0.1418];
    published.forEach((chance, index) => {
      const bounds = Array.from({ length: index + 1 }, () => Z);
      expect(Math.abs(sequentialError(bounds) - chance)).toBeLessThan(5e-4);
    });
  });

  it("is 0 without a look, 1 with a bound of 0, and a look that decides nothing adds nothing", () => {
    expect(sequentialError([])).toBe(0);
    expect(sequentialError([2, 0])).toBe(1);
    expect(sequentialError([Number.POSITIVE_INFINITY, Z])).toBeCloseTo(0.05, 6);
  });

  it("lies within 0..1, grows with looks and falls with stricter bounds", () => {
    const bounds = fc.array(fc.double({ min: 0.5, max: 5, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(bounds, (given) => {
        const error = sequentialError(given, 101);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
        expect(sequentialError([...given, 2], 101)).toBeGreaterThanOrEqual(error - 1e-6);
        expect(
          sequentialError(
            given.map((bound) => bound + 0.5),
            101,
          ),
        ).toBeLessThanOrEqual(error + 1e-6);
      }),
      { numRuns: 30 },
    );
  });
});

describe("bounds", () => {
  it.each([
    [1, 1.96],
    [2, 2.178],
    [3, 2.289],
    [5, 2.413],
    [10, 2.555],
  ])("of Pocock for %s looks are %s at each", (looks, constant) => {
    const bounds = pocockBounds(looks);
    expect(bounds).toHaveLength(looks);
    for (const bound of bounds) expect(bound).toBeCloseTo(constant, 3);
  });

  it.each([
    [1, 1.96],
    [2, 1.977],
    [5, 2.04],
    [10, 2.087],
  ])("of O'Brien and Fleming for %s looks end at %s and begin √looks times as strict", (looks, constant) => {
    const bounds = obrienFlemingBounds(looks);
    expect(bounds.at(-1)).toBeCloseTo(constant, 3);
    expect(bounds[0]).toBeCloseTo(constant * Math.sqrt(looks), 2);
  });

  it("of no looks, or of half a look, are none", () => {
    expect([pocockBounds(0), obrienFlemingBounds(2.5)]).toEqual([[], []]);
  });
});

describe("the always-valid p", () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const positive = fc.double({ min: 0.001, max: 10, noNaN: true });

  it("lies within 0..1, and falls as the difference grows", () => {
    fc.assert(
      fc.property(number, positive, positive, (difference, error, tau) => {
        const p = alwaysValidP(difference, error, tau);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(alwaysValidP(difference * 2, error, tau)).toBeLessThanOrEqual(p);
        expect(alwaysValidP(-difference, error, tau)).toBe(p);
      }),
    );
  });

  it("never rises from look to look", () => {
    const looks = fc.array(fc.record({ difference: number, standardError: positive }), { maxLength: 20 });
    fc.assert(
      fc.property(looks, positive, (given, tau) => {
        const run = alwaysValidRun(given, tau);
        run.forEach((p, index) => {
          expect(p).toBeLessThanOrEqual(run[index - 1] ?? 1);
        });
      }),
    );
  });

  it("is settled where nothing scatters", () => {
    expect([alwaysValidP(0, 0, 1), alwaysValidP(1, 0, 1), alwaysValidP(1, 1, 0)]).toEqual([1, 0, 1]);
  });
});
