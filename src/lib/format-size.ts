const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** A length of time in its largest fitting unit: "45 s", "15 min", "2 h", "48 d". Rounds down: a day counts when it is over. */
export function formatDurationSeconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–";
  const size = Math.abs(seconds);
  if (size < MINUTE) return `${Math.floor(size)} s`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`;
  if (size < 2 * DAY) return `${Math.floor(size / HOUR)} h`;
  return `${Math.floor(size / DAY).toLocaleString("en-GB")} d`;
}

/** Whole days: "48 d". */
export function formatDays(days: number | null | undefined): string {
  if (days === null || days === undefined || !Number.isFinite(days)) return "–";
  return `${Math.floor(days).toLocaleString("en-GB")} d`;
}

/** A window as people say it: 604800 is "7 days", 3600 is "1 hour". */
export function formatWindow(seconds: number): string {
  if (seconds % DAY === 0) return plural(seconds / DAY, "day");
  if (seconds % HOUR === 0) return plural(seconds / HOUR, "hour");
  if (seconds % MINUTE === 0) return plural(seconds / MINUTE, "minute");
  return plural(seconds, "second");
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, at most one decimal: 25,000,000 is "25 MB". */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return "–";
  let size = bytes;
  let step = 0;
  while (Math.abs(size) >= 999.5 && step < BYTE_UNITS.length - 1) {
    size /= 1000;
    step += 1;
  }
  return `${step === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10} ${BYTE_UNITS[step]}`;
}

/** "1 stage", "3 stages"; give the plural where English is irregular. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}
