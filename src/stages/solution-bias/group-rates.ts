import { geEps, leEps } from "#domain/comparison.ts";
import type { FairnessMeasure } from "#domain/fairness.ts";
import { type GroupRate, groupRate, isEligible } from "#domain/fairness-rates.ts";
import { type Interval, wilson } from "#domain/intervals.ts";
import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import { isRatio, type JudgedMeasure } from "#stages/solution-bias/assessment-verdicts.ts";

export type RatedGroup = {
  name: string;
  value: number | null;
  interval: Interval | null;
  count: number;
  total: number;
  /** Large enough to be compared. */
  judged: boolean;
};

/** A rate of every group with its Wilson interval. */
export function ratedGroups({ groups }: Pick<AssessmentData, "groups">, rate: GroupRate): RatedGroup[] {
  return groups.map(({ name, ...cells }) => {
    const { value, count, total } = groupRate(cells, rate);
    return { name, value, count, total, interval: wilson(count, total), judged: isEligible(cells, rate) };
  });
}

export const RATE_WORDS: Record<GroupRate, string> = {
  selection_rate: "Selection rate",
  tpr: "True positive rate",
  fpr: "False positive rate",
  ppv: "Precision",
  base_rate: "Base rate",
};

/** The rates that a measure compares. */
export const RATES_OF: Record<FairnessMeasure, readonly GroupRate[]> = {
  demographic_parity_difference: ["selection_rate"],
  demographic_parity_ratio: ["selection_rate"],
  equal_opportunity_difference: ["tpr"],
  equalised_odds_difference: ["tpr", "fpr"],
  false_positive_rate_difference: ["fpr"],
  predictive_parity_difference: ["ppv"],
  average_absolute_odds: ["tpr", "fpr"],
};

export type Band = { from: number; to: number; seenFrom: "highest" | "lowest" };

/**
 * Where all groups would lie if the measure held, seen from the group that fares best among those that are judged. Where
 * being selected hurts, the best off is the one that is selected, or wrongly selected, least; else the one with most.
 */
export function allowedBand(
  { measure, threshold }: Pick<JudgedMeasure, "measure" | "threshold">,
  rated: readonly RatedGroup[],
  rate: GroupRate,
  favourable: AssessmentData["favourableOutcome"],
): Band | null {
  const values = rated.flatMap(({ judged, value }) => (judged && value !== null ? [value] : []));
  if (values.length === 0 || measure === "average_absolute_odds") return null;
  if (favourable === "negative" && (rate === "selection_rate" || rate === "fpr")) {
    const lowest = Math.min(...values);
    const to = isRatio(measure) ? lowest / threshold : lowest + threshold;
    return { from: lowest, to: Math.min(1, to), seenFrom: "lowest" };
  }
  const highest = Math.max(...values);
  const from = isRatio(measure) ? highest * threshold : Math.max(0, highest - threshold);
  return { from, to: highest, seenFrom: "highest" };
}

/** A judged group beyond the band, on the side on which groups fare worse. */
export function isOutside({ judged, value }: RatedGroup, band: Band | null): boolean {
  if (!band || !judged || value === null) return false;
  return band.seenFrom === "highest" ? !geEps(value, band.from) : !leEps(value, band.to);
}
