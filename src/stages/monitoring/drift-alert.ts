import { verdictOfTicks } from "#domain/alert-verdict.ts";
import type { CriterionVerdict } from "#domain/alerts.ts";
import type { Severity } from "#domain/vocabulary.ts";
import type { FactBag } from "#stages/fact.ts";
import { DRIFT_METHOD_NAMES, type DriftSeries, type DriftSetting, driftSeries } from "#stages/monitoring/drift.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { type MonitorData, monitor } from "#stages/monitoring/monitor.ts";

export type DriftAlert = {
  feature: string;
  severity: Severity;
  detail: string;
  /** Null where there is nothing to tell, or nobody wants to be told: an alert that is open stays as it is. */
  verdict: CriterionVerdict | null;
};

/** Every feature with a reference raises an alert by its primary method; a monitor of its own says otherwise. */
export function driftAlerts(facts: FactBag, setting: DriftSetting): DriftAlert[] {
  const own = new Map(
    facts
      .of(monitor)
      .filter(({ data }) => data.what === "drift")
      .map(({ data }) => [data.target, data]),
  );
  return driftSeries(facts, facts.of(driftResult), setting).map((series) => {
    const { feature } = series.reference.data;
    return driftAlert(feature, series, own.get(feature));
  });
}

function driftAlert(feature: string, { windows, streak }: DriftSeries, own: MonitorData | undefined): DriftAlert {
  const ticks = windows.map(({ result, reading }) => ({ at: result.at, met: drifts(reading, own?.limit) }));
  const times = { forSeconds: own?.forSeconds ?? 0, keepSeconds: own?.keepSeconds ?? 0 };
  const newest = windows.at(-1)?.reading;
  return {
    feature,
    severity: own?.severity ?? "warning",
    detail: newest ? driftInWords(feature, newest.method, newest.value, streak) : "",
    verdict: own?.enabled === false ? null : verdictOfTicks(ticks, times),
  };
}

type Reading = DriftSeries["windows"][number]["reading"];

function drifts({ state, value }: Reading, limit: number | undefined): boolean | null {
  if (state === "insufficient" || state === "unreliable" || value === null) return null;
  return limit === undefined ? state === "drift" : value >= limit - 1e-9 && state !== "stable";
}

function driftInWords(feature: string, method: Reading["method"], value: number | null, streak: number): string {
  const measured = `${DRIFT_METHOD_NAMES[method]} ${value === null ? "unknown" : value.toFixed(3)}`;
  const windows = streak > 1 ? `, in drift for ${streak} windows in a row` : "";
  return `${feature}: ${measured} in the newest window${windows}.`;
}
