import { timeProblem } from "#domain/metric-points.ts";
import { Batches } from "#wire/batches.ts";
import { clipped } from "#wire/keys.ts";
import { labelsOf, nameProblem, unitOf } from "#wire/labels.ts";
import { addPoints, type Counted, LONGEST_ENDING, type Shape, type Source } from "#wire/otlp/counted.ts";
import { binsFor, type Reference, referenceFor } from "#wire/otlp/drift-bins.ts";
import { explicitBuckets } from "#wire/otlp/exponential.ts";
import {
  type Attributes,
  CUMULATIVE,
  DELTA,
  type OtlpMetric,
  type OtlpRequest,
  type PointHead,
} from "#wire/otlp/metrics.ts";
import { brief, inOrder, type Origin, originFinder } from "#wire/otlp/origin.ts";
import { Refusals } from "#wire/refusals.ts";

export type Translated = {
  /** Points that say all by themselves. */
  batches: Batches;
  /** What must be compared with the reading before. */
  counted: Counted[];
  refusals: Refusals;
  /** How many data points were looked at. */
  sent: number;
};

const NO_VALUE = 1;
const LONGEST_NAME = 200;

/** What one looks at beside the metrics: the drift references of the project, and the time. */
export type Known = { references: readonly Reference[]; now: number };

export function translate({ metrics }: Pick<OtlpRequest, "metrics">, known: Known): Translated {
  const into: Translated = { batches: new Batches(), counted: [], refusals: new Refusals(), sent: 0 };
  const originOf = originFinder();
  for (const [index, metric] of metrics.entries()) {
    const problem = metricProblem(metric);
    const named = clipped(metric.name, LONGEST_NAME);
    const sources = new Map<string, Source | string>();
    const ofAll = { metric, known, into, origin: originOf(metric), unit: brief(metric.unit), sources };
    for (const point of metric.points) {
      const place = into.sent++;
      if ((point.flags & NO_VALUE) !== 0) continue; // says that there is nothing to tell, which is no fault
      const reason = problem ?? pointProblem(point, known.now) ?? translatePoint({ ...ofAll, index, place }, point);
      if (reason) into.refusals.add(named, reason, place);
    }
  }
  return into;
}

type Task = {
  metric: OtlpMetric;
  known: Known;
  into: Translated;
  origin: Origin;
  unit: string;
  sources: Map<string, Source | string>;
  index: number;
  place: number;
};

function metricProblem(metric: OtlpMetric): string | null {
  const named = nameProblem(metric.name, metric.kind === "gauge" || metric.kind === "sum" ? 0 : LONGEST_ENDING);
  if (named || !("temporality" in metric) || metric.temporality === DELTA || metric.temporality === CUMULATIVE)
    return named;
  return "Its aggregation temporality is neither delta nor cumulative.";
}

function pointProblem({ time }: PointHead, now: number): string | null {
  return time > 0 ? timeProblem(millis(time), now) : "It has no time.";
}

function millis(nanos: number): number {
  return Math.round(nanos / 1e6);
}

type PointOf<K extends OtlpMetric["kind"]> = Extract<OtlpMetric, { kind: K }>["points"][number];

/** Adds what the point says, or tells why not. */
function translatePoint(task: Task, point: OtlpMetric["points"][number]): string | null {
  const attributes = inOrder(point.attributes);
  const words = attributes.map((pair) => pair.join("\u0001")).join("\u0002");
  const source = sourceOf(task, attributes, words);
  if (typeof source === "string") return source;
  const of = { task, words, source, point };
  if ("value" in point) return number(of, point);
  if ("quantiles" in point) return summary(of, point);
  return "scale" in point ? exponential(of, point) : histogram(of, point);
}

type One = { task: Task; words: string; source: Source; point: PointHead };

function number(one: One, { value }: PointOf<"sum">): string | null {
  if (!Number.isFinite(value)) return "Its value is not a finite number.";
  const { metric } = one.task;
  // What rises and falls is a level: only what never falls counts something.
  if (metric.kind === "sum" && metric.monotonic && metric.temporality === CUMULATIVE) count(one, "number", [value]);
  else addPoints(one.task.into.batches, placed(one, "number"), [value]);
  return null;
}

