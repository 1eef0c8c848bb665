import { weightedMean } from "#domain/value-score.ts";

export const ACCESS_STATES = ["not_requested", "requested", "in_progress", "granted", "denied"] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

export const LEGAL_STATES = ["not_assessed", "pending", "cleared", "not_allowed"] as const;
export type LegalState = (typeof LEGAL_STATES)[number];

export type AvailabilityFacts = {
  access: AccessState;
  legal: LegalState;
  historyMonths: number | null;
  rows: number | null;
  /** Age of the data when it is used, hours. */
  latencyHours: number | null;
  /** Loads in the last 30 days. */
  loadsExpected: number | null;
  loadsArrived: number | null;
  /** What the project needs; null where nobody said. */
  required: { historyMonths: number | null; rows: number | null; latencyHours: number | null };
};

export const AVAILABILITY_WEIGHTS = {
  access: 0.25,
  legal: 0.2,
  history: 0.15,
  volume: 0.15,
  freshness: 0.15,
  continuity: 0.1,
} as const;
export type AvailabilityPart = keyof typeof AVAILABILITY_WEIGHTS;

/** A part 0..1; "left_out" where nothing is required or expected of it, null where the fact is not known yet. */
export type AvailabilityParts = Record<AvailabilityPart, number | "left_out" | null>;

/**
 * Can this source be had, in time and legally? 0..100 (C3): the weighted mean of the parts. Access denied or legal not
 * allowed gives 0 outright. A part without a stated requirement, or without an expected load, is left out and the weights
 * renormalise; a requirement of 0 is met. Null while a required fact is unknown: unknown is never 0 nor enough.
 */
export function availability(facts: AvailabilityFacts): number | null {
  if (facts.access === "denied" || facts.legal === "not_allowed") return 0;
  const parts = availabilityParts(facts);
  if (Object.values(parts).includes(null)) return null;
  const names = Object.keys(AVAILABILITY_WEIGHTS) as AvailabilityPart[];
  const known = names.map((name) => {
    const part = parts[name];
    return { weight: AVAILABILITY_WEIGHTS[name], value: typeof part === "number" ? 100 * part : null };
  });
  return weightedMean(known);
}

/** What the score is made of, for the screen: each part alone. */
export function availabilityParts(facts: AvailabilityFacts): AvailabilityParts {
  const { required } = facts;
  return {
    access: ACCESS_VALUES[facts.access],
    legal: LEGAL_VALUES[facts.legal],
    history: reached(facts.historyMonths, required.historyMonths),
    volume: reached(facts.rows, required.rows),
    freshness: fresh(facts.latencyHours, required.latencyHours),
    continuity: facts.loadsExpected ? reached(facts.loadsArrived, facts.loadsExpected) : "left_out",
  };
}

const ACCESS_VALUES: Record<AccessState, number> = {
  granted: 1,
  in_progress: 0.5,
  requested: 0.25,
  not_requested: 0,
  denied: 0,
};
const LEGAL_VALUES: Record<LegalState, number> = { cleared: 1, pending: 0.4, not_assessed: 0, not_allowed: 0 };

function reached(actual: number | null, required: number | null): number | "left_out" | null {
  if (required === null) return "left_out";
  if (required === 0) return 1;
  return actual === null ? null : Math.min(1, actual / required);
}

function fresh(latency: number | null, required: number | null): number | "left_out" | null {
  if (required === null) return "left_out";
  if (required === 0 || latency === 0) return 1;
  return latency === null ? null : Math.min(1, required / latency);
}
