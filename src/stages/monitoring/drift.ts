import {
  type DriftLimits,
  type DriftMethod,
  type DriftReading,
  driftReading,
  type Histograms,
  primaryMethod,
} from "#domain/drift-state.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { type DriftReferenceData, driftReference } from "#stages/monitoring/drift-reference.ts";
import type { DriftResultData, DriftResultFact } from "#stages/monitoring/drift-result-data.ts";

export type DriftReferenceFact = Fact<DriftReferenceData>;

/** What judges all results of a project alike: the methods that were chosen, and how many features share one error rate. */
export type DriftSetting = {
  methods: Readonly<Record<"numeric" | "categorical", DriftMethod | null>>;
  features: number;
};

type Documents = Readonly<Record<string, unknown>>;

const CHOSEN: readonly DriftMethod[] = ["psi", "js", "ks", "chi2", "wasserstein"];

export function driftSetting(documents: Documents, features: number): DriftSetting {
  const chosen = (kind: string) =>
    CHOSEN.find((method) => method === answerAt(documents, `monitoring.primaryDriftMethod.${kind}`)) ?? null;
  return { methods: { numeric: chosen("numeric"), categorical: chosen("categorical") }, features };
}

export function driftSettingOf(facts: FactBag, documents: Documents): DriftSetting {
  return driftSetting(documents, facts.of(driftReference).length);
}

/** Missing values are a bin; only methods that need an axis leave them out. */
export function histogramsOf(
  reference: DriftReferenceData,
  result: Pick<DriftResultData, "counts" | "missing">,
  method: DriftMethod,
): Histograms {
  const edges = reference.edges ? { edges: reference.edges } : {};
  const onAxis = method === "ks" || method === "wasserstein";
  const missing = onAxis || (reference.missing === undefined && result.missing === undefined);
  if (missing) return { reference: reference.counts, current: result.counts, ...edges };
  return {
    reference: [...reference.counts, reference.missing ?? 0],
    current: [...result.counts, result.missing ?? 0],
  };
}

/** The one method that sets the state of a result; where it cannot tell, the Jensen–Shannon distance does (C6). */
export function driftStanding(
  { data: reference }: Pick<DriftReferenceFact, "data">,
  { data: result }: Pick<DriftResultFact, "data">,
  { methods, features }: DriftSetting,
  limits?: DriftLimits,
): DriftReading {
  const rows = reference.counts.reduce((sum, count) => sum + count, reference.missing ?? 0);
  const method = methods[reference.kind] ?? primaryMethod(reference.kind, rows);
  const alpha = 0.05 / Math.max(1, features);
  const options = { alpha, ...(limits && { limits }) };
  const reading = driftReading(method, histogramsOf(reference, result, method), options);
  const helpless = reading.state === "unreliable" && method === "wasserstein";
  return helpless ? driftReading("js", histogramsOf(reference, result, "js"), options) : reading;
}

export type DriftSeries = {
  reference: DriftReferenceFact;
  /** Oldest first. */
  windows: { result: DriftResultFact; reading: DriftReading }[];
  /** Windows in a row in drift, the newest included; those with too few rows neither count nor break. */
  streak: number;
};

/** Every reference with what was measured against it. */
export function driftSeries(facts: FactBag, results: readonly DriftResultFact[], setting: DriftSetting): DriftSeries[] {
  const byReference = Map.groupBy(results, ({ data }) => data.reference);
  return facts.of(driftReference).map((reference) => {
    const mine = [...(byReference.get(reference.key) ?? [])].sort((a, b) => a.at - b.at);
    const windows = mine
      .filter(({ data }) => data.counts.length === reference.data.counts.length)
      .map((result) => ({ result, reading: driftStanding(reference, result, setting) }));
    return { reference, windows, streak: driftStreak(windows.map(({ reading }) => reading)) };
  });
}

/** Features that drift longest first, then by what the newest window measured. */
export function worstFirst(drift: readonly DriftSeries[]): DriftSeries[] {
  const newest = ({ windows }: DriftSeries) => windows.at(-1)?.reading.value ?? 0;
  const name = ({ reference }: DriftSeries) => reference.data.feature;
  return drift.toSorted((a, b) => b.streak - a.streak || newest(b) - newest(a) || (name(a) < name(b) ? -1 : 1));
}

/** "3 windows in a row"; where every window that is known drifted, it may have begun before them. */
export function streakInWords({ streak, windows }: DriftSeries): string {
  const more = streak === windows.length && streak > 3 ? " or more" : "";
  return `${streak}${more} windows in a row`;
}

export function driftStreak(readings: readonly Pick<DriftReading, "state">[]): number {
  const known = readings.filter(({ state }) => state !== "insufficient" && state !== "unreliable");
  return known.length - 1 - known.findLastIndex(({ state }) => state !== "drift");
}

export const DRIFT_METHOD_NAMES: Readonly<Record<DriftMethod, string>> = {
  psi: "PSI",
  js: "Jensen–Shannon",
  ks: "KS",
  chi2: "Cramér’s V",
  wasserstein: "Wasserstein",
  linf: "Largest gap",
  hellinger: "Hellinger",
};
