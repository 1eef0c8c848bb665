import { geEps, leEps } from "#domain/comparison.ts";
import { type MannWhitney, mannWhitney } from "#domain/mann-whitney.ts";

export const CANARY_CLASSES = ["pass", "high", "low", "nodata"] as const;
export type CanaryClass = (typeof CANARY_CLASSES)[number];

/** The arms get points at the same times; null is a point that is missing. */
export type CanaryArms = { canary: readonly (number | null)[]; baseline: readonly (number | null)[] };

export type CanaryRule = {
  bad: "up" | "down" | "either";
  /** A count that was not reported is a 0; anything else that was not reported is left out. */
  missingIsZero?: boolean;
  /** What the ratio of means may reach; ours are 1.10 and 0.90. */
  allowedUp?: number;
  allowedDown?: number;
};

export type CanaryJudgement = { class: CanaryClass; ratio: number | null; test: MannWhitney | null };

export const LEAST_POINTS = 50;
const SIGNIFICANT_P = 0.02;

/**
 * One metric of a canary against the old release started with it (C8, after Kayenta's judge [R21]): high or low where the
 * Mann–Whitney test is significant at 98 % in the bad direction and the ratio of means goes beyond the allowed change;
 * nodata with fewer than 50 points in an arm; else pass. The ratio is 1 + (mean − baseline mean) / |baseline mean|, so that
 * it also reads well for negative values; of two means of 0 it is 1.
 */
export function judgeMetric(arms: CanaryArms, rule: CanaryRule): CanaryJudgement {
  const canary = known(arms.canary, rule);
  const baseline = known(arms.baseline, rule);
  if (Math.min(canary.length, baseline.length) < LEAST_POINTS) return { class: "nodata", ratio: null, test: null };
  const test = mannWhitney(baseline, canary);
  const ratio = ratioOf(mean(canary), mean(baseline));
  return { class: classOf(test, ratio, rule), ratio, test };
}

function classOf(test: MannWhitney | null, ratio: number, rule: CanaryRule): CanaryClass {
  const { bad, allowedUp = 1.1, allowedDown = 0.9 } = rule;
  if (test === null || test.p >= SIGNIFICANT_P) return "pass";
  if (bad !== "down" && test.z > 0 && !leEps(ratio, allowedUp)) return "high";
  return bad !== "up" && test.z < 0 && !geEps(ratio, allowedDown) ? "low" : "pass";
}

function known(points: readonly (number | null)[], { missingIsZero = false }: CanaryRule): number[] {
  return points.flatMap((point) => (point === null || !Number.isFinite(point) ? (missingIsZero ? [0] : []) : [point]));
}

function ratioOf(canary: number, baseline: number): number {
  return canary === baseline ? 1 : 1 + (canary - baseline) / Math.abs(baseline);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
