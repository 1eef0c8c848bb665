import { clamp } from "#domain/comparison.ts";
import type { Criterion } from "#domain/criteria.ts";
import { inTarget, type Limits, targetBand } from "#domain/criterion-state.ts";
import type { CriterionState } from "#domain/vocabulary.ts";

/**
 * How far the value has come from baseline to target (C2): 0 at the baseline, 1 at the target, unclamped on both sides.
 * The signs cancel, so one formula serves both directions. In a range: 1 inside, else 1 − distance / baseline's distance.
 * Null without a value, a baseline or a target; where the baseline is already on target: 1 if met, else 0.
 */
export function progress(criterion: Limits & Pick<Criterion, "baseline">, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const { direction, baseline, target } = criterion;
  if (direction === "range") return rangeProgress(criterion, value);
  if (baseline === null || target === null) return null;
  if (baseline === target) return inTarget(criterion, value) ? 1 : 0;
  // Adding 0 makes a plain 0 of the -0 that falling targets give at the baseline.
  return (value - baseline) / (target - baseline) + 0;
}

export type RollupItem = { weight: number; progress: number | null; state: CriterionState; mustHave: boolean };
export type SuccessRollup = { score: number | null; coverage: number; status: CriterionState };

/**
 * One number for a project's criteria (C2): 100 · Σ weight · clamp(progress) / Σ weight over those with data; coverage is
 * the share of weight that has data; status is the worst must-have, and no_data where there is none.
 */
export function successRollup(items: readonly RollupItem[]): SuccessRollup {
  const total = sum(items.map(({ weight }) => weight));
  const known = items.flatMap(({ weight, progress }) => (progress === null ? [] : [{ weight, progress }]));
  const knownWeight = sum(known.map(({ weight }) => weight));
  const gained = sum(known.map(({ weight, progress }) => weight * clamp(progress, 0, 1)));
  const states = items.filter(({ mustHave }) => mustHave).map(({ state }) => state);
  return {
    score: knownWeight > 0 ? (100 * gained) / knownWeight : null,
    coverage: total > 0 ? knownWeight / total : 0,
    status: worst(states),
  };
}

/** From best to worst, as the roll-up and every list rank them. */
export const SEVERITY_OF_STATE: Record<CriterionState, number> = { met: 0, at_risk: 1, no_data: 2, breached: 3 };

function worst(states: readonly CriterionState[]): CriterionState {
  const [first = "no_data", ...rest] = states;
  return rest.reduce((most, state) => (SEVERITY_OF_STATE[state] > SEVERITY_OF_STATE[most] ? state : most), first);
}

function rangeProgress(criterion: Limits & Pick<Criterion, "baseline">, value: number): number | null {
  const { low, high } = targetBand(criterion);
  if (Number.isNaN(low) || Number.isNaN(high)) return null;
  const away = distance(value, low, high);
  if (away === 0) return 1;
  if (criterion.baseline === null) return null;
  const baselineAway = distance(criterion.baseline, low, high);
  if (baselineAway === 0) return inTarget(criterion, value) ? 1 : 0;
  return 1 - away / baselineAway;
}

function distance(value: number, low: number, high: number): number {
  return Math.max(low - value, value - high, 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
