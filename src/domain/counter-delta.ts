/** What was last seen of a counter, or of a histogram that adds up: [count, sum, …buckets]. */
export type CounterState = { at: number; amounts: readonly number[] };
export type CounterReading = CounterState & {
  /** Since when it has been adding up; 0 where unknown. The same clock as `at`: nanoseconds. */
  start: number;
};

/** A counter that began longer ago than this is counted from its second reading on: its past is not of this minute. */
const LONGEST_BEGINNING = 86_400e9;

/**
 * What was added since the last reading, in the unit of the amounts. Null where that cannot be told (a first reading of
 * something that began long ago or nobody knows when) or nothing is new (a reading repeated, or older than the last).
 * Amounts that fell mean that it began anew: then all of them were added since. Its start is part of what names a
 * counter, so that a restart with another start, or a twin, is another counter.
 * Source: OpenTelemetry data model, "Resets and gaps".
 */
export function addedSince(before: CounterState | null, reading: CounterReading): readonly number[] | null {
  const { start, at, amounts } = reading;
  if (!before) return start > 0 && start <= at && at - start <= LONGEST_BEGINNING ? amounts : null;
  if (at <= before.at) return null;
  if (fell(before.amounts, amounts)) return amounts;
  return amounts.map((amount, place) => amount - (before.amounts[place] ?? 0));
}

/** The sum of a histogram may fall while it adds up, where values are below 0. */
const SUM = 1;

function fell(before: readonly number[], amounts: readonly number[]): boolean {
  return before.length !== amounts.length || before.some((was, place) => place !== SUM && (amounts[place] ?? 0) < was);
}