function histogram(one: One, point: PointOf<"histogram">): string | null {
  const { bounds, counts, count: all, sum, min, max } = point;
  const rising = bounds.every((bound, at) => Number.isFinite(bound) && (at === 0 || bound > (bounds[at - 1] ?? bound)));
  if (!rising || (counts.length > 0 && counts.length !== bounds.length + 1))
    return "Its buckets do not fit its bounds: one more than there are bounds, and bounds that rise.";
  if (isBelowZero(all, counts)) return BELOW_ZERO;
  const amounts = [all, sum, ...counts];
  const { drift, mismatch } = driftOf(one, bounds);
  if (mismatch) one.task.into.refusals.add(one.task.metric.name, mismatch, null);
  const delta = isDelta(one.task.metric);
  // The extremes of what adds up are those of all time, not of the last interval.
  const shape = { bounds, ...(delta ? { min, max } : UNKNOWN) };
  if (delta) addPoints(one.task.into.batches, placed(one, shape), amounts);
  if (!delta || drift) count(one, shape, amounts, { delta, drift });
  return null;
}

const UNKNOWN = { min: Number.NaN, max: Number.NaN };

/** Its buckets may change their width between readings, so of those that add up only count and sum are compared. */
function exponential(one: One, point: PointOf<"exponentialHistogram">): string | null {
  const { count: all, sum, min, max } = point;
  if (isBelowZero(all, [point.zeros, ...point.up.counts, ...point.down.counts])) return BELOW_ZERO;
  if (!isDelta(one.task.metric)) {
    count(one, { bounds: [], ...UNKNOWN }, [all, sum]);
    return null;
  }
  const buckets = explicitBuckets(point);
  if (!buckets) return "Its buckets reach beyond the numbers that can be told apart.";
  const shape = { bounds: buckets.bounds, min, max };
  addPoints(one.task.into.batches, placed(one, shape), [all, sum, ...buckets.counts]);
  return null;
}

function summary(one: One, { count: all, sum, quantiles }: PointOf<"summary">): string | null {
  if (isBelowZero(all, [])) return BELOW_ZERO;
  const { id, series } = one.source;
  for (const { quantile, value } of quantiles) {
    if (!Number.isFinite(value)) continue; // nothing fell into it lately
    const labels = labelsOf([...Object.entries(series.labels ?? {}), ["quantile", String(quantile)]]);
    if (typeof labels === "string") return labels;
    const source = { ...one.source, id: `${id}|${quantile}`, series: { ...series, labels } };
    addPoints(one.task.into.batches, { ...placed(one, "number"), source }, [value]);
  }
  count(one, { bounds: [], ...UNKNOWN }, [all, sum]);
  return null;
}

const BELOW_ZERO = "A count is below zero.";

function isBelowZero(count: number, counts: readonly number[]): boolean {
  return count < 0 || counts.some((each) => each < 0);
}

function driftOf({ task, point }: One, bounds: readonly number[]): { drift: Counted["drift"]; mismatch?: string } {
  const feature = point.attributes.find(([key]) => key === "feature")?.[1] ?? task.metric.name;
  const reference = referenceFor(feature, task.known.references);
  const found = reference ? binsFor(reference, bounds) : null;
  return typeof found === "string" ? { drift: null, mismatch: found } : { drift: found };
}

function count(one: One, shape: Shape, amounts: readonly number[], own: Partial<Counted> = {}): void {
  const { point, task } = one;
  const start = task.origin.scraped ? 0 : point.start;
  const stream = streamOf(one, shape);
  task.into.counted.push({
    ...placed(one, shape),
    stream,
    start,
    at: point.time,
    amounts,
    delta: false,
    drift: null,
    ...own,
  });
}

function placed({ task: { place }, source, point }: One, shape: Shape) {
  return { place, source, shape, time: millis(point.time) };
}

function isDelta(metric: OtlpMetric): boolean {
  return "temporality" in metric && metric.temporality === DELTA;
}

function streamOf({ task, words, source }: One, shape: Shape): string {
  const bounds = shape === "number" ? "" : shape.bounds.join();
  const known = source.streams.get(bounds);
  if (known !== undefined) return known;
  const { origin, unit } = task;
  const { kind, name } = task.metric;
  const stream = JSON.stringify([kind, name, unit, origin.scope, origin.resource, bounds, words]);
  source.streams.set(bounds, stream);
  return stream;
}

function sourceOf({ metric, origin, sources, index }: Task, attributes: Attributes, words: string): Source | string {
  const known = sources.get(words);
  if (known !== undefined) return known;
  const labels = labelsOf([...origin.kept, ...attributes]);
  const series = { name: metric.name, ...unitOf(metric.unit) };
  const made =
    typeof labels === "string"
      ? labels
      : { id: `${index}|${words}`, series: { ...series, labels }, streams: new Map() };
  sources.set(words, made);
  return made;
}
