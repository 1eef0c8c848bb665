import { geEps } from "#domain/comparison.ts";
import type { CriterionState } from "#domain/vocabulary.ts";

export const TRIGGER_KINDS = ["schedule", "drift", "performance", "data_volume", "manual"] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

/** In the order in which they are looked at; the first that holds is the reason. */
export const TRIGGER_REASONS = [
  "disabled",
  "run_active",
  "cooldown",
  "monthly_cap",
  "budget",
  "condition_false",
  "too_few_new_rows",
  "fired",
] as const;
export type TriggerReason = (typeof TRIGGER_REASONS)[number];

/** What starts a run. Scores and shares are fractions. */
export type TriggerCondition =
  | { kind: "schedule" }
  /** At least `share` of the features reach `threshold`, and have done so for `windows` windows in a row. */
  | { kind: "drift"; threshold: number; share: number; windows: number }
  | { kind: "performance" }
  | { kind: "data_volume"; rows: number }
  | { kind: "manual" };

export type TriggerLimits = {
  enabled: boolean;
  /** 72 where nothing else was set. */
  cooldownHours: number;
  /** 4 where nothing else was set. */
  maxRunsPerMonth: number;
  minNewRows: number;
};
export const TRIGGER_DEFAULTS = { enabled: true, cooldownHours: 72, maxRunsPerMonth: 4, minNewRows: 0 } as const;

export type RetrainTrigger = TriggerCondition & TriggerLimits;

/** What is known when a trigger is looked at. */
export type TriggerFacts = {
  runActive: boolean;
  /** Since the last run began; null where none ever did. */
  hoursSinceLastRun: number | null;
  runsThisMonth: number;
  newLabelledRows: number;
  /** Whether the month's runs have cost what a month may cost. */
  budgetSpent?: boolean;
  /** Of the latest window, one a feature; null where it could not be measured: such a feature counts in no share. */
  featureScores?: readonly (number | null)[];
  /** Windows in a row, the latest included, in which the share was reached. */
  consecutiveWindows?: number;
  criterionState?: CriterionState;
  /** Whether a tick of the schedule is due (`dueTick`). */
  tickDue?: boolean;
};

export type TriggerVerdict = { fires: boolean; reason: TriggerReason };

/**
 * Whether a trigger starts a retrain, and why not (C9). A cooldown is over at exactly its hours; the cap is reached at
 * exactly its runs; enough rows are exactly the minimum. Manual runs skip cooldown, cap and the row minimum; the budget
 * stops them, too: retraining stops for the month at its cost.
 */
export function evaluateTrigger(trigger: RetrainTrigger, facts: TriggerFacts): TriggerVerdict {
  const reason = TRIGGER_REASONS.find((each) => CHECKS[each](trigger, facts)) ?? "fired";
  return { fires: reason === "fired", reason };
}

/** The share of measured features at or above a limit; null where none was measured. */
export function driftedShare(scores: readonly (number | null)[], threshold: number): number | null {
  const known = scores.filter((score) => score !== null);
  return known.length > 0 ? known.filter((score) => geEps(score, threshold)).length / known.length : null;
}

/**
 * The key that an evaluation is stored under: one firing a trigger and window, so that a retry cannot fire twice (C9).
 * `windowEnd`: the due tick of a schedule, else the end of the window that was looked at; for a person, the request.
 */
export function windowKey(kind: Exclude<TriggerKind, "manual">, windowEnd: number): string {
  return `${kind}:${new Date(windowEnd).toISOString()}`;
}

export function manualWindowKey(requestId: string): string {
  return `manual:${requestId}`;
}

const CHECKS: Record<TriggerReason, (trigger: RetrainTrigger, facts: TriggerFacts) => boolean> = {
  disabled: ({ enabled }) => !enabled,
  run_active: (_, { runActive }) => runActive,
  cooldown: ({ kind, cooldownHours }, { hoursSinceLastRun }) =>
    kind !== "manual" && hoursSinceLastRun !== null && !geEps(hoursSinceLastRun, cooldownHours),
  monthly_cap: ({ kind, maxRunsPerMonth }, { runsThisMonth }) => kind !== "manual" && runsThisMonth >= maxRunsPerMonth,
  budget: (_, { budgetSpent }) => budgetSpent === true,
  condition_false: (trigger, facts) => !conditionHolds(trigger, facts),
  too_few_new_rows: ({ kind, minNewRows }, { newLabelledRows }) => kind !== "manual" && newLabelledRows < minNewRows,
  fired: () => true,
};

function conditionHolds(trigger: RetrainTrigger, facts: TriggerFacts): boolean {
  switch (trigger.kind) {
    case "schedule":
      return facts.tickDue === true;
    case "drift": {
      const share = driftedShare(facts.featureScores ?? [], trigger.threshold);
      return share !== null && geEps(share, trigger.share) && (facts.consecutiveWindows ?? 0) >= trigger.windows;
    }
    case "performance":
      return facts.criterionState === "breached";
    case "data_volume":
      return facts.newLabelledRows >= trigger.rows;
    case "manual":
      return true;
  }
}
