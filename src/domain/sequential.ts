import { normalQuantile, normalTwoSided } from "#domain/distributions.ts";

/** Beyond this many standard errors nothing is left to integrate. */
const FAR = 8.5;

/**
 * The chance that |z| reaches its bound at one of several equally spaced looks although nothing differs (C8, `seq_error`).
 * The sum after k looks is normal with variance k; its density among the runs that have not crossed is carried from look
 * to look by Simpson's rule on `gridPoints` points (Armitage, McPherson and Rowe 1969). A bound of ∞ is a look that
 * decides nothing, one of 0 or less decides always; no looks, no error.
 */
export function sequentialError(bounds: readonly number[], gridPoints = 301): number {
  const [first] = bounds;
  if (first === undefined) return 0;
  if (bounds.some((bound) => !(bound > 0))) return 1;
  if (bounds.length === 1) return normalTwoSided(first);
  let grid = gridOf(first, 1, gridPoints);
  let density = grid.points.map(normalDensity);
  for (const [index, bound] of bounds.slice(1).entries()) {
    const next = gridOf(bound, index + 2, gridPoints);
    density = next.points.map((point) => convolved(grid, density, point));
    grid = next;
  }
  const stayed = grid.weights.reduce((sum, weight, index) => sum + weight * (density[index] ?? 0), 0);
  return Math.min(1, Math.max(0, 1 - stayed));
}

/**
 * Pocock's bounds (C8): the same |z| at each look, so that the chance of a false win over all looks is `alpha`; 2.413 for
 * five looks at 5 %.
 */
export function pocockBounds(looks: number, alpha = 0.05): number[] {
  return solved(looks, alpha, (constant) => Array.from({ length: looks }, () => constant));
}

/**
 * O'Brien and Fleming's bounds (C8): constant · √(looks / k) at look k, strict at first and almost the plain test at the
 * end; constant 2.040 for five looks at 5 %.
 */
export function obrienFlemingBounds(looks: number, alpha = 0.05): number[] {
  return solved(looks, alpha, (constant) =>
    Array.from({ length: looks }, (_, index) => constant * Math.sqrt(looks / (index + 1))),
  );
}

/**
 * The p of one look that stays valid however often one looks (C8, `msprt`; Johari et al. 2017): min(1, 1/L) with
 * L = √(v/(v + τ²)) · exp(d²τ² / (2v(v + τ²))), v = se², τ the planned smallest effect. Keep the smallest p seen
 * (`alwaysValidRun`). A standard error of 0 settles it: 1 for no difference, else 0.
 */
export function alwaysValidP(difference: number, standardError: number, tau: number): number {
  const v = standardError ** 2;
  const spread = tau ** 2;
  if (v === 0) return difference === 0 || spread === 0 ? 1 : 0;
  const exponent = (difference ** 2 * spread) / (2 * v * (v + spread));
  return Math.min(1, Math.sqrt((v + spread) / v) * Math.exp(-exponent));
}

/** The always-valid p after each look: it never rises again. */
export function alwaysValidRun(looks: readonly { difference: number; standardError: number }[], tau: number): number[] {
  let least = 1;
  return looks.map(({ difference, standardError }) => {
    least = Math.min(least, alwaysValidP(difference, standardError, tau));
    return least;
  });
}

type Grid = { points: readonly number[]; weights: readonly number[] };

function gridOf(bound: number, look: number, gridPoints: number): Grid {
  const intervals = Math.max(2, 2 * Math.ceil((gridPoints - 1) / 2));
  const edge = Math.min(bound, FAR) * Math.sqrt(look);
  const step = (2 * edge) / intervals;
  const places = Array.from({ length: intervals + 1 }, (_, index) => index);
  const share = (index: number) => (index === 0 || index === intervals ? 1 : index % 2 === 1 ? 4 : 2);
  return {
    points: places.map((index) => index * step - edge),
    weights: places.map((index) => (share(index) * step) / 3),
  };
}

function convolved({ points, weights }: Grid, density: readonly number[], at: number): number {
  let sum = 0;
  for (let index = 0; index < points.length; index += 1) {
    sum += (weights[index] ?? 0) * (density[index] ?? 0) * normalDensity(at - (points[index] ?? 0));
  }
  return sum;
}

/** Solving takes a hundred integrations, and the same few plans are asked for again and again. */
const KNOWN = new Map<string, number>();
const MOST_KNOWN = 500;

/** The constant lies between the bound of a single look and Bonferroni's for all of them. */
function solved(looks: number, alpha: number, boundsOf: (constant: number) => number[]): number[] {
  if (!(Number.isInteger(looks) && looks >= 1)) return [];
  const key = `${looks} ${alpha} ${boundsOf(1).join(" ")}`;
  const constant = KNOWN.get(key) ?? solve(looks, alpha, boundsOf);
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(key, constant);
  return boundsOf(constant);
}

function solve(looks: number, alpha: number, boundsOf: (constant: number) => number[]): number {
  let low = normalQuantile(1 - alpha / 2);
  let high = normalQuantile(1 - alpha / (2 * looks));
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (sequentialError(boundsOf(middle), 121) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
