import { type Cron, nextCron } from "#domain/cron.ts";

/** A window that opens at each tick of its line and stays open for some hours. */
export type BlackoutWindow = { cron: Cron; hours: number };

const HOUR_MS = 3_600_000;
/** So many windows may follow each other without a gap; where there are more, no end is worth naming. */
const MOST_IN_A_ROW = 100;

/**
 * Until when no promotion may happen (stage 10): the end of the windows that are open now, in milliseconds since the epoch.
 * Windows that overlap, or follow each other without a gap, are one. Null while none is open; infinity where a hundred of
 * them follow each other. Ticks are those of the zone's clock (C9); hours are elapsed ones, so in a night in which the clock
 * is moved a window ends an hour earlier or later on the wall. Its end is outside of it.
 */
export function blackoutEnd(windows: readonly BlackoutWindow[], zone: string, now: number): number | null {
  let end: number | null = null;
  for (let joined = 0; joined <= MOST_IN_A_ROW; joined += 1) {
    const from: number = end ?? now;
    const later = Math.max(from, ...windows.map((window) => openUntil(window, zone, from) ?? from));
    if (later === from) return end;
    end = later;
  }
  return Number.POSITIVE_INFINITY;
}

/** The end of the last window that is open at an instant; of a line that runs often, several are. */
function openUntil({ cron, hours }: BlackoutWindow, zone: string, at: number): number | null {
  const length = hours * HOUR_MS;
  let opened = nextCron(cron, zone, at - length);
  if (opened === null || opened > at) return null;
  // Half of what is left is looked over each time, so that the newest of many ticks is found in a few steps.
  for (let step = (at - opened) / 2; step >= 1; step /= 2) {
    const next = nextCron(cron, zone, opened + step);
    if (next !== null && next <= at) opened = next;
  }
  return opened + length;
}
