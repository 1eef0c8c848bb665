import type { Issue } from "#domain/errors.ts";

/** One series of a request with the points that stand; times in epoch milliseconds. */
export type MetricBatch = {
  series: { name: string; labels: Record<string, string>; unit?: string };
  /** The place of each point in its batch, as it was sent. */
  indexes: number[];
  times: number[];
  values: number[];
  weights: number[];
};
export type RefusedPoint = { index: number; batch?: number; reason: string };
export type ParsedMetrics =
  | { ok: true; batches: MetricBatch[]; refused: RefusedPoint[]; sent: number }
  | { ok: false; issues: Issue[] };

export const MAX_POINTS = 10_000;
export const RETENTION_DAYS = 400;
const AHEAD_MS = 5 * 60 * 1000;
/** Sums of products of these stay within a double, whatever their number. */
const LARGEST_VALUE = 1e150;
const SMALLEST_VALUE = 1e-300;
const LARGEST_WEIGHT = 1e15;
const SMALLEST_WEIGHT = 1e-9;

/**
 * Reads `{series, points}` or `{batches: [{series, points}, …]}` (api-contract, Points). By hand, because it runs for
 * every point of every batch. A bad point is refused alone; the request fails only where its shape cannot be read.
 */
export function parseMetrics(body: unknown, now: number): ParsedMetrics {
  if (!isRecord(body)) return unreadable("", "Send an object with series and points, or with batches.");
  const many = "batches" in body;
  if (many && !Array.isArray(body.batches)) return unreadable("batches", "Batches are a list.");
  const parts: unknown[] = many ? (body.batches as unknown[]) : [body];
  const issues = parts.flatMap((part, i) => shapeIssues(part, many ? `batches.${i}.` : ""));
  if (issues.length > 0) return { ok: false, issues };
  const refused: RefusedPoint[] = [];
  const batches = (parts as ReadablePart[]).map((part, i) => readPart(part, now, refused, many ? i : undefined));
  return {
    ok: true,
    batches,
    refused,
    sent: (parts as ReadablePart[]).reduce((sum, { points }) => sum + points.length, 0),
  };
}

type ReadablePart = {
  series: { name: string; labels?: Record<string, string>; unit?: string | null };
  points: unknown[];
};

function shapeIssues(part: unknown, at: string): Issue[] {
  if (!isRecord(part)) return [{ path: at.slice(0, -1), message: "A batch is an object with series and points." }];
  const issues: Issue[] = [];
  const { series, points } = part;
  if (!Array.isArray(points)) issues.push({ path: `${at}points`, message: "Points are a list of [time, value, n?]." });
  if (!isRecord(series)) return [...issues, { path: `${at}series`, message: "A series is an object with a name." }];
  const { name, labels, unit } = series;
  if (!isText(name, 200))
    issues.push({ path: `${at}series.name`, message: "A series has a name of 1 to 200 characters." });
  if (labels !== undefined && !areLabels(labels))
    issues.push({
      path: `${at}series.labels`,
      message: "Labels are at most 20 texts, keys up to 60 characters, values up to 200.",
    });
  if (unit !== undefined && unit !== null && !isText(unit, 40))
    issues.push({ path: `${at}series.unit`, message: "A unit is a text of 1 to 40 characters." });
  return issues;
}

function readPart(part: ReadablePart, now: number, refused: RefusedPoint[], batch: number | undefined): MetricBatch {
  const { name, labels = {}, unit } = part.series;
  const series = unit ? { name: name.trim(), labels, unit: unit.trim() } : { name: name.trim(), labels };
  const read: MetricBatch = { series, indexes: [], times: [], values: [], weights: [] };
  for (let index = 0; index < part.points.length; index++) {
    const reason = readPoint(part.points[index], now, read, index);
    if (reason) refused.push(batch === undefined ? { index, reason } : { index, batch, reason });
  }
  return read;
}

/** Adds the point to the batch, or says why not. */
function readPoint(point: unknown, now: number, into: MetricBatch, index: number): string | null {
  if (!Array.isArray(point) || point.length < 2 || point.length > 3) return "A point is [time, value, n?].";
  const time = timeOf(point[0]);
  if (time === null) return "It has no time: give ISO 8601 or epoch milliseconds.";
  const value: unknown = point[1];
  if (!isFiniteNumber(value)) return "The value is not a finite number.";
  const n: unknown = point[2] ?? 1;
  if (!isFiniteNumber(n)) return "n is not a finite number.";
  const problem = amountProblem(value, n) ?? timeProblem(time, now);
  if (problem) return problem;
  into.indexes.push(index);
  into.times.push(time);
  into.values.push(Math.abs(value) < SMALLEST_VALUE ? 0 : value);
  into.weights.push(n);
  return null;
}

function amountProblem(value: number, n: number): string | null {
  if (n < 0) return "n is negative.";
  if (n > LARGEST_WEIGHT || (n !== 0 && n < SMALLEST_WEIGHT)) return "n is outside what can be added up.";
  return Math.abs(value) > LARGEST_VALUE ? "The value is outside what can be added up." : null;
}

export function timeProblem(time: number, now: number): string | null {
  if (time > now + AHEAD_MS) return "Its time is more than 5 minutes ahead.";
  if (time < now - RETENTION_DAYS * 86_400_000)
    return `Its time is older than the ${RETENTION_DAYS} days that are kept.`;
  return null;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Whole milliseconds; a time without a zone is UTC. Null for what is not a time, 30 February included. */
export function timeOf(time: unknown): number | null {
  if (typeof time === "number") return Number.isFinite(time) ? Math.round(time) : null;
  if (typeof time !== "string") return null;
  const parts = ISO.exec(time);
  if (!parts) return null;
  const dated = time.length === 10 || parts[4] ? time : `${time}Z`;
  const ms = Date.parse(dated);
  if (Number.isNaN(ms)) return null;
  const day = Number(parts[3]);
  if (day > 28 && day > new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate()) return null;
  return ms;
}

function areLabels(labels: unknown): labels is Record<string, string> {
  if (!isRecord(labels)) return false;
  const entries = Object.entries(labels);
  return (
    entries.length <= 20 &&
    entries.every(
      ([key, value]) => isText(key, 60) && typeof value === "string" && value.length <= 200 && !value.includes("\0"),
    )
  );
}

function isText(text: unknown, longest: number): text is string {
  return typeof text === "string" && text.trim().length > 0 && text.length <= longest && !text.includes("\0");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(path: string, message: string): ParsedMetrics {
  return { ok: false, issues: [{ path, message }] };
}
