import { byteOrder } from "#domain/byte-order.ts";
import { geEps, leEps } from "#domain/comparison.ts";
import type { Groups } from "#domain/disparity.ts";
import { averageAbsoluteOdds, FAIRNESS_LIMITS, type FairnessMeasure, hasOdds } from "#domain/fairness.ts";
import { GROUP_FLOORS, type GroupRate, groupRate } from "#domain/fairness-rates.ts";
import {
  type Certainty,
  type FairnessOptions,
  fairnessVerdict,
  overallVerdict,
  type RateLimit,
  type RateVerdict,
} from "#domain/fairness-verdict.ts";
import type { FairnessVerdict } from "#domain/health.ts";
import { twoProportions } from "#domain/intervals.ts";
import type { Outcomes } from "#domain/value.ts";

export type MeasureVerdict = {
  measure: FairnessMeasure;
  value: number | null;
  verdict: FairnessVerdict;
  certainty: Certainty;
  /** It passes by less than the convention's margin: the four-fifths ratio below .90. */
  narrow: boolean;
  /** The rates it compares; none for average absolute odds, which compare a pair of groups. */
  rates: RateVerdict[];
};

export type MeasureOptions = FairnessOptions & { reference?: string };

/**
 * The verdict on a chosen measure (C5). Equalised odds take the worse of TPR and FPR and need both; average absolute odds
 * take the group farthest from the reference, fail when its TPR or FPR differs at p < .05 / (2 (G − 1)), and are never
 * proven, because no interval is defined for them.
 */
export function measureVerdict(
  groups: Groups,
  measure: FairnessMeasure,
  limit = FAIRNESS_LIMITS[measure].limit,
  options: MeasureOptions = {},
): MeasureVerdict {
  if (measure === "average_absolute_odds") return oddsVerdict(groups, limit, options);
  const rates = RATES[measure].map((rate) => fairnessVerdict(groups, { rate, kind: kindOf(measure), limit }, options));
  const values = rates.map(({ value }) => value).filter((value) => value !== null);
  const complete = values.length === rates.length && !rates.some(({ verdict }) => verdict === "insufficient");
  const value = values.length === rates.length ? Math.max(...values) : null;
  const verdict = (complete && overallVerdict(rates.map((rate) => rate.verdict))) || "insufficient";
  const { warn } = FAIRNESS_LIMITS[measure];
  return {
    measure,
    value,
    verdict,
    narrow: verdict === "pass" && value !== null && warn !== null && !geEps(value, warn),
    certainty: rates.every(({ certainty }) => certainty === "proven") ? "proven" : "point_only",
    rates,
  };
}

const RATES: Record<Exclude<FairnessMeasure, "average_absolute_odds">, GroupRate[]> = {
  demographic_parity_difference: ["selection_rate"],
  demographic_parity_ratio: ["selection_rate"],
  equal_opportunity_difference: ["tpr"],
  equalised_odds_difference: ["tpr", "fpr"],
  false_positive_rate_difference: ["fpr"],
  predictive_parity_difference: ["ppv"],
};

function kindOf(measure: FairnessMeasure): RateLimit["kind"] {
  return measure === "demographic_parity_ratio" ? "ratio" : "difference";
}

function oddsVerdict(groups: Groups, limit: number, options: MeasureOptions): MeasureVerdict {
  const { floors = GROUP_FLOORS, protectedGroups = [], reference = "" } = options;
  const against = groups[reference];
  const eligible = Object.keys(groups)
    .filter((name) => name !== reference && hasOdds(groups[name], floors))
    .sort(byteOrder);
  const judged = hasOdds(against, floors) && protectedGroups.every((name) => [reference, ...eligible].includes(name));
  const far = eligible.map((name) => groups[name]).filter((cells) => cells !== undefined);
  const distances = far.map((cells) => (against ? averageAbsoluteOdds(against, cells) : null) ?? 0);
  const worst = Math.max(...distances);
  const cells = far[distances.indexOf(worst)];
  const base = { measure: "average_absolute_odds", certainty: "point_only", narrow: false } as const;
  if (!judged || !against || !cells) return { ...base, value: null, verdict: "insufficient", rates: [] };
  const verdict = leEps(worst, limit) ? "pass" : differs(against, cells, 0.025 / eligible.length) ? "fail" : "watch";
  return { ...base, value: worst, verdict, rates: [] };
}

function differs(reference: Outcomes, group: Outcomes, alpha: number): boolean {
  return (["tpr", "fpr"] as const).some((rate) => {
    const [a, b] = [groupRate(group, rate), groupRate(reference, rate)];
    const test = twoProportions(a.count, a.total, b.count, b.total);
    return test !== null && test.p < alpha;
  });
}
