import type { DriftSeries } from "#stages/monitoring/drift.ts";

/** How far back the picture of drift looks. */
export const DRIFT_WEEKS = [12, 26, 52] as const;
type DriftWeeks = (typeof DRIFT_WEEKS)[number];

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Windows that end at local midnight move by an hour with the clocks, and features of one week end at slightly other times. */
const SLACK_MS = 12 * HOUR_MS;

export function driftWeeksOf(asked: string | undefined): DriftWeeks {
  return DRIFT_WEEKS.find((weeks) => String(weeks) === asked) ?? DRIFT_WEEKS[0];
}

/** When the newest window of all ended; null where nothing was measured. */
export function newestEnd(drift: readonly DriftSeries[]): number | null {
  const ends = drift.flatMap(({ windows }) => windows.at(-1)?.result.at ?? []);
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** The earliest end of a window that the weeks up to `newest` hold. */
export function weeksBegin(newest: number, weeks: number): number {
  return newest - weeks * WEEK_MS + SLACK_MS;
}

type Window = DriftSeries["windows"][number];
type WeekOfDrift = { end: number; windows: readonly (Window | null)[] };

/**
 * The weeks up to the newest window, oldest first, each with one window of every feature: the one that drifted most, where
 * a week has several. Weeks in which nothing ended are left out.
 */
export function weeksOfDrift(shown: readonly DriftSeries[], newest: number, weeks: number): WeekOfDrift[] {
  const from = weeksBegin(newest, weeks);
  const placed = shown.map(({ windows }) => {
    const mine = windows.filter(({ result }) => result.at > from);
    return Map.groupBy(mine, ({ result }) => Math.floor((newest - result.at + SLACK_MS) / WEEK_MS));
  });
  return Array.from({ length: weeks }, (_, ago) => weeks - 1 - ago).flatMap((ago): WeekOfDrift[] => {
    const found = placed.map((weeksOfOne) => weeksOfOne.get(ago) ?? []);
    const ends = found.flat().map(({ result }) => result.at);
    if (ends.length === 0) return [];
    return [{ end: Math.max(...ends), windows: found.map(worstOf) }];
  });
}

/** The newest of those that are worst. */
function worstOf(windows: readonly Window[]): Window | null {
  return windows.reduce<Window | null>(
    (worst, each) => (worst === null || badness(each) >= badness(worst) ? each : worst),
    null,
  );
}

const BADNESS = ["insufficient", "unreliable", "stable", "moderate", "drift"];

function badness({ reading }: Window): number {
  return BADNESS.indexOf(reading.state);
}
