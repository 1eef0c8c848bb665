import { instantOf, type WallTime, wallTime } from "#domain/local-time.ts";

/** A line of five fields. Days of the week run from 0 (Sunday) to 6; 7 is Sunday, too. Null: every day. */
export type Cron = {
  minutes: readonly number[];
  hours: readonly number[];
  daysOfMonth: readonly number[] | null;
  months: readonly number[];
  daysOfWeek: readonly number[] | null;
};

const DAY_MS = 86_400_000;
/** 29 February may be eight years away (1896 to 1904); a line that matches nothing until then matches nothing. */
const HORIZON_DAYS = 8 * 366 + 1;

/**
 * Reads `minute hour day-of-month month day-of-week`: numbers, lists (1,15), ranges (1-5), steps (`0-40/10`, or a star before the slash) and the
 * English names of months and days. Null where the line cannot be read.
 */
export function parseCron(line: string): Cron | null {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const dates = parseField(dayOfMonth, 1, 31);
  const months = parseField(month, 1, 12, MONTHS);
  const days = parseField(dayOfWeek, 0, 7, DAYS);
  if (!minutes || !hours || !dates || !months || !days) return null;
  return {
    ...{ minutes, hours, months },
    daysOfMonth: dayOfMonth.startsWith("*") && dates.length === 31 ? null : dates,
    daysOfWeek: dayOfWeek.startsWith("*") && days.length === 8 ? null : [...new Set(days.map((day) => day % 7))],
  };
}

/**
 * The first time strictly after an instant at which the line runs (C9), in milliseconds since the epoch; null where it
 * never does. Times are those of the zone's clock: one that does not exist (clock forward) runs at the end of the gap, one
 * that comes twice runs at its first occurrence. With both day fields set, a day that matches either runs (POSIX).
 */
export function nextCron(cron: Cron, zone: string, after: number): number | null {
  // What the clock showed before `after` first came before it, so earlier times of day need no look.
  const shown = wallTime(after, zone);
  for (let day = 0; day <= HORIZON_DAYS; day += 1) {
    const date = startOfDay(shown) + day * DAY_MS;
    if (!runsOn(cron, date)) continue;
    for (const wall of timesOn(cron, date)) {
      if (wall <= shown) continue;
      const instant = instantOf(wall, zone);
      if (instant > after) return instant;
    }
  }
  return null;
}

/**
 * The tick that is due: the first one in (last, now], null where there is none. However many were missed while nobody
 * looked, they are one run (C9); `last` is when the line was last looked at, not the last tick.
 */
export function dueTick(cron: Cron, zone: string, last: number, now: number): number | null {
  const tick = nextCron(cron, zone, last);
  return tick !== null && tick <= now ? tick : null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function parseField(text: string, low: number, high: number, names: readonly string[] = []): number[] | null {
  const parts = text.split(",").map((part) => parsePart(part, low, high, names));
  if (parts.some((part) => part === null)) return null;
  return [...new Set(parts.flatMap((part) => part ?? []))].sort((a, b) => a - b);
}

function parsePart(part: string, low: number, high: number, names: readonly string[]): number[] | null {
  const match = /^(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d+))?$/i.exec(part);
  if (!match) return null;
  const [, star, first, last, stepText] = match;
  const numberOf = (word: string) => (/^\d+$/.test(word) ? Number(word) : placeOf(word, names, low));
  const from = star ? low : numberOf(first ?? "");
  const open = star !== undefined || (last === undefined && stepText !== undefined);
  const to = open ? high : numberOf(last ?? first ?? "");
  const step = stepText === undefined ? 1 : Number(stepText);
  if (!(from >= low && from <= to && to <= high && step >= 1)) return null;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** Months count from 1, days of the week from 0: as the field itself does. */
function placeOf(word: string, names: readonly string[], low: number): number {
  const place = names.indexOf(word.toLowerCase());
  return place < 0 ? Number.NaN : place + low;
}

function runsOn({ months, daysOfMonth, daysOfWeek }: Cron, date: WallTime): boolean {
  const day = new Date(date);
  if (!months.includes(day.getUTCMonth() + 1)) return false;
  const byDate = daysOfMonth?.includes(day.getUTCDate());
  const byDay = daysOfWeek?.includes(day.getUTCDay());
  if (byDate === undefined || byDay === undefined) return byDate ?? byDay ?? true;
  return byDate || byDay;
}

function timesOn({ hours, minutes }: Cron, date: WallTime): WallTime[] {
  return hours.flatMap((hour) => minutes.map((minute) => date + (hour * 60 + minute) * 60_000));
}

function startOfDay(wall: WallTime): WallTime {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}
