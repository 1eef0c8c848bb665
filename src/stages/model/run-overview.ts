import { paretoFront } from "#domain/pareto.ts";
import type { FactBag } from "#stages/fact.ts";
import type { CriterionFacts } from "#stages/facts.ts";
import { trainingRun } from "#stages/model/training-run.ts";

export type RunView = {
  key: string;
  name: string;
  at: number;
  quality: number;
  /** Of the axis that quality is paid with; null where it was not recorded. */
  cost: number | null;
  params: Readonly<Record<string, string | number | boolean>>;
  baseline: boolean;
  usesTestSet: boolean;
  /** Nothing is better at the same price. */
  onFront: boolean;
};
export type RunOverview = {
  /** Best first. */
  runs: RunView[];
  metric: string;
  lowerIsBetter: boolean;
  costName: string | null;
  costUnit: string;
  /** Runs without that metric, and those that have not ended. */
  left: number;
};

type Facts = FactBag & { criteria: readonly CriterionFacts[] };
type Run = ReturnType<typeof finishedRuns>[number];

const LOWER = /loss|error|wape|mape|smape|rmse|mae|mse|perplexity|brier|latency|duration|cost|seconds|_ms$/i;
const PRICE = /latency|_ms$|p95|p99|duration|cost|memory|seconds/i;

/** Finished runs on the one metric that decides, each with what it costs; null where no run says how good it is. */
export function runOverview(facts: Facts): RunOverview | null {
  const runs = finishedRuns(facts);
  const metric = qualityMetric(runs, facts.criteria);
  if (!metric) return null;
  const lowerIsBetter = lowerWins(metric, facts.criteria);
  const price = priceOf(runs);
  const known = runs.flatMap((run) => {
    const quality = run.data.metrics?.[metric];
    if (quality === undefined) return [];
    const { name, params = {}, baseline = false, usesTestSet = false } = run.data;
    const cost = price ? price.read(run) : null;
    return [{ key: run.key, name, at: run.at, quality, cost, params, baseline, usesTestSet }];
  });
  const sign = lowerIsBetter ? -1 : 1;
  const priced = known.flatMap(({ key, quality, cost }) =>
    cost === null ? [] : [{ id: key, quality: sign * quality, cost }],
  );
  const front = new Set(paretoFront(priced));
  return {
    runs: known
      .map((run) => ({ ...run, onFront: front.has(run.key) }))
      .toSorted((a, b) => sign * (b.quality - a.quality) || (a.cost ?? 0) - (b.cost ?? 0)),
    ...{ metric, lowerIsBetter, costName: price?.name ?? null, costUnit: price?.unit ?? "" },
    left: facts.of(trainingRun).length - known.length,
  };
}

function finishedRuns(facts: FactBag) {
  return facts.of(trainingRun).filter(({ data }) => data.status === "succeeded");
}

/** The metric of a model criterion, must-haves first; else the one that most runs have. What is a price is no quality. */
function qualityMetric(runs: readonly Run[], criteria: readonly CriterionFacts[]): string | null {
  const counts = new Map<string, number>();
  for (const { data } of runs)
    for (const name of Object.keys(data.metrics ?? {})) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = criteria
    .filter(({ kind }) => kind === "model")
    .toSorted((a, b) => Number(b.mustHave) - Number(a.mustHave))
    .flatMap(({ key, name }) => [key, name.toLowerCase()]);
  const wanted = named.flatMap((name) => [...counts.keys()].filter((each) => each.toLowerCase() === name));
  if (wanted[0]) return wanted[0];
  const others = [...counts].filter(([name]) => !PRICE.test(name)).sort((a, b) => b[1] - a[1]);
  return others[0]?.[0] ?? null;
}

function lowerWins(metric: string, criteria: readonly CriterionFacts[]): boolean {
  const criterion = criteria.find(({ key, name }) => key === metric || name.toLowerCase() === metric.toLowerCase());
  return criterion ? criterion.direction === "lte" : LOWER.test(metric);
}

/** What quality is paid with: latency where it was measured, else money, energy or time. */
function priceOf(runs: readonly Run[]) {
  const metric = runs.flatMap(({ data }) => Object.keys(data.metrics ?? {})).find((name) => PRICE.test(name));
  if (metric) {
    const unit = /_ms/i.test(metric) ? "ms" : "";
    return { name: metric, unit, read: ({ data }: Run) => data.metrics?.[metric] ?? null };
  }
  const known = PRICES.find(({ field }) => runs.some(({ data }) => data[field] !== undefined));
  return known ? { ...known, read: ({ data }: Run) => data[known.field] ?? null } : null;
}

const PRICES = [
  { field: "cost", name: "Cost", unit: "money" },
  { field: "energyKwh", name: "Energy", unit: "kWh" },
  { field: "durationSeconds", name: "Training time", unit: "seconds" },
] as const;
