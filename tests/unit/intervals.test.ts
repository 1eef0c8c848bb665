import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "#domain/distributions.ts";
import { type Interval, katz, newcombe, twoProportions, wilson } from "#domain/intervals.ts";

const trial = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) }));

describe("wilson", () => {
  it.each([
    [189, 200, 0.9042130012276915, 0.9690146582965412],
    [1, 3, 0.06149194472039626, 0.7923403991979523],
    [45, 80, 0.4534113429694972, 0.6658613908385618],
  ])("agrees with scipy for %i of %i", (x, n, low, high) => {
    const interval = wilson(x, n);
    expect(interval?.[0]).toBeCloseTo(low, 12);
    expect(interval?.[1]).toBeCloseTo(high, 12);
  });

  it("has nothing to say about nobody", () => {
    expect(wilson(0, 0)).toBeNull();
    expect(newcombe(0, 0, 1, 2)).toBeNull();
    expect(newcombe(1, 2, 0, 0)).toBeNull();
    expect(twoProportions(0, 0, 1, 2)).toBeNull();
  });

  it("holds its point, stays within 0..1, and a lower confidence makes it narrower", () => {
    fc.assert(
      fc.property(trial, ({ x, n }) => {
        const wide = wilson(x, n) as Interval;
        const narrow = wilson(x, n, normalQuantile(0.95)) as Interval;
        expectHolds(wide, x / n, 0, 1);
        expect(narrow[0]).toBeGreaterThanOrEqual(wide[0]);
        expect(narrow[1]).toBeLessThanOrEqual(wide[1]);
      }),
    );
  });

  it("is the same seen from the other side", () => {
    fc.assert(
      fc.property(trial, ({ x, n }) => {
        const [low, high] = wilson(x, n) as Interval;
        const [otherLow, otherHigh] = wilson(n - x, n) as Interval;
        expect(low).toBeCloseTo(1 - otherHigh, 12);
        expect(high).toBeCloseTo(1 - otherLow, 12);
      }),
    );
  });
});

describe("newcombe and katz", () => {
  it("hold their points and turn with their groups", () => {
    fc.assert(
      fc.property(trial, trial, (a, b) => {
        const difference = newcombe(a.x, a.n, b.x, b.n) as Interval;
        expectHolds(difference, a.x / a.n - b.x / b.n, -1, 1);
        const turned = newcombe(b.x, b.n, a.x, a.n) as Interval;
        expect(turned[0]).toBeCloseTo(-difference[1], 12);
        const ratio = katz(a.x, a.n, b.x, b.n);
        if (a.x === 0 || b.x === 0) expect(ratio).toBeNull();
        else expectHolds(ratio as Interval, a.x / a.n / (b.x / b.n), 0, Number.POSITIVE_INFINITY);
      }),
    );
  });

  it("is a point where everybody is selected in both groups", () => {
    expect(katz(10, 10, 20, 20)).toEqual([1, 1]);
  });
});

describe("twoProportions", () => {
  it("sees no difference where nobody or everybody is selected", () => {
    expect(twoProportions(0, 10, 0, 20)).toEqual({ z: 0, p: 1 });
    expect(twoProportions(10, 10, 20, 20)).toEqual({ z: 0, p: 1 });
  });

  it("gives the groups' order to the sign alone", () => {
    fc.assert(
      fc.property(trial, trial, (a, b) => {
        const one = twoProportions(a.x, a.n, b.x, b.n);
        const other = twoProportions(b.x, b.n, a.x, a.n);
        expect(one?.p).toBeCloseTo(other?.p ?? -1, 12);
        expect(one?.z).toBeCloseTo(-(other?.z ?? 9), 10);
        expect(one?.p).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function expectHolds([low, high]: Interval, point: number, least: number, most: number): void {
  const hair = 1e-12 * Math.max(1, Math.abs(point));
  expect(low).toBeLessThanOrEqual(point + hair);
  expect(high).toBeGreaterThanOrEqual(point - hair);
  expect(low).toBeGreaterThanOrEqual(least - hair);
  expect(high).toBeLessThanOrEqual(most + hair);
}
