import type { StageState } from "#domain/vocabulary.ts";

const DAY_MS = 86_400_000;

/** A move into a state; times are milliseconds since the epoch. */
export type StageVisit = { at: number; state: StageState };
export type DwellSeconds = Partial<Record<StageState, number>>;

/**
 * Seconds that a stage spent in each state from its first move up to `end` (C10.5), the last state counted to the end.
 * Moves in any order; what lies after the end does not count; states never visited are left out.
 */
export function dwell(visits: readonly StageVisit[], end: number): DwellSeconds {
  const inOrder = visits.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
  const seconds: DwellSeconds = {};
  inOrder.forEach(({ at, state }, index) => {
    seconds[state] = (seconds[state] ?? 0) + ((inOrder[index + 1]?.at ?? end) - at) / 1000;
  });
  return seconds;
}

/** Waiting is to be blocked, in review or flagged. */
export const WAIT_STATES = ["blocked", "in_review", "needs_attention"] as const satisfies readonly StageState[];

/** The part of active and waiting time that is waiting (C10.5), 0 to 1; null where there was neither. */
export function waitShare(seconds: DwellSeconds): number | null {
  const waiting = WAIT_STATES.reduce((sum, state) => sum + (seconds[state] ?? 0), 0);
  const all = waiting + (seconds.in_progress ?? 0);
  return all > 0 ? waiting / all : null;
}

/** `to` is null for work that is still going on. */
export type Interval = { from: number; to: number | null };

export type Flow = { leadTimeDays: number; activeDays: number; flowEfficiency: number | null };

/**
 * How much of the lead time was work (C10.5): active days are the union of all intervals in progress over the stages, which
 * overlap, within [start, end]; efficiency = active / (end − start), 0 to 1, null where no time has passed. `end`: the first
 * full production deployment, or now while there is none; then the lead time is an age.
 */
export function flow(active: readonly Interval[], start: number, end: number): Flow {
  const lead = Math.max(0, end - start);
  const covered = Math.min(lead, unionLength(active, start, end));
  return {
    leadTimeDays: lead / DAY_MS,
    activeDays: covered / DAY_MS,
    flowEfficiency: lead > 0 ? covered / lead : null,
  };
}

function unionLength(intervals: readonly Interval[], start: number, end: number): number {
  const inOrder = intervals
    .map(({ from, to }) => ({ from: Math.max(from, start), to: Math.min(to ?? end, end) }))
    .toSorted((a, b) => a.from - b.from);
  let covered = 0;
  let reached = start;
  for (const { from, to } of inOrder) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered;
}
