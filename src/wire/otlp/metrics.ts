/** A request of OTLP as both of its encodings say it (opentelemetry-proto 1, metrics/v1). Times in nanoseconds since 1970. */
export type OtlpRequest = {
  metrics: OtlpMetric[];
  /** Data points that were not read, because there were too many before them. */
  left: number;
};

export type OtlpMetric = { name: string; unit: string; resource: Attributes; scope: { name: string } } & MetricData;

/** Numbers and flags as text, lists and maps as JSON of such texts. */
export type Attributes = [key: string, value: string][];

/** A value as either encoding says it. */
export type Said = string | readonly Said[] | { readonly [key: string]: Said };

export function attributeText(said: Said): string {
  return typeof said === "string" ? said : JSON.stringify(said);
}

/** A map in one order, so that the same map is the same text. */
export function mapOf(pairs: readonly (readonly [string, Said])[]): Said {
  return Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}

export type MetricData =
  | { kind: "gauge"; points: NumberPoint[] }
  | { kind: "sum"; points: NumberPoint[]; temporality: number; monotonic: boolean }
  | { kind: "histogram"; points: HistogramPoint[]; temporality: number }
  | { kind: "exponentialHistogram"; points: ExponentialPoint[]; temporality: number }
  | { kind: "summary"; points: SummaryPoint[] };

export type PointHead = { attributes: Attributes; start: number; time: number; flags: number };
export type NumberPoint = PointHead & { value: number };
/** What was not said is NaN. */
type Spread = { count: number; sum: number; min: number; max: number };
export type HistogramPoint = PointHead & Spread & { counts: number[]; bounds: number[] };
export type ExponentialPoint = PointHead & Spread & { scale: number; zeros: number; up: Buckets; down: Buckets };
export type Buckets = { offset: number; counts: number[] };
export type SummaryPoint = PointHead & { count: number; sum: number; quantiles: Quantile[] };
export type Quantile = { quantile: number; value: number };

export const MOST_DATA_POINTS = 10_000;
/** What is beyond these is not read, so that a small body cannot become a large one. */
export const MOST_ATTRIBUTES = 64;
/** Lists and maps within each other. */
export const MOST_LEVELS = 8;
export const MOST_BUCKETS = 1_000;
export const MOST_QUANTILES = 20;

export const DELTA = 1;
export const CUMULATIVE = 2;

export function numberPoint(): NumberPoint {
  return { attributes: [], start: 0, time: 0, flags: 0, value: Number.NaN };
}

export function histogramPoint(): HistogramPoint {
  return { ...head(), ...spread(), counts: [], bounds: [] };
}

export function exponentialPoint(): ExponentialPoint {
  return { ...head(), ...spread(), scale: 0, zeros: 0, up: { offset: 0, counts: [] }, down: { offset: 0, counts: [] } };
}

export function summaryPoint(): SummaryPoint {
  return { ...head(), count: 0, sum: 0, quantiles: [] };
}

function head(): PointHead {
  return { attributes: [], start: 0, time: 0, flags: 0 };
}

function spread(): Spread {
  return { count: 0, sum: Number.NaN, min: Number.NaN, max: Number.NaN };
}
