import type { Criterion } from "#domain/criteria.ts";

/*
 * Times are milliseconds since the epoch, window and cadence are seconds. A window is [end − window, end); its end is a
 * whole multiple of the cadence since the epoch in UTC, and it is evaluated once it has ended (api-contract, Windows).
 */

export type Rhythm = Pick<Criterion, "windowSeconds" | "cadenceSeconds">;

/** The first end after t, which is the first window that a point at t belongs to. */
export function windowEndAfter(t: number, cadenceSeconds: number): number {
  const cadence = cadenceSeconds * 1000;
  return (Math.floor(t / cadence) + 1) * cadence;
}

/** Where evaluation begins: the end of the first window that holds the series' first point. */
export function firstWindowEnd(firstPoint: number, rhythm: Rhythm): number {
  return windowEndAfter(firstPoint, rhythm.cadenceSeconds);
}

/** The last window that has ended at `now`; an end equal to now has ended. */
export function lastEndedWindow(now: number, rhythm: Rhythm): number {
  const cadence = rhythm.cadenceSeconds * 1000;
  return Math.floor(now / cadence) * cadence;
}

/** A late or replaced point at `changed` replays from this window forward. */
export function affectedFrom(changed: number, rhythm: Rhythm): number {
  return windowEndAfter(changed, rhythm.cadenceSeconds);
}

/** The last window whose aggregate holds a point at `changed`; may lie before `affectedFrom` where windows leave gaps. */
export function affectedUntil(changed: number, rhythm: Rhythm): number {
  const cadence = rhythm.cadenceSeconds * 1000;
  return Math.floor((changed + rhythm.windowSeconds * 1000) / cadence) * cadence;
}

/** Every end from the first one on or after `from` up to and including `until`. */
export function windowEnds(from: number, until: number, cadenceSeconds: number): number[] {
  const cadence = cadenceSeconds * 1000;
  const first = Math.ceil(from / cadence);
  const count = Math.floor(until / cadence) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * cadence);
}
