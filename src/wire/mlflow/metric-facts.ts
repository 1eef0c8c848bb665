import { modelMetric } from "#stages/model/model-metric.ts";
import type { HeardFact } from "#wire/heard.ts";
import { said } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";
import type { DatasetUse } from "#wire/mlflow/dataset-facts.ts";
import { type MetricPart, readMetricName, type Split } from "#wire/mlflow/metric-name.ts";
import { tagOf } from "#wire/mlflow/our-tags.ts";
import type { MetricRow, ModelMetricRow, RunRow } from "#wire/mlflow/rows.ts";

type Named = { key: string; name: string };
export type MetricsTold = {
  versionKey: string;
  run: RunRow;
  /** Of the logged model, which say on which data set they were taken. */
  ofModel: readonly ModelMetricRow[];
  uses: readonly DatasetUse[];
  /** The newest finished run of the same experiment that is the simple baseline. */
  baseline: RunRow | null;
  criteria: readonly Named[];
  /** Whether the gate asks for model metrics anyway. */
  asked: boolean;
};

type Slice = { split: Split; metric: string; segment: string | null; parts: Partial<Record<MetricPart, number>> };
const MOST = 300;
const LIMIT = 1e15;

/**
 * What the version reaches, by part of the data and slice, from the names of its run's metrics. Where the gate does not
 * ask for it, only what comes with a comparison with the baseline: what is recorded is judged by it.
 */
export function metricFacts({ versionKey, run, ofModel, uses, baseline, criteria, asked }: MetricsTold): HeardFact[] {
  const own = slicesOf(run, criteria, [...run.metrics.map(plain), ...onDatasets(ofModel, uses)]);
  const bar =
    baseline && baseline.id !== run.id ? slicesOf(baseline, criteria, baseline.metrics.map(plain)) : new Map();
  const compared = [...own].map(([id, slice]) => ({ id, ...slice, parts: { ...barOf(bar.get(id)), ...slice.parts } }));
  const told = compared.filter(({ parts }) => parts.value !== undefined);
  if (!asked && !told.some(({ parts }) => parts.baseline !== undefined)) return [];
  return told.slice(0, MOST).map(({ split, metric, segment, parts }) => ({
    kind: modelMetric.kind,
    key: keyOf(versionKey, split, metric, segment),
    data: { modelVersion: versionKey, metric, split, ...said({ segment: segment ?? undefined }), ...parts },
    path: `metrics.${metric}`,
  }));
}

type Read = { key: string; value: number | string; split: Split | null; n?: number };

function plain({ key, value }: MetricRow): Read {
  return { key, value, split: null };
}

/** The data set of a metric says the part of the data where its name does not. */
function onDatasets(metrics: readonly ModelMetricRow[], uses: readonly DatasetUse[]): Read[] {
  return metrics.flatMap(({ key, value, datasetName, datasetDigest }) => {
    const use = uses.find(({ name, digest }) => name === datasetName && digest === datasetDigest);
    if (!use || use.context === "other") return [];
    return [
      { key, value, split: use.context === "test" ? "test" : "train", ...(use.rows !== undefined && { n: use.rows }) },
    ];
  });
}

function slicesOf({ tags }: RunRow, criteria: readonly Named[], metrics: readonly Read[]): Map<string, Slice> {
  const usual = usualSplit(tagOf(tags, "split"));
  const slices = new Map<string, Slice>();
  for (const { key, value, split: known, n } of metrics) {
    const name = readMetricName(key);
    const split = name.split ?? known ?? usual;
    if (!split || typeof value !== "number" || !name.metric || Math.abs(value) > LIMIT) continue;
    const metric = clipped(criterionFor(criteria, key, name.metric) ?? name.metric, 120);
    const segment = name.segment === null ? null : clipped(name.segment, 160);
    const id = JSON.stringify([split, metric, segment]);
    const slice = slices.get(id) ?? { split, metric, segment, parts: {} };
    slices.set(id, slice);
    slice.parts[name.part] = name.part === "n" ? Math.max(0, Math.round(value)) : value;
    if (n !== undefined) slice.parts.n ??= n;
  }
  return slices;
}

function barOf(slice: Slice | undefined): Slice["parts"] {
  if (!slice) return {};
  const { value, low, high } = slice.parts;
  return said({ baseline: value, baselineLow: low, baselineHigh: high });
}

/** The criterion that a metric measures, by the whole name, the name without its split, or without scikit-learn's `_score`. */
function criterionFor(criteria: readonly Named[], whole: string, metric: string): string | undefined {
  const names = [whole, metric, metric.replace(/_score$/, "")].map((name) => name.toLowerCase());
  return names
    .map((name) => criteria.find((each) => each.key === name || each.name.toLowerCase() === name)?.key)
    .find((key) => key !== undefined);
}

function usualSplit(word: string | undefined): Split | null {
  return word === "train" || word === "validation" || word === "test" ? word : null;
}
