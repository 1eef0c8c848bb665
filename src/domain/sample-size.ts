import { normalQuantile } from "#domain/distributions.ts";

/** `alpha`: the two-sided chance of a false win; `power`: the chance to find the effect where it is there. */
export type TestPlan = { alpha: number; power: number };
export const USUAL_PLAN: TestPlan = { alpha: 0.05, power: 0.8 };

/**
 * People per arm to tell two proportions apart (C8): ((z₁₋α/₂ √(2p̄q̄) + z_power √(p₁q₁ + p₂q₂)) / (p₂ − p₁))², rounded up.
 * Null where the proportions are equal or not between 0 and 1: no size shows no effect.
 */
export function sampleSizeOfProportions(p1: number, p2: number, plan: TestPlan = USUAL_PLAN): number | null {
  if (!(isRate(p1) && isRate(p2)) || p1 === p2) return null;
  const mean = (p1 + p2) / 2;
  const noise =
    normalQuantile(1 - plan.alpha / 2) * Math.sqrt(2 * mean * (1 - mean)) +
    normalQuantile(plan.power) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return wholeArm((noise / (p2 - p1)) ** 2);
}

/**
 * People per arm to see a difference of means `delta` where values scatter by `sd` (C8): 2 sd² (z₁₋α/₂ + z_power)² / delta²,
 * rounded up; about 15.7 sd²/delta² at 5 % and 80 %. Null for a delta of 0 or a negative sd.
 */
export function sampleSizeOfMeans(sd: number, delta: number, plan: TestPlan = USUAL_PLAN): number | null {
  if (!(sd >= 0) || delta === 0) return null;
  return wholeArm((2 * sd ** 2 * (normalQuantile(1 - plan.alpha / 2) + normalQuantile(plan.power)) ** 2) / delta ** 2);
}

/** Whether a test had fewer people per arm than its effect needs: it is marked so. */
export function isUnderPowered(perArm: number, needed: number | null): boolean {
  return needed !== null && perArm < needed;
}

function wholeArm(size: number): number {
  return Math.max(1, Math.ceil(size));
}

function isRate(p: number): boolean {
  return p >= 0 && p <= 1;
}
