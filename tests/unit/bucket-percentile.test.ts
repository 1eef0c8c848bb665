import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketPercentile } from "#domain/bucket-percentile.ts";

describe("a percentile of bucket counts", () => {
  test("is linear within its bucket, as histogram_quantile is", () => {
    const buckets = { bounds: [10, 20, 50], counts: [1, 2, 1, 0] };
    expect(bucketPercentile(buckets, 0.5)).toBe(15);
    expect(bucketPercentile(buckets, 0.25)).toBe(10);
    expect(bucketPercentile(buckets, 0.1)).toBeCloseTo(4);
    expect(bucketPercentile(buckets, 0.95)).toBeCloseTo(44);
  });

  test("an open end reaches to the extreme where it is known, else not beyond its bound", () => {
    expect(bucketPercentile({ bounds: [10], counts: [0, 4] }, 0.5)).toBe(10);
    expect(bucketPercentile({ bounds: [10], counts: [0, 4] }, 0.5, { min: 12, max: 20 })).toBe(15);
    expect(bucketPercentile({ bounds: [-10], counts: [4, 0] }, 0.5)).toBe(-10);
    expect(bucketPercentile({ bounds: [], counts: [4] }, 0.5)).toBeNull();
    expect(bucketPercentile({ bounds: [], counts: [4] }, 0.5, { min: 2, max: 4 })).toBe(3);
  });

  test("is unknown without values, and where counts do not fit the bounds", () => {
    expect(bucketPercentile({ bounds: [1], counts: [0, 0] }, 0.5)).toBeNull();
    expect(bucketPercentile({ bounds: [1], counts: [1] }, 0.5)).toBeNull();
  });

  test("never falls as p rises, and stays within the extremes", () => {
    const cases = fc.array(fc.nat(50), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        cases,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (counts, p, q) => {
          const bounds = counts.slice(1).map((_, i) => (i + 1) * 10);
          const extremes = { min: 1, max: counts.length * 10 };
          const [low, high] = [Math.min(p, q), Math.max(p, q)].map((at) =>
            bucketPercentile({ bounds, counts }, at, extremes),
          );
          if (low === null || high === null) return counts.every((count) => count === 0);
          return (low ?? 0) <= (high ?? 0) + 1e-9 && (low ?? 0) >= 1 && (high ?? 0) <= extremes.max;
        },
      ),
    );
  });
});
