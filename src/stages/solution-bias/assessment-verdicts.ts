import type { Groups } from "#domain/disparity.ts";
import { FAIRNESS_LIMITS, FAIRNESS_MEASURES, type FairnessMeasure, fairness } from "#domain/fairness.ts";
import { type MeasureVerdict, measureVerdict } from "#domain/fairness-measure.ts";
import { GROUP_FLOORS, isEligible, isShownToViewers } from "#domain/fairness-rates.ts";
import { overallVerdict } from "#domain/fairness-verdict.ts";
import type { FairnessVerdict } from "#domain/health.ts";
import type { Interval } from "#domain/intervals.ts";
import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";

export type ChosenMeasure = { metric: FairnessMeasure; threshold: number };
export type JudgedMeasure = MeasureVerdict & { threshold: number };

/** The chosen measures with their verdicts. `exempted`: protected groups that need not be large enough. */
export function judgedMeasures(
  data: AssessmentData,
  chosen: readonly ChosenMeasure[] = data.measures,
  exempted: readonly string[] = [],
): JudgedMeasure[] {
  const protectedGroups = data.groups
    .filter((group) => group.protected !== false && !exempted.includes(group.name))
    .map(({ name }) => name);
  const reference = referenceIn(data);
  const options = { protectedGroups, ...(reference !== undefined && { reference }) };
  return chosen.map(({ metric, threshold }) => ({
    ...measureVerdict(cellsOf(data), metric, threshold, options),
    threshold,
  }));
}

export function overall(measures: readonly JudgedMeasure[]): FairnessVerdict | null {
  return overallVerdict(measures.map(({ verdict }) => verdict));
}

/** Every measure's value, chosen or not. */
export function measureValues(data: AssessmentData): { metric: FairnessMeasure; value: number | null }[] {
  const values = fairness(cellsOf(data), GROUP_FLOORS, referenceIn(data));
  return FAIRNESS_MEASURES.map((metric) => ({ metric, value: values[metric] }));
}

/** 95 % of a measure; of equalised odds that of the rate which lies further apart. */
export function intervalOf({ rates }: MeasureVerdict): Interval | null {
  const worst = rates.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))[0];
  return worst?.interval ?? null;
}

/** Groups that cannot be judged for a rate of a measure in question; with no rate in mind, for the selection rate. */
export function tooSmallGroups(data: AssessmentData, measures: readonly JudgedMeasure[]): string[] {
  const rates = measures.flatMap((measure) => measure.rates.map(({ disparity }) => disparity.tooSmall));
  const selection = data.groups.filter((cells) => !isEligible(cells, "selection_rate")).map(({ name }) => name);
  return [...new Set([...selection, ...rates.flat()])];
}

/** Group attributes are sensitive: of groups this small a viewer sees nothing. */
export function forViewers<T extends Pick<AssessmentData, "groups">>(data: T): T {
  return { ...data, groups: data.groups.filter(isShownToViewers) };
}

export function cellsOf({ groups }: Pick<AssessmentData, "groups">): Groups {
  return Object.fromEntries(groups.map(({ name, tp, fp, fn, tn }) => [name, { tp, fp, fn, tn }]));
}

export function isRatio(metric: FairnessMeasure): boolean {
  return FAIRNESS_LIMITS[metric].kind === "at_least";
}

function referenceIn({ referenceGroup, groups }: AssessmentData): string | undefined {
  return groups.some(({ name }) => name === referenceGroup) ? referenceGroup : undefined;
}
