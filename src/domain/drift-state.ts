import { geEps } from "#domain/comparison.ts";
import { type Counts, hellinger, jensenShannon, largestGap, psi, sum, wasserstein } from "#domain/drift-distances.ts";
import { chiSquareDrift, kolmogorovSmirnov, psiNoiseFloor } from "#domain/drift-tests.ts";

export const DRIFT_METHODS = ["psi", "js", "ks", "chi2", "wasserstein", "linf", "hellinger"] as const;
export type DriftMethod = (typeof DRIFT_METHODS)[number];

/** `unreliable`: the method cannot tell here, another one can. `insufficient`: too few rows; neither raises an alert. */
export type DriftState = "stable" | "moderate" | "drift" | "insufficient" | "unreliable";

export type Histograms = {
  reference: Counts;
  current: Counts;
  /** Of numeric features, for the Wasserstein distance. */
  edges?: readonly number[];
};

/** A distance is moderate or drifted from its limit on, equality included. */
export type DriftLimits = { moderate: number; drift: number };

export const DRIFT_LIMITS: Record<DriftMethod, DriftLimits> = {
  psi: { moderate: 0.1, drift: 0.2 },
  js: { moderate: 0.1, drift: 0.19 },
  ks: { moderate: 0.1, drift: 0.1 },
  chi2: { moderate: 0.1, drift: 0.1 },
  wasserstein: { moderate: 0.1, drift: 0.1 },
  linf: { moderate: 0.1, drift: 0.1 },
  hellinger: { moderate: 0.15, drift: 0.4 },
};

/** Fewer rows on either side say nothing. */
export const LEAST_ROWS = 200;
/** Up to here a p-value decides, above a distance: with many rows every p is small. */
export const SMALL_REFERENCE = 1000;
const ALPHA = 0.05;

export type DriftReading = { method: DriftMethod; value: number | null; p: number | null; state: DriftState };
export type DriftOptions = { limits?: DriftLimits; alpha?: number };

/**
 * One feature by one method (C6). PSI must also exceed its noise floor for anything but stable; chi-square asks for p < α
 * and Cramér's V from .10; KS for p < α up to 1,000 reference rows, else D from .10.
 */
export function driftReading(method: DriftMethod, histograms: Histograms, options: DriftOptions = {}): DriftReading {
  const rows = { reference: sum(histograms.reference), current: sum(histograms.current) };
  const measured = MEASURES[method](histograms);
  const { value, p = null } = measured;
  const state = Math.min(rows.reference, rows.current) < LEAST_ROWS ? "insufficient" : null;
  return { method, value, p, state: state ?? stateOf(method, measured, rows.reference, options) };
}

/**
 * The method that sets the state, after Evidently's rule: up to 1,000 reference rows a test (numeric KS, categorical
 * chi-square, which for two values is the z test), above a distance (numeric Wasserstein, categorical Jensen–Shannon).
 */
export function primaryMethod(kind: "numeric" | "categorical", referenceRows: number): DriftMethod {
  if (referenceRows <= SMALL_REFERENCE) return kind === "numeric" ? "ks" : "chi2";
  return kind === "numeric" ? "wasserstein" : "js";
}

export type DatasetDrift = { share: number | null; drift: boolean };

/** Share of features at or above the limit; the data set drifts from one half. Features without data are left out. */
export function datasetDrift(scores: readonly (number | null)[], limit: number): DatasetDrift {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return { share: null, drift: false };
  const share = known.filter((score) => geEps(score, limit)).length / known.length;
  return { share, drift: geEps(share, 0.5) };
}

/** Limit kind `reference_sigma` (NannyML): mean + 3 population σ of the reference chunks' distances; null below two. */
export function referenceSigmaLimit(chunks: readonly number[], sigmas = 3): number | null {
  if (chunks.length < 2) return null;
  const mean = sum(chunks) / chunks.length;
  return mean + sigmas * Math.sqrt(sum(chunks.map((value) => (value - mean) ** 2)) / chunks.length);
}

function stateOf(method: DriftMethod, measured: Measured, referenceRows: number, options: DriftOptions): DriftState {
  const { value, p, floor } = measured;
  const { moderate, drift } = options.limits ?? DRIFT_LIMITS[method];
  if (value === null || measured.unreliable) return "unreliable";
  const significant = p === undefined || p < (options.alpha ?? ALPHA);
  if (method === "ks" && referenceRows <= SMALL_REFERENCE) return significant ? "drift" : "stable";
  if (method === "chi2" && !significant) return "stable";
  if (floor !== undefined && value <= floor) return "stable";
  if (geEps(value, drift)) return "drift";
  return geEps(value, moderate) ? "moderate" : "stable";
}

type Measured = { value: number | null; p?: number; floor?: number; unreliable?: boolean };

const MEASURES: Record<DriftMethod, (histograms: Histograms) => Measured> = {
  psi: ({ reference, current }) => {
    const value = psi(reference, current);
    const floor = psiNoiseFloor(sum(reference), sum(current), usedBins(reference, current)) ?? 0;
    // A constant that stays is stable; one that moves has no spread to drift from: missing rate and range are checked.
    return { value, floor, unreliable: value !== 0 && reference.filter((count) => count > 0).length < 2 };
  },
  js: ({ reference, current }) => ({ value: jensenShannon(reference, current) }),
  ks: ({ reference, current }) => {
    const found = kolmogorovSmirnov(reference, current);
    return found ? { value: found.d, p: found.p } : { value: null };
  },
  chi2: ({ reference, current }) => {
    const found = chiSquareDrift(reference, current);
    return found ? { value: found.cramersV, p: found.p } : { value: null };
  },
  wasserstein: ({ edges, reference, current }) => {
    const found = edges ? wasserstein(edges, reference, current) : null;
    return found ? { value: found.normed, unreliable: !found.reliable } : { value: null };
  },
  linf: ({ reference, current }) => ({ value: largestGap(reference, current) }),
  hellinger: ({ reference, current }) => ({ value: hellinger(reference, current) }),
};

function usedBins(reference: Counts, current: Counts): number {
  return reference.filter((count, bin) => count > 0 || (current[bin] ?? 0) > 0).length;
}
