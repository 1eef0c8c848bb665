import { verdictOfTicks } from "#domain/alert-verdict.ts";
import type { CriterionVerdict } from "#domain/alerts.ts";
import { geEps } from "#domain/comparison.ts";
import { type DriftReading, referenceSigmaLimit } from "#domain/drift-state.ts";
import type { Tick } from "#domain/threshold-alert.ts";
import type { Severity } from "#domain/vocabulary.ts";
import type { FactBag } from "#stages/fact.ts";
import {
  DRIFT_METHOD_NAMES,
  type DriftSeries,
  type DriftSetting,
  driftSeries,
  driftStanding,
} from "#stages/monitoring/drift.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { type MonitorData, monitor } from "#stages/monitoring/monitor.ts";

export type DriftAlert = {
  feature: string;
  severity: Severity;
  detail: string;
  /** Its own monitor is switched off: nobody wants to be told. */
  off: boolean;
  /** Null where there is nothing to tell: an alert that is open stays as it is. `byHandUntil` as in `verdictOfTicks`. */
  verdict(byHandUntil: number | null): CriterionVerdict | null;
};

/** Every feature with a reference raises an alert by its primary method; a monitor of its own says otherwise. */
export function driftAlerts(facts: FactBag, setting: DriftSetting): DriftAlert[] {
  const monitors = facts.of(monitor).filter(({ data }) => data.what === "drift");
  const own = new Map(monitors.map(({ data }) => [data.target, data]));
  return driftSeries(facts, facts.of(driftResult), setting).map((series) =>
    driftAlert(series, own.get(series.reference.data.feature), setting),
  );
}

function driftAlert(series: DriftSeries, own: MonitorData | undefined, setting: DriftSetting): DriftAlert {
  const { windows, streak } = series;
  const { feature } = series.reference.data;
  const limit = driftLimit(series, own);
  const times = { forSeconds: own?.forSeconds ?? 0, keepSeconds: own?.keepSeconds ?? 0 };
  const newest = windows.at(-1)?.reading;
  return {
    feature,
    severity: own?.severity ?? "warning",
    detail: newest ? driftInWords(feature, newest, streak, limit) : "",
    off: own?.enabled === false,
    verdict: (byHandUntil) => verdictOfTicks(ticksOf(series, limit, setting), times, byHandUntil),
  };
}

/**
 * The limit of a feature's own monitor; null for that of its method. Three sigma are learnt from the windows of the
 * reference itself, which ended by the day it was taken; with fewer than two of them the method's limit stands.
 */
export function driftLimit({ reference, windows }: DriftSeries, own: MonitorData | undefined): number | null {
  if (own?.limitKind !== "reference_sigma") return own?.limit ?? null;
  const chunks = windows.filter(({ result }) => result.at <= reference.at).map(({ reading }) => reading);
  return referenceSigmaLimit(chunks.flatMap(({ value }) => value ?? []));
}

function ticksOf({ reference, windows }: DriftSeries, limit: number | null, setting: DriftSetting): Tick[] {
  return windows.map(({ result, reading }) => {
    const limits = limit === null ? null : { moderate: limit, drift: limit };
    const judged = limits ? driftStanding(reference, result, setting, limits) : reading;
    return { at: result.at, met: drifts(judged, limit) };
  });
}

function drifts({ state, value }: DriftReading, limit: number | null): boolean | null {
  if (state === "insufficient" || state === "unreliable" || value === null) return null;
  return state === "drift" && (limit === null || geEps(value, limit));
}

function driftInWords(feature: string, { method, value }: DriftReading, streak: number, limit: number | null): string {
  const measured = `${DRIFT_METHOD_NAMES[method]} ${value === null ? "unknown" : value.toFixed(3)}`;
  const windows = streak > 1 ? `, in drift for ${streak} windows in a row` : "";
  const from = limit === null ? "" : `; it alerts from ${limit.toFixed(3)} on`;
  return `${feature}: ${measured} in the newest window${windows}${from}.`;
}
