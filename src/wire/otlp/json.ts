import { invalid } from "#domain/errors.ts";
import { isJson, type Json, listIn, objectIn } from "#wire/json.ts";
import {
  type Attributes,
  attributeText,
  type Buckets,
  type ExponentialPoint,
  type HistogramPoint,
  type MetricData,
  MOST_ATTRIBUTES,
  MOST_BUCKETS,
  MOST_DATA_POINTS,
  MOST_LEVELS,
  MOST_QUANTILES,
  mapOf,
  type NumberPoint,
  type OtlpMetric,
  type OtlpRequest,
  type PointHead,
  type Said,
  type SummaryPoint,
} from "#wire/otlp/metrics.ts";

/** The JSON of proto3 as OTLP narrows it: lowerCamelCase, enums as numbers, 64-bit numbers as text or number. */
export function otlpFromJson(payload: unknown): OtlpRequest {
  if (!isJson(payload) || (payload.resourceMetrics !== undefined && !Array.isArray(payload.resourceMetrics)))
    throw invalid("resourceMetrics", "Send an object with resourceMetrics, a list.");
  const all: All = { metrics: [], left: 0, room: MOST_DATA_POINTS };
  for (const one of listIn(payload, "resourceMetrics")) {
    const resource = attributesIn(objectIn(one, "resource"));
    for (const part of listIn(one, "scopeMetrics")) {
      const scope = { name: textOf(objectIn(part, "scope")?.name) };
      for (const metric of listIn(part, "metrics").filter(isJson)) addMetric(all, metric, { resource, scope });
    }
  }
  return { metrics: all.metrics, left: all.left };
}

function addMetric(all: All, metric: Json, of: Pick<OtlpMetric, "resource" | "scope">): void {
  const data = dataOf(metric, all);
  if (data && data.points.length > 0)
    all.metrics.push({ name: textOf(metric.name), unit: textOf(metric.unit), ...of, ...data });
}

type All = OtlpRequest & { room: number };

function dataOf(metric: Json, all: All): MetricData | null {
  const points = <P>(data: Json, read: (point: Json) => P): P[] => {
    const sent = listIn(data, "dataPoints").filter(isJson);
    const taken = sent.slice(0, all.room);
    all.room -= taken.length;
    all.left += sent.length - taken.length;
    return taken.map(read);
  };
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  if (isJson(gauge)) return { kind: "gauge", points: points(gauge, numberPoint) };
  if (isJson(sum))
    return {
      ...{ kind: "sum", points: points(sum, numberPoint) },
      ...{ temporality: temporality(sum), monotonic: sum.isMonotonic === true },
    };
  if (isJson(histogram))
    return { kind: "histogram", points: points(histogram, histogramPoint), temporality: temporality(histogram) };
  if (isJson(exponentialHistogram)) {
    const read = points(exponentialHistogram, exponentialPoint);
    return { kind: "exponentialHistogram", points: read, temporality: temporality(exponentialHistogram) };
  }
  return isJson(summary) ? { kind: "summary", points: points(summary, summaryPoint) } : null;
}

function temporality({ aggregationTemporality }: Json): number {
  return whole(aggregationTemporality);
}

function head(point: Json): PointHead {
  return {
    attributes: attributesIn(point),
    start: whole(point.startTimeUnixNano),
    time: whole(point.timeUnixNano),
    flags: whole(point.flags),
  };
}

function numberPoint(point: Json): NumberPoint {
  return { ...head(point), value: point.asInt === undefined ? real(point.asDouble) : real(point.asInt) };
}

function spread(point: Json) {
  return { count: whole(point.count), sum: real(point.sum), min: real(point.min), max: real(point.max) };
}

function histogramPoint(point: Json): HistogramPoint {
  const counts = listIn(point, "bucketCounts").slice(0, MOST_BUCKETS).map(whole);
  return {
    ...head(point),
    ...spread(point),
    counts,
    bounds: listIn(point, "explicitBounds").slice(0, MOST_BUCKETS).map(real),
  };
}

function exponentialPoint(point: Json): ExponentialPoint {
  const { scale, zeroCount } = point;
  const [up, down] = [bucketsIn(point.positive), bucketsIn(point.negative)];
  return { ...head(point), ...spread(point), scale: whole(scale), zeros: whole(zeroCount), up, down };
}

function bucketsIn(from: unknown): Buckets {
  const counts = listIn(from, "bucketCounts").slice(0, MOST_BUCKETS).map(whole);
  return { offset: isJson(from) ? whole(from.offset) : 0, counts };
}

function summaryPoint(point: Json): SummaryPoint {
  const quantiles = listIn(point, "quantileValues")
    .filter(isJson)
    .slice(0, MOST_QUANTILES)
    .map(({ quantile, value }) => ({ quantile: real(quantile ?? 0), value: real(value ?? 0) }));
  return { ...head(point), count: whole(point.count), sum: real(point.sum ?? 0), quantiles };
}

function attributesIn(from: unknown): Attributes {
  const attributes: Attributes = [];
  for (const one of listIn(from, "attributes").slice(0, MOST_ATTRIBUTES)) {
    const value = isJson(one) ? anyValue(one.value) : null;
    if (isJson(one) && value !== null) attributes.push([textOf(one.key), attributeText(value)]);
  }
  return attributes;
}

function anyValue(value: unknown, level = 0): Said | null {
  if (!isJson(value)) return null;
  const { stringValue, boolValue, intValue, doubleValue, bytesValue } = value;
  const plain = stringValue ?? boolValue ?? intValue ?? doubleValue ?? bytesValue;
  if (typeof plain === "string" || typeof plain === "number" || typeof plain === "boolean") return String(plain);
  const [list, map] = [objectIn(value, "arrayValue"), objectIn(value, "kvlistValue")];
  if ((!list && !map) || level >= MOST_LEVELS) return null;
  const inner = listIn(list ?? map, "values").slice(0, MOST_ATTRIBUTES);
  if (list) return inner.map((each) => anyValue(each, level + 1) ?? "");
  return mapOf(inner.filter(isJson).map((pair) => [textOf(pair.key), anyValue(pair.value, level + 1) ?? ""]));
}

/** NaN for what is no number: null, which is how some write NaN itself, and what proto3 writes as text. */
function real(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

function whole(value: unknown): number {
  const number = real(value);
  return Number.isFinite(number) ? number : 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
