import { clamp, geEps } from "#domain/comparison.ts";

export const HEALTH_WEIGHTS = {
  success: 0.3,
  operations: 0.15,
  fairness: 0.15,
  schedule: 0.15,
  data: 0.1,
  evidence: 0.1,
  risk: 0.05,
} as const;
export type HealthPart = keyof typeof HEALTH_WEIGHTS;
export type HealthParts = Record<HealthPart, number | null>;

export const HEALTH_CAPS = {
  critical_alert: { limit: 49, label: "A critical alert is open" },
  critical_residual_bias: { limit: 49, label: "A residual bias risk is critical" },
  guardrail_breached: { limit: 59, label: "A guardrail is breached" },
  fairness_fail: { limit: 59, label: "A fairness measure fails" },
  stale_monitor: { limit: 69, label: "A production monitor is stale" },
  must_have_at_risk: { limit: 79, label: "A must-have criterion is at risk" },
} as const;
export type HealthCap = keyof typeof HEALTH_CAPS;

export type HealthBand = "green" | "amber" | "red" | "unknown";
export type Health = { score: number | null; band: HealthBand; coverage: number; cap: HealthCap | null };

/**
 * One number 0..100 for sorting (C10.3): the weighted mean of the known parts, limited by the lowest cap that holds; `cap`
 * names it only where it lowered the score. Below 40 % of known weight the health is unknown.
 */
export function health(parts: HealthParts, caps: readonly HealthCap[]): Health {
  const known = (Object.keys(HEALTH_WEIGHTS) as HealthPart[]).flatMap((part) => {
    const value = parts[part];
    return value === null ? [] : [{ weight: HEALTH_WEIGHTS[part], value }];
  });
  // Weights are decimals: 0.15 + 0.10 + 0.15 must count as 0.40.
  const coverage = Math.round(known.reduce((sum, { weight }) => sum + weight, 0) * 1e9) / 1e9;
  if (coverage < 0.4) return { score: null, band: "unknown", coverage, cap: null };
  const mean = known.reduce((sum, { weight, value }) => sum + weight * value, 0) / coverage;
  const cap = lowest(caps);
  const capped = cap !== null && HEALTH_CAPS[cap].limit < mean;
  const score = capped ? HEALTH_CAPS[cap].limit : mean;
  return { score, band: bandOf(score), coverage, cap: capped ? cap : null };
}

export function bandOf(score: number): Exclude<HealthBand, "unknown"> {
  if (geEps(score, 80)) return "green";
  return geEps(score, 60) ? "amber" : "red";
}

/** 100 − 40 · critical − 15 · warning − 10 · stale monitors, within 0..100. */
export function operationsScore(critical: number, warning: number, staleMonitors: number): number {
  return clamp(100 - 40 * critical - 15 * warning - 10 * staleMonitors, 0, 100);
}

export type FairnessVerdict = "pass" | "watch" | "insufficient" | "fail";
const VERDICT_SCORES: Record<FairnessVerdict, number> = { pass: 100, watch: 60, insufficient: 40, fail: 0 };

/** The mean over the chosen measures; null where none was chosen. */
export function fairnessComponent(verdicts: readonly FairnessVerdict[]): number | null {
  if (verdicts.length === 0) return null;
  return verdicts.reduce((sum, verdict) => sum + VERDICT_SCORES[verdict], 0) / verdicts.length;
}

/** 100 · (1 − overrun / planned / 0.5) within 0..100: half as long again is 0. Null without a plan. */
export function scheduleScore(plannedDays: number, forecastDays: number): number | null {
  if (!(plannedDays > 0)) return null;
  return clamp(100 * (1 - (forecastDays - plannedDays) / plannedDays / 0.5), 0, 100);
}

/** 100 · (1 − highest residual risk / 25). */
export function riskScore(maxResidual: number): number {
  return clamp(100 * (1 - maxResidual / 25), 0, 100);
}

function lowest(caps: readonly HealthCap[]): HealthCap | null {
  return caps.reduce<HealthCap | null>((least, cap) => {
    return least === null || HEALTH_CAPS[cap].limit < HEALTH_CAPS[least].limit ? cap : least;
  }, null);
}
