/** Reference and current counts over the same bins; `psi` and the others take them in this order (C6). */
export type Counts = readonly number[];

/** A share of 0 counts as this in the PSI, so that its logarithm exists. */
const EMPTY_SHARE = 0.0001;

/**
 * Population stability index Σ (q − p)·ln(q / p) with shares p of the reference and q of the current counts, a share of 0
 * as 0.0001, without renormalisation. 0 for equal shares; unbounded. Null where a side has no rows: never 0.
 */
export function psi(reference: Counts, current: Counts): number | null {
  return overShares(reference, current, (shares) =>
    sum(shares.map(([p, q]) => (floor(q) - floor(p)) * Math.log(floor(q) / floor(p)))),
  );
}

/** The logarithm of the Jensen–Shannon distance is stored with the number: base 2 gives 0..1, base e 0..0.8326. */
export const JS_BASE = 2;

/** Jensen–Shannon distance √(½ KL(p‖m) + ½ KL(q‖m)), m the mean of both, 0·log 0 = 0. Null where a side has no rows. */
export function jensenShannon(reference: Counts, current: Counts, base: number = JS_BASE): number | null {
  return overShares(reference, current, (shares) => {
    const divergence = sum(shares.map(([p, q]) => (relative(p, (p + q) / 2) + relative(q, (p + q) / 2)) / 2));
    // Rounding may leave equal histograms a hair below 0.
    return Math.sqrt(Math.max(0, divergence) / Math.log(base));
  });
}

/** L∞: the largest |p − q| of a bin, 0..1. Null where a side has no rows. */
export function largestGap(reference: Counts, current: Counts): number | null {
  return overShares(reference, current, (shares) => Math.max(...shares.map(([p, q]) => Math.abs(p - q))));
}

/** Hellinger distance √Σ(√p − √q)² / √2, 0..1. Null where a side has no rows. */
export function hellinger(reference: Counts, current: Counts): number | null {
  return overShares(reference, current, (shares) =>
    Math.min(1, Math.sqrt(sum(shares.map(([p, q]) => (Math.sqrt(p) - Math.sqrt(q)) ** 2)) / 2)),
  );
}

export type Wasserstein = { distance: number; referenceSigma: number; normed: number; reliable: boolean };

/** Where the reference hardly varies, the normed distance says nothing: use Jensen–Shannon. */
const LEAST_SIGMA = 0.001;

/**
 * Wasserstein-1 distance with each bin's mass at its midpoint, Σ |F − G|·(m[i+1] − m[i]), in the feature's unit; normed by
 * the population σ of the reference, at least 0.001. `edges` are the bins' finite, rising ends, one more than bins: missing
 * values have no place on the axis and are left out here. Null where a side has no rows.
 */
export function wasserstein(edges: readonly number[], reference: Counts, current: Counts): Wasserstein | null {
  if (edges.length !== reference.length + 1) throw new RangeError("There is one edge more than there are bins.");
  const middles = reference.map((_, bin) => (at(edges, bin) + at(edges, bin + 1)) / 2);
  return overShares(reference, current, (shares) => {
    const gaps = cumulativeGaps(shares).slice(0, -1);
    const distance = sum(gaps.map((gap, bin) => Math.abs(gap) * (at(middles, bin + 1) - at(middles, bin))));
    const mean = sum(shares.map(([p], bin) => p * at(middles, bin)));
    const sigma = Math.sqrt(sum(shares.map(([p], bin) => p * (at(middles, bin) - mean) ** 2)));
    const normed = distance / Math.max(sigma, LEAST_SIGMA);
    return { distance, referenceSigma: sigma, normed, reliable: sigma >= LEAST_SIGMA };
  });
}

type Shares = readonly (readonly [number, number])[];

/** Pairs (p, q) bin by bin; null where a side has no rows. */
export function overShares<T>(reference: Counts, current: Counts, compute: (shares: Shares) => T): T | null {
  if (reference.length !== current.length) throw new RangeError("Both histograms need the same bins.");
  const [rows, now] = [sum(reference), sum(current)];
  if (!(rows > 0 && now > 0)) return null;
  return compute(reference.map((count, bin) => [count / rows, at(current, bin) / now]));
}

/** F − G after each bin. */
export function cumulativeGaps(shares: Shares): number[] {
  let [f, g] = [0, 0];
  return shares.map(([p, q]) => {
    f += p;
    g += q;
    return f - g;
  });
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function relative(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log(share / middle);
}

function floor(share: number): number {
  return share === 0 ? EMPTY_SHARE : share;
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
