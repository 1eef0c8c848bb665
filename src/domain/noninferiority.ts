import { type Proportion, unpooledError } from "#domain/ab-test.ts";
import { chiSquareSurvival, normalQuantile } from "#domain/distributions.ts";
import { wilson, Z_95 } from "#domain/intervals.ts";

/** The challenger against the champion, the difference in the good direction (C − P), on `rows` rows. */
export type ModelComparison = {
  difference: number;
  /** The lower one-sided 95 % bound of the difference. */
  lower: number;
  nonInferior: boolean;
  superior: boolean;
  rows: number;
};

const ONE_SIDED = normalQuantile(0.95);
const LEAST_DISCORDANT = 10;
export const LEAST_RESAMPLES = 1000;

/**
 * Right answers on different rows (C9, `noninf`): the unpaired difference of rates with its unpooled standard error.
 * Non-inferior where the lower one-sided 95 % bound is above −margin, superior where the lower two-sided one is above 0;
 * rows are those of the smaller side. Null where a side has none.
 */
export function compareUnpaired(challenger: Proportion, champion: Proportion, margin: number): ModelComparison | null {
  if (!(challenger.n > 0 && champion.n > 0)) return null;
  const difference = challenger.successes / challenger.n - champion.successes / champion.n;
  const rows = Math.min(challenger.n, champion.n);
  return { ...judged(difference, unpooledError(challenger, champion), margin), rows };
}

/** Rows that only the challenger got right, only the champion got right, and all that both answered. */
export type Discordant = { onlyChallenger: number; onlyChampion: number; rows: number };
export type PairedComparison = ModelComparison & { standardError: number; mcNemar: { chi2: number; p: number } | null };

/**
 * Right answers on the same rows (C9, `paired`): d = (b − c)/n, se = √((b + c) − (b − c)²/n)/n. Fewer than 10 rows on which
 * they differ: the bound is −Wilson's upper bound of c/n (one-sided 95 %), and nothing is superior. McNemar's
 * max(0, |b − c| − 1)²/(b + c) is for information, null where they never differ. Null without rows.
 */
export function comparePaired(counts: Discordant, margin: number): PairedComparison | null {
  const { onlyChallenger: b, onlyChampion: c, rows } = counts;
  if (!(rows > 0)) return null;
  const difference = (b - c) / rows;
  const standardError = Math.sqrt(Math.max(0, b + c - (b - c) ** 2 / rows)) / rows;
  const few = b + c < LEAST_DISCORDANT;
  const bound = -(wilson(c, rows, ONE_SIDED)?.[1] ?? 1);
  const plain = judged(difference, standardError, margin);
  const result = few ? { difference, lower: bound, nonInferior: bound > -margin, superior: false } : plain;
  return { ...result, rows, standardError, mcNemar: mcNemar(b, c) };
}

/** A metric whose interval the client drew by bootstrap, such as AUC; differences in the good direction. */
export type BootstrapDifference = {
  estimate: number;
  /** The lower end of the two-sided 95 % interval. */
  low: number;
  /** The lower one-sided 95 % bound; where it was not sent the stricter two-sided one stands for it. */
  lowerOneSided?: number;
  resamples: number;
  rows: number;
};

/** The same verdicts from an interval that was sent (C9). Null below 1,000 resamples, which carry no bound. */
export function compareByInterval(sent: BootstrapDifference, margin: number): ModelComparison | null {
  if (sent.resamples < LEAST_RESAMPLES) return null;
  const lower = sent.lowerOneSided ?? sent.low;
  return { difference: sent.estimate, lower, nonInferior: lower > -margin, superior: sent.low > 0, rows: sent.rows };
}

function judged(difference: number, standardError: number, margin: number): Omit<ModelComparison, "rows"> {
  const lower = difference - ONE_SIDED * standardError;
  return { difference, lower, nonInferior: lower > -margin, superior: difference - Z_95 * standardError > 0 };
}

function mcNemar(b: number, c: number): { chi2: number; p: number } | null {
  if (b + c === 0) return null;
  const chi2 = Math.max(0, Math.abs(b - c) - 1) ** 2 / (b + c);
  return { chi2, p: chiSquareSurvival(chi2, 1) };
}
