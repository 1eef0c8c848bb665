import { formatDay, formatTime } from "#lib/format-date.ts";

export type TimeTick = { at: number; label: string };

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Steps below a day count from local midnight, days and weeks from a local Monday, months from January. */
const STEPS: readonly { length: number; months?: number }[] = [
  { length: 5 * MINUTE },
  { length: 15 * MINUTE },
  { length: 30 * MINUTE },
  { length: HOUR },
  { length: 3 * HOUR },
  { length: 6 * HOUR },
  { length: 12 * HOUR },
  { length: DAY },
  { length: 2 * DAY },
  { length: 7 * DAY },
  { length: 14 * DAY },
  { length: 30.4 * DAY, months: 1 },
  { length: 91.3 * DAY, months: 3 },
  { length: 182.6 * DAY, months: 6 },
  { length: 365.2 * DAY, months: 12 },
];

/** Marks on round local times of the zone, at most about `count`, with the shortest words that tell them apart. */
export function timeTicks(from: number, to: number, zone: string, count: number): TimeTick[] {
  if (!(to > from)) return [];
  const step = STEPS.find(({ length }) => (to - from) / length <= count) ?? STEPS[STEPS.length - 1];
  if (!step) return [];
  if (step.months) return monthTicks(from, to, zone, step.months);
  const ticks: TimeTick[] = [];
  let wall = Math.ceil((toWall(from, zone) - MONDAY) / step.length) * step.length + MONDAY;
  for (let at = fromWall(wall, zone); at <= to; at = fromWall(wall, zone)) {
    if (at >= from) ticks.push({ at, label: dayOrTime(at, wall, step.length, zone) });
    wall += step.length;
  }
  return ticks;
}

/** Monday 5 January 1970 on the wall clock; also a midnight, so that hours are counted from it too. */
const MONDAY = 4 * DAY;

function dayOrTime(at: number, wall: number, length: number, zone: string): string {
  return length >= DAY || wall % DAY === 0 ? formatDay(at, zone) : formatTime(at, zone);
}

function monthTicks(from: number, to: number, zone: string, months: number): TimeTick[] {
  const start = new Date(toWall(from, zone));
  const ticks: TimeTick[] = [];
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  month = Math.floor(month / months) * months;
  for (;;) {
    const at = fromWall(Date.UTC(Math.floor(month / 12), month % 12, 1), zone);
    if (at > to) return ticks;
    const label = month % 12 === 0 ? String(Math.floor(month / 12)) : (formatDay(at, zone).split(" ")[1] ?? "");
    if (at >= from) ticks.push({ at, label });
    month += months;
  }
}

/** The instant's local date and time, written as if it were UTC. */
function toWall(at: number, zone: string): number {
  return at + offsetAt(at, zone);
}

/** The instant of a local date and time; in the hour that a clock change skips, the instant after the change. */
function fromWall(wall: number, zone: string): number {
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(at: number, zone: string): number {
  if (zone === "UTC") return 0;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const two = "2-digit" as const;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
  formats.set(zone, made);
  return made;
}
