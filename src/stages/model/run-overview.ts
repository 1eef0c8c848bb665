import type { z } from "zod";
import { paretoFront } from "#domain/pareto.ts";
import { finiteOf } from "#domain/run-metric.ts";
import type { Fact, FactBag, FactCounts } from "#stages/fact.ts";
import type { CriterionFacts } from "#stages/facts.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { lowerWins, PRICE } from "#stages/model/metric-direction.ts";
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
  /** Best first; of many, the best, those on the front, the baselines and the run of the candidate. */
  runs: RunView[];
  metric: string;
  lowerIsBetter: boolean;
  costName: string | null;
  costUnit: string;
  /** Finished runs with that metric, and those of them with a price, drawn or not. */
  known: number;
  priced: number;
  /** Finished runs whose metric is not a number or infinite. */
  notFinite: number;
  /** All other runs: without that metric, or not ended. */
  left: number;
};

type Facts = FactBag & FactCounts & { criteria: readonly CriterionFacts[] };
export type FinishedRun = Pick<Fact<z.infer<typeof trainingRun.schema>>, "key" | "at" | "data">;

const DRAWN = 200;

/**
 * Finished runs on the one metric that decides, each with what it costs; null where no run says how good it is. A value
 * that is not finite is counted, never compared.
 */
export function runOverview(facts: Facts, runs: readonly FinishedRun[] = finishedIn(facts)): RunOverview | null {
  const metric = qualityMetric(runs, facts.criteria);
  if (!metric) return null;
  const lowerIsBetter = lowerWins(metric, facts.criteria);
  const price = priceOf(runs);
  const known = runs.flatMap((run) => {
    const quality = finiteOf(run.data.metrics?.[metric]);
    if (quality === null) return [];
    const { name, params = {}, baseline = false, usesTestSet = false } = run.data;
    const cost = price ? price.read(run) : null;
    return [{ key: run.key, name, at: run.at, quality, cost, params, baseline, usesTestSet }];
  });
  const sign = lowerIsBetter ? -1 : 1;
  const priced = known.flatMap(({ key, quality, cost }) =>
    cost === null ? [] : [{ id: key, quality: sign * quality, cost }],
  );
  const front = new Set(paretoFront(priced));
  const chosen = candidateOf(facts)?.data.run;
  const notFinite = runs.filter(({ data }) => typeof data.metrics?.[metric] === "string").length;
  return {
    runs: known
      .map((run) => ({ ...run, onFront: front.has(run.key) }))
      .toSorted((a, b) => sign * (b.quality - a.quality) || (a.cost ?? 0) - (b.cost ?? 0))
      .filter((run, place) => place < DRAWN || run.onFront || run.baseline || run.key === chosen),
    ...{ metric, lowerIsBetter, costName: price?.name ?? null, costUnit: price?.unit ?? "" },
    ...{ known: known.length, priced: priced.length, notFinite },
    left: facts.count(trainingRun) - known.length - notFinite,
  };
}

function finishedIn(facts: FactBag): readonly FinishedRun[] {
  return facts.of(trainingRun).filter(({ data }) => data.status === "succeeded");
}

/** The metric of a model criterion, must-haves first; else the one that most runs have. What is a price is no quality. */
function qualityMetric(runs: readonly FinishedRun[], criteria: readonly CriterionFacts[]): string | null {
  const counts = new Map<string, number>();
  for (const { data } of runs)
    for (const [name, value] of Object.entries(data.metrics ?? {}))
      if (finiteOf(value) !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = criteria
    .filter(({ kind }) => kind === "model")
    .toSorted((a, b) => Number(b.mustHave) - Number(a.mustHave))
    .flatMap(({ key, name }) => [key, name.toLowerCase()]);
  const wanted = named.flatMap((name) => [...counts.keys()].filter((each) => each.toLowerCase() === name));
  if (wanted[0]) return wanted[0];
  const others = [...counts].filter(([name]) => !PRICE.test(name)).sort((a, b) => b[1] - a[1]);
  return others[0]?.[0] ?? null;
}

/** What quality is paid with: latency where it was measured, else money, energy or time. */
function priceOf(runs: readonly FinishedRun[]) {
  const metric = runs.flatMap(({ data }) => Object.keys(data.metrics ?? {})).find((name) => PRICE.test(name));
  if (metric) {
    const unit = /_ms/i.test(metric) ? "ms" : "";
    return { name: metric, unit, read: ({ data }: FinishedRun) => finiteOf(data.metrics?.[metric]) };
  }
  const known = PRICES.find(({ field }) => runs.some(({ data }) => data[field] !== undefined));
  return known ? { ...known, read: ({ data }: FinishedRun) => data[known.field] ?? null } : null;
}

const PRICES = [
  { field: "cost", name: "Cost", unit: "money" },
  { field: "energyKwh", name: "Energy", unit: "kWh" },
  { field: "durationSeconds", name: "Training time", unit: "seconds" },
] as const;
