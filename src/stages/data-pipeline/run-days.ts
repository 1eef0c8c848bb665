import type { RunStatus } from "#domain/pipeline-runs.ts";

export type RunDay = { day: string; runs: number; succeeded: number; failed: number; running: number };
/** How many runs started on a day of the reader's ("2026-03-05") and stand so now. */
export type RunCount = { day: string; status: RunStatus; runs: number };

const DAY_MS = 86_400_000;

/**
 * The days of whole weeks, Monday first, up to today in the reader's zone, with what ran on each; a run counts on the
 * day on which it started. Days without a run are there with zeros.
 */
export function runDays(counts: readonly RunCount[], shown: { now: number; zone: string; weeks: number }): RunDay[] {
  const byDay = Map.groupBy(counts, ({ day }) => day);
  const [first, today] = [firstDay(shown), todayOf(shown)];
  return Array.from({ length: (today - first) / DAY_MS + 1 }, (_, i) => {
    const day = new Date(first + i * DAY_MS).toISOString().slice(0, 10);
    const mine = byDay.get(day) ?? [];
    const count = (...statuses: RunStatus[]) =>
      mine.reduce((sum, { status, runs }) => sum + (statuses.includes(status) ? runs : 0), 0);
    const [succeeded, failed, running] = [count("succeeded"), count("failed"), count("running", "queued")];
    return { day, runs: succeeded + failed + running + count("cancelled"), succeeded, failed, running };
  });
}

/** The Monday with which the weeks begin, as midnight UTC of that date. */
export function firstDay({ now, zone, weeks }: { now: number; zone: string; weeks: number }): number {
  const today = todayOf({ now, zone });
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  return today - (weekday + (weeks - 1) * 7) * DAY_MS;
}

function todayOf({ now, zone }: { now: number; zone: string }): number {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return Date.parse(`${format.format(now)}T00:00:00Z`);
}
