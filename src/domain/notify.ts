import { instantOf, wallTime } from "#domain/local-time.ts";

export const DIGESTS = ["at_once", "hourly", "daily"] as const;
export type Digest = (typeof DIGESTS)[number];

/** How often a channel of messages (Slack, e-mail) may speak. Minutes count from midnight of the zone's clock. */
export type Rhythm = {
  digest: Digest;
  digestAt: number;
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string;
};

/** One piece of news that waits for a channel. Times are milliseconds since the epoch. */
export type Waiting = { type: string; dedup: string; severity: string; at: number };

export type Situation = {
  now: number;
  rhythm: Rhythm;
  /** When the last message was begun. */
  lastMessageAt: number | null;
  /** When this channel last said this about this thing. */
  lastSaid(news: Waiting): number | null;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MINUTES = 24 * 60;

/** However much happens at once, a channel says it in one message, and the next comes no sooner. */
export const LEAST_GAP_MS = MINUTE_MS;
/** What flaps is said again after so long, with what became of it. */
export const SAME_AGAIN_MS = HOUR_MS;

/**
 * Divides what waits into what leaves now, as one message, and what leaves later, with the time to look again.
 *
 * - Critical news leaves at once: no digest and no quiet hours hold it. All else waits for its digest (the first slot after it
 *   happened), and what would leave in quiet hours waits for their end.
 * - What watches found about one thing (an alert, a criterion) stays together and in order. Where it would repeat what was
 *   said within the hour, all of it waits until the hour is over: it is put off rather than dropped, because the last word
 *   that a reader has about a thing must be how it stands. A critical one among it waits for nothing.
 * - One message a minute.
 */
export function planMessage<W extends Waiting>(waiting: readonly W[], situation: Situation) {
  const { now, rhythm, lastMessageAt } = situation;
  const from = earliest(now, lastMessageAt);
  const leave: W[] = [];
  const later: { news: W; at: number }[] = [];
  for (const thread of Map.groupBy(waiting, threadOf).values()) {
    const timed = thread.map((news) => ({ news, at: leavesAt(rhythm, news, from) }));
    const ready = timed.filter(({ at }) => at <= from).map(({ news }) => news);
    const held = ready.some(isUrgent) ? from : afterQuiet(rhythm, Math.max(from, heldUntil(ready, situation)));
    for (const { news, at } of timed) {
      const time = Math.max(at, held);
      if (time <= now) leave.push(news);
      else later.push({ news, at: time });
    }
  }
  return { leave, later };
}

/** When one piece of news may leave, not before `from`. */
export function leavesAt(rhythm: Rhythm, news: Waiting, from: number): number {
  return isUrgent(news) ? from : afterQuiet(rhythm, Math.max(from, slotAfter(rhythm, news.at)));
}

/** When a message that was begun before may leave again, as it was. */
export function leavesAgain(
  message: readonly Waiting[],
  { now, rhythm, lastMessageAt }: Omit<Situation, "lastSaid">,
): number {
  const from = earliest(now, lastMessageAt);
  return message.some(isUrgent) ? from : afterQuiet(rhythm, from);
}

function earliest(now: number, lastMessageAt: number | null): number {
  return Math.max(now, (lastMessageAt ?? Number.NEGATIVE_INFINITY) + LEAST_GAP_MS);
}

/** What the same thing did, as one line: all that watches found about it, else each kind by itself. */
export function threadOf({ type, dedup }: Waiting): string {
  return isWatched(type) ? dedup : `${dedup} ${type}`;
}

/** Told by watches, which may flap. What people do is never a repetition. */
export function isWatched(type: string): boolean {
  return type.startsWith("alert.") || type === "criterion.breached" || type === "criterion.recovered";
}

/** A test is for somebody who waits before the screen. */
function isUrgent({ severity, type }: Waiting): boolean {
  return severity === "critical" || type === "test";
}

function heldUntil(ready: readonly Waiting[], { lastSaid }: Situation): number {
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...ready.filter(({ type }) => isWatched(type)).map((news) => (lastSaid(news) ?? -SAME_AGAIN_MS) + SAME_AGAIN_MS),
  );
}

/** The first slot of the digest after an instant: the next full hour, or the next time that the clock shows the minute. */
function slotAfter({ digest, digestAt, timeZone }: Rhythm, at: number): number {
  if (digest === "at_once") return at;
  if (digest === "hourly") return at + HOUR_MS - (wallTime(at, timeZone) % HOUR_MS);
  return nextTime(digestAt, timeZone, at);
}

/** The instant itself, or the end of the quiet hours in which it lies. From and to alike means none. */
function afterQuiet(rhythm: Rhythm, at: number): number {
  const { quietFrom: from, quietTo: to, timeZone } = rhythm;
  if (from === null || to === null || from === to) return at;
  const minute = minuteOf(at, timeZone);
  const quiet = from < to ? from <= minute && minute < to : minute >= from || minute < to;
  return quiet ? afterQuiet(rhythm, nextTime(to, timeZone, at)) : at;
}

/**
 * The first instant after `at` at which the clock shows a minute of the day. Where the clock is moved back and shows it
 * twice, the second counts for whoever has passed the first; where it is moved forward and never shows it, the end of the gap.
 */
function nextTime(minuteOfDay: number, zone: string, at: number): number {
  const wall = wallTime(at, zone);
  const ahead =
    ((minuteOfDay * MINUTE_MS - (wall % (DAY_MINUTES * MINUTE_MS)) + DAY_MINUTES * MINUTE_MS - 1) %
      (DAY_MINUTES * MINUTE_MS)) +
    1;
  const byClock = instantOf(wall + ahead, zone);
  return byClock > at ? byClock : at + ahead;
}

function minuteOf(at: number, zone: string): number {
  return Math.floor(wallTime(at, zone) / MINUTE_MS) % DAY_MINUTES;
}
