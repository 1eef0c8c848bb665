/** The words of the field, in the order in which they are shown. Everything else derives from these. */

export const ROLES = ["PM", "ML", "LD", "RV", "VW"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  PM: "product manager",
  ML: "ML engineer",
  LD: "lead",
  RV: "reviewer",
  VW: "viewer",
};

/** A role as it was stored, in words. */
export function roleName(stored: string): string {
  const role = ROLES.find((known) => known === stored);
  return role ? ROLE_NAMES[role] : stored;
}

export const TIERS = [1, 2, 3] as const;
export type Tier = (typeof TIERS)[number];

export function tierOf(value: number): Tier {
  return TIERS.find((tier) => tier === value) ?? 1;
}

export const PHASES = ["Frame", "Data", "Build", "Operate"] as const;
export type Phase = (typeof PHASES)[number];

export const STAGE_STATES = [
  "not_started",
  "in_progress",
  "blocked",
  "in_review",
  "done",
  "needs_attention",
  "not_applicable",
] as const;
export type StageState = (typeof STAGE_STATES)[number];

export const STAGE_VERBS = [
  "start",
  "block",
  "unblock",
  "submit",
  "withdraw",
  "send-back",
  "approve",
  "flag",
  "rework",
  "dismiss",
  "reopen",
  "set-aside",
  "restore",
] as const;
export type StageVerb = (typeof STAGE_VERBS)[number];

export const EVIDENCE_KINDS = ["link", "file", "metric", "run", "signoff", "rule"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const CRITERION_KINDS = ["business", "model", "operational", "fairness"] as const;
export type CriterionKind = (typeof CRITERION_KINDS)[number];

export const CRITERION_PHASES = ["offline", "canary", "production"] as const;
export type CriterionPhase = (typeof CRITERION_PHASES)[number];

export const DIRECTIONS = ["gte", "lte", "range"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const AGGREGATIONS = ["mean", "sum", "ratio", "min", "max", "last", "p50", "p95", "p99"] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export const CRITERION_STATES = ["no_data", "met", "at_risk", "breached"] as const;
export type CriterionState = (typeof CRITERION_STATES)[number];

export const ALERT_KINDS = ["criterion", "threshold", "stale", "drift", "burn-rate", "drill"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const ALERT_STATES = ["open", "acknowledged", "resolved"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const SEVERITIES = ["warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];
