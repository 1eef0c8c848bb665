import type { Refusal } from "#wire/heard.ts";
import { flagIn, isJson, type Json, listIn, numberIn, objectIn, textIn } from "#wire/json.ts";

/** A metric of a report, from whichever of the two files of Evidently: its settings and each of its numbers by name. */
export type ReportMetric = { id: string; type: string; settings: Json; values: ReadonlyMap<string, number> };
export type ReportTest = {
  path: string;
  name: string;
  status: "success" | "fail" | "warning" | "error";
  detail?: string;
  metric: string | null;
  settings: Json;
  threshold?: number;
  critical?: boolean;
};
export type Report = { name: string | null; timestamp: string | null; metrics: ReportMetric[]; tests: ReportTest[] };

const METRIC_TYPE = /^evidently:metric_v\d+:/;

/** Of each, so many are read: every test is looked for among the metrics. */
const MOST_PARTS = 2_000;

export function partsLeft(payload: Json): Refusal[] {
  const counts = {
    metrics: Math.max(listIn(payload, "metrics").length, Object.keys(objectIn(payload, "metric_results") ?? {}).length),
    tests: listIn(payload, "tests").length,
  };
  return Object.entries(counts).flatMap(([part, count]) =>
    count > MOST_PARTS
      ? [
          {
            path: part,
            reason: `Of one report at most ${MOST_PARTS} ${part} are read; ${count - MOST_PARTS} are left.`,
          },
        ]
      : [],
  );
}

/** `snapshot.json()` has metrics and tests side by side, an uploaded snapshot its results by id; null for neither. */
export function reportIn(payload: Json): Report | null {
  const named = { name: textIn(payload, "name") ?? null, timestamp: textIn(payload, "timestamp") ?? null };
  const results = objectIn(payload, "metric_results");
  if (results) {
    const all = Object.entries(results).filter((entry): entry is [string, Json] => isJson(entry[1]));
    const entries = all.slice(0, MOST_PARTS);
    const tests = entries.flatMap(([id, result]) => testsIn(result, `metric_results.${id}.tests`));
    return { ...named, metrics: entries.map(([id, result]) => metricOfResult(id, result)), tests };
  }
  if (!Array.isArray(payload.metrics)) return null;
  return {
    ...named,
    metrics: payload.metrics.slice(0, MOST_PARTS).flatMap(metricOfReport),
    tests: testsIn(payload, "tests"),
  };
}

function metricOfReport(metric: unknown): ReportMetric[] {
  const settings = objectIn(metric, "config");
  const id = textIn(metric, "id");
  if (!settings || !id || !isJson(metric)) return [];
  return [{ id, type: typeOf(settings), settings, values: plainValues(metric.value) }];
}

function metricOfResult(id: string, result: Json): ReportMetric {
  const settings = objectIn(objectIn(objectIn(result, "metric_value_location"), "metric"), "params") ?? {};
  return { id, type: typeOf(settings), settings, values: taggedValues(result) };
}

function typeOf(settings: Json): string {
  return (textIn(settings, "type") ?? "Metric").replace(METRIC_TYPE, "");
}

const MOST_VALUES = 200;

/** A number alone is "value"; else each by its name: count and share, mean and std, or one a label. */
function plainValues(value: unknown): Map<string, number> {
  if (typeof value === "number") return new Map(Number.isFinite(value) ? [["value", value]] : []);
  if (!isJson(value)) return new Map();
  return new Map(
    Object.keys(value)
      .slice(0, MOST_VALUES)
      .flatMap((name) => {
        const number = numberIn(value, name) ?? numberIn(objectIn(value, name), "value");
        return number === undefined ? [] : [[name, number] as const];
      }),
  );
}

const PARTS = ["count", "share", "mean", "std"];

/** In a snapshot each number is an object of its own with a tag. */
function taggedValues(result: Json): Map<string, number> {
  const single = numberIn(result, "value");
  if (single !== undefined) return new Map([["value", single]]);
  const labelled = objectIn(result, "values");
  if (labelled) return plainValues(labelled);
  return plainValues(Object.fromEntries(PARTS.flatMap((part) => (part in result ? [[part, result[part]]] : []))));
}

const STATUSES = ["success", "fail", "warning", "error"] as const;

function testsIn(from: Json, path: string): ReportTest[] {
  return listIn(from, "tests")
    .slice(0, MOST_PARTS)
    .flatMap((test, place) => {
      const name = textIn(test, "name");
      const status = STATUSES.find((each) => each === textIn(test, "status")?.toLowerCase());
      if (!isJson(test) || !name || !status) return [];
      const metric = objectIn(test, "metric_config");
      const config = objectIn(test, "test_config");
      const [detail, threshold, critical] = [
        textIn(test, "description"),
        numberIn(config, "threshold"),
        flagIn(config, "is_critical") ?? flagIn(objectIn(objectIn(test, "bound_test"), "test"), "is_critical"),
      ];
      return [
        {
          ...{ path: `${path}[${place}]`, name, status, metric: textIn(metric, "metric_id") ?? null },
          settings: objectIn(metric, "params") ?? {},
          ...(detail !== undefined && { detail }),
          ...(threshold !== undefined && { threshold }),
          ...(critical !== undefined && { critical }),
        },
      ];
    });
}
