import { byteOrder } from "#domain/byte-order.ts";
import {
  GROUP_FLOORS,
  type GroupFloors,
  type GroupRate,
  groupRate,
  isEligible,
  type Rate,
} from "#domain/fairness-rates.ts";
import type { Outcomes } from "#domain/value.ts";

/** Group name → outcomes. */
export type Groups = Readonly<Record<string, Outcomes>>;

export type RatedGroup = Rate & { name: string; value: number };

export type Disparity = {
  /** Eligible groups, in byte order of their names. */
  rated: RatedGroup[];
  tooSmall: string[];
  /** Null with fewer than two eligible groups; so are difference and ratio. */
  extremes: { low: RatedGroup; high: RatedGroup } | null;
  /** Highest − lowest rate, a fraction. */
  difference: number | null;
  /** Lowest / highest rate; null where nobody has any (0/0). */
  ratio: number | null;
};

/**
 * How far one rate lies apart between groups (C5; extremes as in Fairlearn). Groups below the floors are listed, not
 * judged. Of equal groups the first name in byte order is the extreme.
 */
export function disparity(groups: Groups, rate: GroupRate, floors: GroupFloors = GROUP_FLOORS): Disparity {
  const names = Object.keys(groups).sort(byteOrder);
  const rated = names.flatMap((name) => ratedGroup(name, groups[name], rate, floors));
  const tooSmall = names.filter((name) => !rated.some((group) => group.name === name));
  const extremes = extremesOf(rated);
  if (!extremes) return { rated, tooSmall, extremes, difference: null, ratio: null };
  const { low, high } = extremes;
  return {
    rated,
    tooSmall,
    extremes,
    difference: high.value - low.value,
    ratio: high.value > 0 ? low.value / high.value : null,
  };
}

function ratedGroup(name: string, cells: Outcomes | undefined, rate: GroupRate, floors: GroupFloors): RatedGroup[] {
  if (!cells || !isEligible(cells, rate, floors)) return [];
  const { count, total, value } = groupRate(cells, rate);
  return value === null ? [] : [{ name, count, total, value }];
}

function extremesOf(rated: readonly RatedGroup[]): Disparity["extremes"] {
  const [first] = rated;
  if (!first || rated.length < 2) return null;
  return {
    low: rated.reduce((least, group) => (group.value < least.value ? group : least), first),
    high: rated.reduce((most, group) => (group.value > most.value ? group : most), first),
  };
}
