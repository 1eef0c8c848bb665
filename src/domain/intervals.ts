import { normalQuantile, normalTwoSided } from "#domain/distributions.ts";

/** Lower and upper end. */
export type Interval = readonly [number, number];

/** The z of a two-sided 95 % interval, 1.95996…. */
export const Z_95 = normalQuantile(0.975);

/**
 * Wilson score interval of a rate x/n. Exactly 0 below where x = 0 and exactly 1 above where x = n; null for n = 0. A `z`
 * of normalQuantile(0.95) gives one-sided 95 % bounds. Source: Wilson (1927), without continuity correction.
 */
export function wilson(x: number, n: number, z = Z_95): Interval | null {
  if (!(n > 0)) return null;
  const rate = x / n;
  const spread = z * Math.sqrt((rate * (1 - rate) + (z * z) / (4 * n)) / n);
  const middle = rate + (z * z) / (2 * n);
  const whole = 1 + (z * z) / n;
  return [x === 0 ? 0 : Math.max(0, (middle - spread) / whole), x === n ? 1 : Math.min(1, (middle + spread) / whole)];
}

/**
 * Newcombe's hybrid score interval of the difference x1/n1 − x2/n2, from the two Wilson intervals; within −1..1. Null
 * where a group is empty. Source: Newcombe (1998), method 10.
 */
export function newcombe(x1: number, n1: number, x2: number, n2: number, z = Z_95): Interval | null {
  const first = wilson(x1, n1, z);
  const second = wilson(x2, n2, z);
  if (!first || !second) return null;
  const [p1, p2] = [x1 / n1, x2 / n2];
  return [p1 - p2 - Math.hypot(p1 - first[0], second[1] - p2), p1 - p2 + Math.hypot(first[1] - p1, p2 - second[0])];
}

/**
 * Katz's log interval of the ratio (x1/n1) / (x2/n2): exp(ln r ± z·√(1/x1 − 1/n1 + 1/x2 − 1/n2)). Null if a count is 0.
 * Source: Katz et al. (1978).
 */
export function katz(x1: number, n1: number, x2: number, n2: number, z = Z_95): Interval | null {
  if (!(x1 > 0 && x2 > 0 && n1 > 0 && n2 > 0)) return null;
  const log = Math.log(x1 / n1) - Math.log(x2 / n2);
  const spread = z * Math.sqrt(Math.max(0, 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2));
  return [Math.exp(log - spread), Math.exp(log + spread)];
}

export type ZTest = { z: number; p: number };

/**
 * Two proportions, pooled z and two-sided p; z has the sign of x1/n1 − x2/n2. Nobody or everybody in both groups: z 0,
 * p 1. Null where a group is empty.
 */
export function twoProportions(x1: number, n1: number, x2: number, n2: number): ZTest | null {
  if (!(n1 > 0 && n2 > 0)) return null;
  const pooled = (x1 + x2) / (n1 + n2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const z = error > 0 ? (x1 / n1 - x2 / n2) / error : 0;
  return { z, p: normalTwoSided(z) };
}
