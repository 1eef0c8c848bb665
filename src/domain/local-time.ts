/** A moment on the wall clock, written as if it were UTC: milliseconds since the epoch of the same digits. */
export type WallTime = number;

/** No zone moved its clock by more than a day, and none twice within this span either side. */
const SPAN_MS = 36 * 3_600_000;

/** What the clock of an IANA zone shows at an instant. Throws a RangeError for a zone that does not exist. */
export function wallTime(instant: number, zone: string): WallTime {
  const parts = formatFor(zone).formatToParts(instant);
  const at = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const whole = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return whole + (((instant % 1000) + 1000) % 1000);
}

/**
 * The instant at which a clock shows a time. A time that is shown twice (clock back) means the first; one that is never
 * shown (clock forward) means the end of the gap (C9).
 */
export function instantOf(wall: WallTime, zone: string): number {
  const before = offsetAt(wall - SPAN_MS, zone);
  const after = offsetAt(wall + SPAN_MS, zone);
  const candidates = [wall - before, wall - after].filter((instant) => wallTime(instant, zone) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : changeBetween(wall - SPAN_MS, wall + SPAN_MS, zone);
}

/** The first instant after `low` with the offset of `high`, to the second: where the clock was moved. */
function changeBetween(low: number, high: number, zone: string): number {
  const offset = offsetAt(high, zone);
  let [from, to] = [Math.floor(low / 1000), Math.ceil(high / 1000)];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetAt(middle * 1000, zone) === offset) to = middle;
    else from = middle;
  }
  return to * 1000;
}

function offsetAt(instant: number, zone: string): number {
  return wallTime(instant, zone) - instant;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, made);
  return made;
}
