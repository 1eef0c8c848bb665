import { disparity, type Groups } from "#domain/disparity.ts";
import { GROUP_FLOORS, type GroupFloors, groupRate, isEligible } from "#domain/fairness-rates.ts";
import type { Outcomes } from "#domain/value.ts";

/** The measures a project may choose from; only the last needs a reference group. */
export const FAIRNESS_MEASURES = [
  "demographic_parity_difference",
  "demographic_parity_ratio",
  "equal_opportunity_difference",
  "equalised_odds_difference",
  "false_positive_rate_difference",
  "predictive_parity_difference",
  "average_absolute_odds",
] as const;
export type FairnessMeasure = (typeof FAIRNESS_MEASURES)[number];

export type FairnessLimit = { kind: "at_most" | "at_least"; limit: number; warn: number | null };

/** Conventions of tools, not law (C5); rare events need tighter ones, set in stage 4. */
export const FAIRNESS_LIMITS: Record<FairnessMeasure, FairnessLimit> = {
  demographic_parity_difference: { kind: "at_most", limit: 0.1, warn: null },
  demographic_parity_ratio: { kind: "at_least", limit: 0.8, warn: 0.9 },
  equal_opportunity_difference: { kind: "at_most", limit: 0.1, warn: null },
  equalised_odds_difference: { kind: "at_most", limit: 0.1, warn: null },
  false_positive_rate_difference: { kind: "at_most", limit: 0.1, warn: null },
  predictive_parity_difference: { kind: "at_most", limit: 0.1, warn: null },
  average_absolute_odds: { kind: "at_most", limit: 0.1, warn: null },
};

export type Fairness = Record<FairnessMeasure, number | null>;

/**
 * All measures over the eligible groups (C5), fractions; null with fewer than two of them. Extremes between groups and the
 * worst case for equalised odds as in Fairlearn; average absolute odds against `reference` as in AIF360, its worst group;
 * null without a reference.
 */
export function fairness(groups: Groups, floors: GroupFloors = GROUP_FLOORS, reference?: string): Fairness {
  const selection = disparity(groups, "selection_rate", floors);
  const tpr = disparity(groups, "tpr", floors).difference;
  const fpr = disparity(groups, "fpr", floors).difference;
  return {
    demographic_parity_difference: selection.difference,
    demographic_parity_ratio: selection.ratio,
    equal_opportunity_difference: tpr,
    equalised_odds_difference: tpr === null || fpr === null ? null : Math.max(tpr, fpr),
    false_positive_rate_difference: fpr,
    predictive_parity_difference: disparity(groups, "ppv", floors).difference,
    average_absolute_odds: reference === undefined ? null : worstOdds(groups, reference, floors),
  };
}

/** ½ (|FPR − FPR of the reference| + |TPR − TPR of the reference|); null where one of the four rates is. */
export function averageAbsoluteOdds(reference: Outcomes, group: Outcomes): number | null {
  const fpr = gap(groupRate(reference, "fpr").value, groupRate(group, "fpr").value);
  const tpr = gap(groupRate(reference, "tpr").value, groupRate(group, "tpr").value);
  return fpr === null || tpr === null ? null : (fpr + tpr) / 2;
}

/** Whether both rates of a group are large enough for its odds. */
export function hasOdds(cells: Outcomes | undefined, floors: GroupFloors): cells is Outcomes {
  return cells !== undefined && isEligible(cells, "tpr", floors) && isEligible(cells, "fpr", floors);
}

function worstOdds(groups: Groups, reference: string, floors: GroupFloors): number | null {
  const against = groups[reference];
  if (!hasOdds(against, floors)) return null;
  const odds = Object.entries(groups)
    .filter(([name, cells]) => name !== reference && hasOdds(cells, floors))
    .map(([, cells]) => averageAbsoluteOdds(against, cells))
    .filter((value) => value !== null);
  return odds.length > 0 ? Math.max(...odds) : null;
}

function gap(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.abs(a - b);
}
