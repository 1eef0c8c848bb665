import { chiSquareSurvival, studentQuantile, studentTwoSided } from "#domain/distributions.ts";
import { type Interval, twoProportions, Z_95 } from "#domain/intervals.ts";

/** Successes of n, and a sample known by its mean and standard deviation (n − 1). */
export type Proportion = { successes: number; n: number };
export type Sample = { mean: number; sd: number; n: number };

export type ProportionTest = {
  /** p₂ − p₁, a fraction. */
  difference: number;
  /** (p₂ − p₁) / p₁; null where p₁ is 0. */
  relative: number | null;
  z: number;
  /** Two-sided. */
  p: number;
  /** 95 % of p₂ − p₁. */
  interval: Interval;
};

/**
 * Two proportions (C8): the pooled z for the test, the unpooled standard error for the interval of p₂ − p₁ (Wald, 95 %).
 * Null where an arm is empty. Nobody or everybody in both arms: no difference, z 0, p 1.
 */
export function compareProportions(first: Proportion, second: Proportion): ProportionTest | null {
  const test = twoProportions(second.successes, second.n, first.successes, first.n);
  if (!test) return null;
  const [p1, p2] = [first.successes / first.n, second.successes / second.n];
  const difference = p2 - p1;
  return {
    ...test,
    difference,
    relative: p1 > 0 ? difference / p1 : null,
    interval: around(difference, Z_95 * unpooledError(first, second)),
  };
}

/** √(p₁q₁/n₁ + p₂q₂/n₂), the standard error of p₂ − p₁. */
export function unpooledError(first: Proportion, second: Proportion): number {
  return Math.sqrt(varianceOfRate(first) + varianceOfRate(second));
}

export type WelchTest = { difference: number; t: number; df: number; p: number; interval: Interval };

/**
 * Two means (C8): Welch's t = (m₂ − m₁)/√(s₁²/n₁ + s₂²/n₂) with the Welch–Satterthwaite degrees of freedom, p two-sided,
 * 95 % interval of m₂ − m₁. Null with fewer than two values in an arm, and where neither arm varies.
 */
export function welch(first: Sample, second: Sample): WelchTest | null {
  if (first.n < 2 || second.n < 2) return null;
  const [a, b] = [first.sd ** 2 / first.n, second.sd ** 2 / second.n];
  if (!(a + b > 0)) return null;
  const difference = second.mean - first.mean;
  const error = Math.sqrt(a + b);
  const df = (a + b) ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1));
  const t = difference / error;
  const interval = around(difference, studentQuantile(0.975, df) * error);
  return { difference, t, df, p: studentTwoSided(t, df), interval };
}

export type RatioMismatch = { chi2: number; p: number; valid: boolean };

/** Below this p the arms are not what was planned: the result is invalid until the assignment is repaired. */
export const MISMATCH_P = 0.001;

/**
 * Sample-ratio mismatch (C8): chi-square of the arm sizes against the planned shares, which need not sum to 1, with one
 * degree of freedom less than arms. Null for fewer than two arms or nobody assigned; people in an arm that was planned
 * empty are a mismatch for sure.
 */
export function sampleRatioMismatch(observed: readonly number[], shares: readonly number[]): RatioMismatch | null {
  const total = observed.reduce((sum, n) => sum + n, 0);
  const planned = shares.reduce((sum, share) => sum + share, 0);
  if (observed.length < 2 || !(total > 0) || !(planned > 0)) return null;
  const chi2 = observed.reduce((sum, n, index) => {
    const expected = (total * (shares[index] ?? 0)) / planned;
    return n === expected ? sum : sum + (n - expected) ** 2 / expected;
  }, 0);
  const p = chi2 === Number.POSITIVE_INFINITY ? 0 : chiSquareSurvival(chi2, observed.length - 1);
  return { chi2, p, valid: p >= MISMATCH_P };
}

function varianceOfRate({ successes, n }: Proportion): number {
  const rate = successes / n;
  return (rate * (1 - rate)) / n;
}

function around(centre: number, halfWidth: number): Interval {
  return [centre - halfWidth, centre + halfWidth];
}
