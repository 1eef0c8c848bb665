type Instant = Date | string | number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** "16 Mar 2026" in the given IANA zone. */
export function formatDate(at: Instant, zone = "UTC"): string {
  const part = partsOf(at, zone);
  return `${part.day} ${part.month} ${part.year}`;
}

/** "16 Mar" in the given zone. */
export function formatDay(at: Instant, zone = "UTC"): string {
  const part = partsOf(at, zone);
  return `${part.day} ${part.month}`;
}

/** "Mar 2026" in the given zone. */
export function formatMonth(at: Instant, zone = "UTC"): string {
  const part = partsOf(at, zone);
  return `${part.month} ${part.year}`;
}

/** "14:02" in the given zone. */
export function formatTime(at: Instant, zone = "UTC"): string {
  const part = partsOf(at, zone);
  return `${part.hour}:${part.minute}`;
}

/** "16 Mar 2026, 14:02" in the given zone. */
export function formatDateTime(at: Instant, zone = "UTC"): string {
  return `${formatDate(at, zone)}, ${formatTime(at, zone)}`;
}

/** A minute of the day as a clock shows it: 480 is "08:00". */
export function formatMinute(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The whole instant for a title: "2026-03-16 09:00:00 UTC". */
export function formatUtc(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/**
 * How long ago, short: "now", "12 min", "2 h", "yesterday", "3 d", and from thirty days on the date.
 * Future instants read "in 3 d". Yesterday is by the calendar of the zone, the rest by elapsed time.
 */
export function formatAgo(at: Instant, now: Instant, zone = "UTC"): string {
  const seconds = (new Date(now).getTime() - new Date(at).getTime()) / 1000;
  if (seconds < -60) return untilText(-seconds, at, zone);
  if (seconds < 60) return "now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  const daysApart = calendarDay(now, zone) - calendarDay(at, zone);
  if (daysApart === 0 || seconds < 6 * 3600) return `${Math.floor(seconds / 3600)} h`;
  if (daysApart === 1) return "yesterday";
  return daysApart < 30 ? `${daysApart} d` : formatDate(at, zone);
}

function untilText(seconds: number, at: Instant, zone: string): string {
  if (seconds < 3600) return `in ${Math.ceil(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `in ${Math.ceil(seconds / 3600)} h`;
  const days = Math.ceil(seconds / 86_400);
  return days < 30 ? `in ${days} d` : formatDate(at, zone);
}

/** Days since 1970 of the zone's calendar date. */
function calendarDay(at: Instant, zone: string): number {
  const part = partsOf(at, zone);
  return Date.UTC(Number(part.year), MONTHS.indexOf(part.month), Number(part.day)) / 86_400_000;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

type DateParts = { year: string; month: string; day: string; hour: string; minute: string };

/** Numeric parts only: month names differ between engines ("Sep", "Sept"), numbers do not. */
function partsOf(at: Instant, zone: string): DateParts {
  const found: Record<string, string> = {};
  for (const { type, value } of formatIn(zone).formatToParts(new Date(at))) found[type] = value;
  return {
    year: found.year ?? "",
    month: MONTHS[Number(found.month) - 1] ?? "",
    day: String(Number(found.day)),
    hour: found.hour ?? "",
    minute: found.minute ?? "",
  };
}

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const numeric = "numeric" as const;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: numeric,
    month: numeric,
    day: numeric,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(zone, made);
  return made;
}
