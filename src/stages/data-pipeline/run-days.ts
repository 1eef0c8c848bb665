import type { RunStatus } from "#domain/pipeline-runs.ts";

export type RunDay = { day: string; runs: number; succeeded: number; failed: number; running: number };

const DAY_MS = 86_400_000;

/**
 * The days of whole weeks, Monday first, up to today in the reader's zone, with what ran on each; a run counts on the
 * day on which it started. Days without a run are there with zeros.
 */
export function runDays(
  runs: readonly { startedAt: number; status: RunStatus }[],
  { now, zone, weeks }: { now: number; zone: string; weeks: number },
): RunDay[] {
  const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const byDay = Map.groupBy(runs, ({ startedAt }) => dayOf.format(startedAt));
  const today = Date.parse(`${dayOf.format(now)}T00:00:00Z`);
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  const first = today - (weekday + (weeks - 1) * 7) * DAY_MS;
  return Array.from({ length: (today - first) / DAY_MS + 1 }, (_, i) => {
    const day = new Date(first + i * DAY_MS).toISOString().slice(0, 10);
    const mine = byDay.get(day) ?? [];
    const count = (...statuses: RunStatus[]) => mine.filter(({ status }) => statuses.includes(status)).length;
    return {
      ...{ day, runs: mine.length, succeeded: count("succeeded"), failed: count("failed") },
      running: count("running", "queued"),
    };
  });
}
