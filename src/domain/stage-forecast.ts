import { weightedPercentile } from "#domain/percentile.ts";

const DAY_MS = 86_400_000;
const LEAST_VISITS = 5;

export type ForecastFacts = {
  now: number;
  targetDays: number;
  /** Days in progress so far. */
  activeDays: number;
  /** The project's waiting part of the time, 0 to 1; null where it has none yet, which counts as no waiting. */
  waitShare: number | null;
  /** Days of the organisation's finished visits of this stage. */
  finishedDays: readonly number[];
};

/** Instants, milliseconds since the epoch. The range is null while too few visits are finished: then only the target speaks. */
export type StageForecast = { end: number; range: { early: number; late: number } | null };

/**
 * When a stage is likely to end (C10.9): now + max(0, target days − active days) · (1 + wait share). Its range takes the
 * 25th and 75th percentile of the organisation's dwell in place of the target; it needs at least 5 finished visits.
 */
export function forecastStageEnd(facts: ForecastFacts): StageForecast {
  const { finishedDays, targetDays } = facts;
  const weights = finishedDays.map(() => 1);
  const early = weightedPercentile(finishedDays, weights, 0.25);
  const late = weightedPercentile(finishedDays, weights, 0.75);
  const known = finishedDays.length >= LEAST_VISITS && early !== null && late !== null;
  return {
    end: endFor(facts, targetDays),
    range: known ? { early: endFor(facts, early), late: endFor(facts, late) } : null,
  };
}

function endFor({ now, activeDays, waitShare }: ForecastFacts, days: number): number {
  return now + Math.max(0, days - activeDays) * (1 + (waitShare ?? 0)) * DAY_MS;
}
