import { invalid } from "#domain/errors.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { driftVerdict } from "#stages/monitoring/drift-verdict.ts";
import { solutionTest } from "#stages/solution-bias/solution-test.ts";
import { measureOf } from "#wire/evidently/measure.ts";
import { partsLeft, type Report, type ReportMetric, type ReportTest, reportIn } from "#wire/evidently/snapshot.ts";
import { type HeardFact, type HeardPoints, type Hearing, heard, type WireReader } from "#wire/heard.ts";
import { isJson, numberIn, said, textIn, timeIn } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";

/**
 * Evidently 0.7: an uploaded snapshot or the file of a report. Drift becomes verdicts of stage 9 with the judgement of
 * Evidently's own test, every other test one of stage 8, and each number a point of a series. What a test said about a
 * column that is a protected attribute is told in both stages.
 */
export const evidently: WireReader = {
  format: "evidently",
  looksAt: [protectedAttribute],
  read(payload, hearing) {
    const report = isJson(payload) ? reportIn(payload) : null;
    if (!report) throw invalid("", "A snapshot of Evidently has metric_results, its report metrics and tests.");
    const at = whenOf(report, hearing.now);
    const drift = report.metrics.flatMap((metric) => verdictOf(metric, report.tests, at));
    const tests = report.tests.flatMap((test, place) => testOf({ ...test, place }, report.metrics, at, hearing));
    const points = report.metrics.flatMap((metric) => pointsOf(metric, Date.parse(at)));
    const unjudged = drift.filter(({ data }) => data.drifted === undefined).length;
    return heard(report.name ?? `Report of ${report.metrics.length} metrics and ${report.tests.length} tests`, {
      facts: [...drift, ...tests],
      points,
      refused: isJson(payload) ? partsLeft(payload) : [],
      notes:
        unjudged > 0
          ? [`${unjudged} of ${drift.length} drift verdicts have no test: run the report with include_tests=True.`]
          : [],
    });
  },
};

/** Evidently's times have no zone; what would lie ahead is now. */
function whenOf(report: Report, now: number): string {
  const at = Date.parse(timeIn(report, "timestamp") ?? "");
  return new Date(Number.isNaN(at) ? now : Math.min(at, now)).toISOString();
}

const DRIFT_OF_ONE = "ValueDrift";
const DRIFT_OF_ALL = "DriftedColumnsCount";

function verdictOf(metric: ReportMetric, tests: readonly ReportTest[], at: string): HeardFact[] {
  const value = metric.values.get(metric.type === DRIFT_OF_ALL ? "share" : "value");
  if ((metric.type !== DRIFT_OF_ONE && metric.type !== DRIFT_OF_ALL) || value === undefined) return [];
  const all = metric.type === DRIFT_OF_ALL;
  const feature = all ? "All columns" : clipped(textIn(metric.settings, "column") ?? "A column", 160);
  const method = all ? "Share of drifted columns" : (textIn(metric.settings, "method") ?? "Chosen by Evidently");
  const status = tests.find((test) => test.metric === metric.id)?.status;
  const data = said({
    feature,
    method: clipped(method, 160),
    measure: all ? "share" : measureOf(method),
    value,
    threshold: numberIn(metric.settings, all ? "drift_share" : "threshold"),
    drifted: status === "fail" ? true : status === "success" ? false : undefined,
    measuredAt: at,
    tool: "Evidently",
  });
  return [
    {
      kind: driftVerdict.kind,
      key: keyOf(all ? "all-columns" : feature, at, metric.id.slice(0, 8)),
      data,
      path: `metrics.${metric.id}`,
    },
  ];
}

function testOf(
  test: ReportTest & { place: number },
  metrics: readonly ReportMetric[],
  at: string,
  { facts }: Hearing,
): HeardFact[] {
  const metric = metrics.find(({ id }) => id === test.metric);
  const type = metric?.type ?? "";
  const column = textIn(test.settings, "column");
  const attribute = facts.of(protectedAttribute).find(({ key, data }) => {
    return [key, data.name].some((name) => name.toLowerCase() === column?.toLowerCase());
  })?.key;
  if ((type === DRIFT_OF_ONE || type === DRIFT_OF_ALL) && !attribute) return [];
  const data = said({
    name: clipped(test.name, 200),
    status: test.status,
    about: column && clipped(column, 160),
    attribute,
    value: metric?.values.size === 1 ? [...metric.values.values()][0] : undefined,
    threshold: test.threshold,
    critical: test.critical,
    detail: test.detail && clipped(test.detail, 1000),
    ranAt: at,
    tool: "Evidently",
  });
  return [{ kind: solutionTest.kind, key: keyOf(column ?? (type || "test"), at, test.place), data, path: test.path }];
}

const SERIES_OF_MEASURE = { p_value: "p_value", distance: "distance", share: "share", other: "score" } as const;

/** "evidently.drift.p_value" and "evidently.drift.distance" are two series, so that no criterion mixes them. */
function pointsOf({ type, settings, values }: ReportMetric, at: number): HeardPoints[] {
  const [column, method] = [textIn(settings, "column"), textIn(settings, "method")];
  const measure = measureOf(method ?? "");
  return [...values].map(([part, value]) => {
    const one = type === DRIFT_OF_ONE;
    const name = one ? `evidently.drift.${SERIES_OF_MEASURE[measure]}` : `evidently.${type}`;
    const labels = said({
      column: column && clipped(column, 200),
      method: one && method ? clipped(method, 200) : undefined,
      part: part === "value" ? undefined : clipped(part, 200),
    });
    return { series: { name: clipped(name, 200), labels }, points: [[at, value]] };
  });
}
