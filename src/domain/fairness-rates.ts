import type { Outcomes } from "#domain/value.ts";

/** Rates of one group's outcomes. `positive` decisions are tp and fp. */
export const GROUP_RATES = ["selection_rate", "tpr", "fpr", "ppv", "base_rate"] as const;
export type GroupRate = (typeof GROUP_RATES)[number];

/** A count out of a total; the value is null for a total of 0. */
export type Rate = { count: number; total: number; value: number | null };

/**
 * Selection rate (tp + fp) / n; TPR tp / (tp + fn); FPR fp / (fp + tn); PPV tp / (tp + fp); base rate (tp + fn) / n
 * (C5). Fractions; a denominator of 0 gives null.
 */
export function groupRate(cells: Outcomes, rate: GroupRate): Rate {
  const [count, total] = FRACTIONS[rate](cells);
  return { count, total, value: total > 0 ? count / total : null };
}

export function groupSize({ tp, fp, fn, tn }: Outcomes): number {
  return tp + fp + fn + tn;
}

export type GroupFloors = { rows: number; denominator: number };

/** A group is judged from 30 rows and 10 in the rate's denominator. */
export const GROUP_FLOORS: GroupFloors = { rows: 30, denominator: 10 };
/** A project may set the floors, but not below these. */
export const LOWEST_FLOORS: GroupFloors = { rows: 30, denominator: 5 };
/** Groups with fewer rows are hidden from viewers. */
const VIEWER_ROWS = 10;

export function projectFloors({ rows, denominator }: Partial<GroupFloors>): GroupFloors {
  return {
    rows: Math.max(LOWEST_FLOORS.rows, rows ?? GROUP_FLOORS.rows),
    denominator: Math.max(LOWEST_FLOORS.denominator, denominator ?? GROUP_FLOORS.denominator),
  };
}

export function isShownToViewers(cells: Outcomes): boolean {
  return groupSize(cells) >= VIEWER_ROWS;
}

/** Whether a group is large enough for its rate to be compared. */
export function isEligible(cells: Outcomes, rate: GroupRate, floors: GroupFloors = GROUP_FLOORS): boolean {
  const { total, value } = groupRate(cells, rate);
  return value !== null && groupSize(cells) >= floors.rows && total >= floors.denominator;
}

const FRACTIONS: Record<GroupRate, (cells: Outcomes) => [number, number]> = {
  selection_rate: (cells) => [cells.tp + cells.fp, groupSize(cells)],
  tpr: ({ tp, fn }) => [tp, tp + fn],
  fpr: ({ fp, tn }) => [fp, fp + tn],
  ppv: ({ tp, fp }) => [tp, tp + fp],
  base_rate: (cells) => [cells.tp + cells.fn, groupSize(cells)],
};
