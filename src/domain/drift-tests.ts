import { chiSquareQuantile, chiSquareSurvival } from "#domain/distributions.ts";
import { type Counts, cumulativeGaps, overShares, sum } from "#domain/drift-distances.ts";

/**
 * The PSI that noise alone exceeds once in twenty times: χ²(0.95, bins − 1) · (1/reference rows + 1/current rows) (C6,
 * after Yurdakul and Naranjo). Null with fewer than two bins or without rows.
 */
export function psiNoiseFloor(referenceRows: number, currentRows: number, bins: number): number | null {
  if (!(bins >= 2 && referenceRows > 0 && currentRows > 0)) return null;
  return chiSquareQuantile(0.95, bins - 1) * (1 / referenceRows + 1 / currentRows);
}

export type KolmogorovSmirnov = { d: number; p: number };

/**
 * Kolmogorov–Smirnov on bins: D = max |F − G| at bin edges, and Stephens' p from λ = (e + .12 + .11/e)·D with
 * e = √(nr·nc/(nr + nc)). Binned D is at most the true D, so p is cautious. Null where a side has no rows.
 */
export function kolmogorovSmirnov(reference: Counts, current: Counts): KolmogorovSmirnov | null {
  return overShares(reference, current, (shares) => {
    const [rows, now] = [sum(reference), sum(current)];
    const d = Math.max(...cumulativeGaps(shares).slice(0, -1).map(Math.abs), 0);
    const e = Math.sqrt((rows * now) / (rows + now));
    return { d, p: kolmogorovSurvival((e + 0.12 + 0.11 / e) * d) };
  });
}

export type ChiSquareDrift = { chi2: number; df: number; p: number; cramersV: number; categories: number };

/** A category is tested from this expected count in both rows. */
const LEAST_EXPECTED = 5;

/**
 * Chi-square of the 2 × k table, df = k − 1, without Yates; Cramér's V = √(χ²/N) (C6). Empty categories are dropped; while
 * an expected count is below 5, the rarest category joins "other". Fewer than two left, or a side without rows: null.
 */
export function chiSquareDrift(reference: Counts, current: Counts): ChiSquareDrift | null {
  return overShares(reference, current, () => {
    const columns = folded(reference.map((count, bin) => [count, current[bin] ?? 0]));
    if (columns.length < 2) return null;
    const [rows, now] = [sum(reference), sum(current)];
    const total = rows + now;
    const terms = columns.flatMap(([r, c]) => [term(r, (rows * (r + c)) / total), term(c, (now * (r + c)) / total)]);
    const chi2 = sum(terms);
    const df = columns.length - 1;
    return {
      chi2,
      df,
      p: chiSquareSurvival(chi2, df),
      cramersV: Math.sqrt(chi2 / total),
      categories: columns.length,
    };
  });
}

export type Bonferroni = { threshold: number | null; drifted: (boolean | null)[] };

/** Many features, one error rate: a p counts below α / m, m the features that have a p. Unknown stays unknown. */
export function bonferroni(ps: readonly (number | null)[], alpha = 0.05): Bonferroni {
  const known = ps.filter((p) => p !== null).length;
  const threshold = known > 0 ? alpha / known : null;
  return { threshold, drifted: ps.map((p) => (p === null || threshold === null ? null : p < threshold)) };
}

type Column = readonly [number, number];
const NOBODY: Column = [0, 0];

/** Rarest first; "other" grows at the front until it and everybody else is expected often enough. */
function folded(all: readonly Column[]): Column[] {
  const rows = sum(all.map(([r]) => r));
  const now = sum(all.map(([, c]) => c));
  const rare = (column: Column) => (Math.min(rows, now) * size(column)) / (rows + now) < LEAST_EXPECTED;
  let columns = all.filter((column) => size(column) > 0).sort((a, b) => size(a) - size(b));
  while (columns.length > 1 && columns.some(rare)) {
    const [[r1, c1] = NOBODY, [r2, c2] = NOBODY, ...others] = columns;
    columns = [[r1 + r2, c1 + c2], ...others];
  }
  return columns;
}

function size([r, c]: Column): number {
  return r + c;
}

function term(observed: number, expected: number): number {
  return (observed - expected) ** 2 / expected;
}

/** 2 Σ (−1)^(j−1) e^(−2j²λ²), by Jacobi's form where that sum would need many terms. */
function kolmogorovSurvival(lambda: number): number {
  if (lambda < 0.001) return 1;
  const steps = Array.from({ length: 20 }, (_, index) => index + 1);
  if (lambda < 1) {
    const odd = steps.map((j) => Math.exp(-(((2 * j - 1) * Math.PI) ** 2) / (8 * lambda * lambda)));
    return Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / lambda) * sum(odd));
  }
  return Math.min(1, 2 * sum(steps.map((j) => (-1) ** (j - 1) * Math.exp(-2 * j * j * lambda * lambda))));
}
