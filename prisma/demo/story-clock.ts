const DAY_MS = 86_400_000;

/** The moment at which the story of lifecycle G is told; the demo shifts it by whole days to lie within the last 24 hours. */
const TOLD_AT = Date.UTC(2026, 2, 16, 9);

export type StoryClock = {
  /** The real moment of the seeding. */
  now: Date;
  /** A day of the story, and a time in UTC, as a moment of the past. */
  moment(day: string, time?: string): Date;
  /** A day of the story as a date of today's calendar, for documents. */
  day(day: string): string;
};

export function storyClock(now: Date): StoryClock {
  const shift = Math.floor((now.getTime() - TOLD_AT) / DAY_MS) * DAY_MS;
  const moment = (day: string, time = "00:00") => new Date(Date.parse(`${day}T${time}:00Z`) + shift);
  return { now, moment, day: (day) => moment(day).toISOString().slice(0, 10) };
}

/** The day so many days after another, both of the story. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + Math.round(days) * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
