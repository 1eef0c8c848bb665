import { geEps, leEps } from "#domain/comparison.ts";
import { instant } from "#domain/criterion-state.ts";
import type { FactBag } from "#stages/fact.ts";
import type { CriterionFacts } from "#stages/facts.ts";
import { modelMetric } from "#stages/model/model-metric.ts";

type Judging = FactBag & { criteria: readonly CriterionFacts[] };
export type MetricRow = ReturnType<typeof testRows>[number];

/** What a model version reaches on test data, the newest value of each metric and slice, with the criterion it measures. */
export function testRows(facts: Judging, version: string) {
  const rows = facts.of(modelMetric).filter(({ data }) => data.modelVersion === version && data.split === "test");
  const newest = Map.groupBy(rows, ({ data }) => JSON.stringify([data.metric, data.segment ?? null]));
  return [...newest.values()].flatMap(([row]) => {
    if (!row) return [];
    const criterion = criterionNamed(facts.criteria, row.data.metric);
    const lowerIsBetter = row.data.lowerIsBetter ?? criterion?.direction === "lte";
    return [{ key: row.key, ...row.data, criterion, lowerIsBetter }];
  });
}

export function isWhole({ segment }: Pick<MetricRow, "segment">): boolean {
  return segment === undefined;
}

/** Whether it meets the criterion's target, by the rules of a window. */
export function meets(criterion: CriterionFacts, { value, n }: Pick<MetricRow, "value" | "n">): boolean {
  const minSamples = criterion.minSamples ?? 1;
  return instant({ ...criterion, minSamples }, value, n ?? minSamples) === "met";
}

export type SliceVerdict = "holds" | "below" | "too small" | "no guardrail";
const ROWS_JUDGED = 30;

/** Whether a slice stays on the good side of its guardrail (G6.4): fewer than 30 rows are listed, not judged. */
export function sliceVerdict(row: MetricRow): SliceVerdict {
  const limits = guardrailOf(row);
  if (!limits) return "no guardrail";
  if (row.n !== undefined && row.n < ROWS_JUDGED) return "too small";
  return geEps(row.value, limits.low) && leEps(row.value, limits.high) ? "holds" : "below";
}

/** The ends between which a slice has to lie: its own guardrail, else the criterion's; null where there is none. */
export function guardrailOf({
  guardrail,
  lowerIsBetter,
  criterion,
}: Pick<MetricRow, "guardrail" | "lowerIsBetter" | "criterion">) {
  const own = guardrail ?? (criterion?.direction === "range" ? null : criterion?.guardrail) ?? null;
  if (own !== null) return lowerIsBetter ? { low: -Infinity, high: own } : { low: own, high: Infinity };
  if (criterion?.direction !== "range" || criterion.guardrailLow === null || criterion.guardrailHigh === null)
    return null;
  return { low: criterion.guardrailLow, high: criterion.guardrailHigh };
}

/** Three digits are enough for a sentence. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function criterionNamed(criteria: readonly CriterionFacts[], metric: string): CriterionFacts | undefined {
  const name = metric.trim().toLowerCase();
  return criteria.find((each) => each.key === name || each.name.toLowerCase() === name);
}
