import { normalTwoSided } from "#domain/distributions.ts";

export type MannWhitney = {
  /** Pairs in which the second sample is larger, ties counted half. */
  u: number;
  /** Positive where the second sample tends to be larger. */
  z: number;
  /** Two-sided. */
  p: number;
  /** U / (n₁n₂): the chance that a value of the second sample is the larger one. */
  effect: number;
};

/**
 * Mann–Whitney of `second` over `first` (C8, `mwu`): normal approximation with tie and continuity correction. Null where a
 * sample is empty; where all values are equal z is 0 and p 1.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney | null {
  const [n1, n2] = [first.length, second.length];
  if (n1 === 0 || n2 === 0) return null;
  const { rankSum, ties } = rank(first, second);
  const n = n1 + n2;
  const u = rankSum - (n2 * (n2 + 1)) / 2;
  const variance = ((n1 * n2) / 12) * (n + 1 - ties / (n * (n - 1)));
  const away = u - (n1 * n2) / 2;
  const z = variance > 0 ? (Math.sign(away) * Math.max(0, Math.abs(away) - 0.5)) / Math.sqrt(variance) : 0;
  return { u, z, p: normalTwoSided(z), effect: u / (n1 * n2) };
}

/** The sum of the second sample's ranks, equal values sharing the mean of theirs, and Σ (t³ − t) over groups of t equals. */
function rank(first: readonly number[], second: readonly number[]): { rankSum: number; ties: number } {
  const all = [...first.map((value) => ({ value, second: 0 })), ...second.map((value) => ({ value, second: 1 }))].sort(
    (a, b) => a.value - b.value,
  );
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    let mine = 0;
    while (end < all.length && all[end]?.value === all[start]?.value) {
      mine += all[end]?.second ?? 0;
      end += 1;
    }
    const count = end - start;
    rankSum += (mine * (start + 1 + end)) / 2;
    ties += count ** 3 - count;
    start = end;
  }
  return { rankSum, ties };
}
