import type { AbMethod } from "#domain/ab-decision.ts";
import { compareProportions, type Proportion, type Sample, unpooledError, welch } from "#domain/ab-test.ts";
import { normalQuantile, studentQuantile } from "#domain/distributions.ts";
import { type Interval, Z_95 } from "#domain/intervals.ts";
import { alwaysValidP, obrienFlemingBounds, pocockBounds, sequentialError } from "#domain/sequential.ts";

/** Two arms, the first the old one: rates, or means. */
export type AbArms = { kind: "rates"; arms: [Proportion, Proportion] } | { kind: "means"; arms: [Sample, Sample] };

export type AbDesign = {
  method: AbMethod;
  /** How often the result is looked at, and which look this is, from 1. */
  looks: number;
  look: number;
  alpha: number;
  /** The planned smallest effect, in the unit of the measure. */
  smallestEffect: number;
};

export type AbReading = {
  /** Second arm − first arm. */
  difference: number;
  /** z of two rates, Welch's t of two means. */
  statistic: number;
  /** Of one look at the end; not valid for looks before. */
  p: number;
  /** 95 %, of one look at the end. */
  interval: Interval;
  standardError: number;
  /** By the bound of the method at this look. */
  methodInterval: Interval;
  /** Valid however often one looks; null for methods that do not use it. */
  alwaysValidP: number | null;
};

/**
 * What an A/B test shows now (C8). `fixed`: the interval at `alpha`. Pocock and O'Brien–Fleming: difference ± bound of the
 * look × standard error. Always-valid: all differences that the mixture test does not refuse, difference ±
 * √(2v(v + τ²)/τ² · (ln(1/α) + ½ ln((v + τ²)/v))), v = se² (Johari et al. 2017). Null where the arms cannot be compared.
 */
export function readExperiment(data: AbArms, design: AbDesign): AbReading | null {
  const compared = data.kind === "rates" ? compareRates(data.arms) : compareMeans(data.arms);
  if (!compared) return null;
  const { difference, standardError, quantile } = compared;
  const always = design.method === "always_valid";
  const half = always ? alwaysValidHalf(standardError, design) : boundOf(design, quantile) * standardError;
  return {
    ...compared,
    methodInterval: [difference - half, difference + half],
    alwaysValidP: always ? alwaysValidP(difference, standardError, design.smallestEffect) : null,
  };
}

/**
 * The chance of a false win by looks that the plan does not pay for; null where it pays for all. One planned look and
 * several taken: each taken for the only one. More looks than planned: the last bound used again for each.
 */
export function falseWinChance({ method, looks, alpha }: Pick<AbDesign, "method" | "looks" | "alpha">, taken: number) {
  if (method === "always_valid" || taken <= (method === "fixed" ? 1 : looks)) return null;
  if (method === "fixed")
    return sequentialError(
      Array.from({ length: taken }, () => Z_95),
      COARSE,
    );
  const bounds = method === "pocock" ? pocockBounds(looks, alpha) : obrienFlemingBounds(looks, alpha);
  const more = Array.from({ length: taken - looks }, () => bounds.at(-1) ?? Z_95);
  return sequentialError([...bounds, ...more], COARSE);
}

/** Enough points for a chance that is shown with one decimal. */
const COARSE = 121;

type Compared = Pick<AbReading, "difference" | "statistic" | "p" | "interval" | "standardError"> & {
  /** How many standard errors a two-sided test at `alpha` asks for. */
  quantile: (alpha: number) => number;
};

function compareRates([first, second]: [Proportion, Proportion]): Compared | null {
  const test = compareProportions(first, second);
  if (!test) return null;
  const { difference, z, p, interval } = test;
  const standardError = unpooledError(first, second);
  return { difference, statistic: z, p, interval, standardError, quantile: (alpha) => normalQuantile(1 - alpha / 2) };
}

function compareMeans([first, second]: [Sample, Sample]): Compared | null {
  const test = welch(first, second);
  if (!test) return null;
  const { difference, t, df, p, interval } = test;
  const standardError = Math.sqrt(first.sd ** 2 / first.n + second.sd ** 2 / second.n);
  return {
    difference,
    statistic: t,
    p,
    interval,
    standardError,
    quantile: (alpha) => studentQuantile(1 - alpha / 2, df),
  };
}

function boundOf({ method, looks, look, alpha }: AbDesign, quantile: (alpha: number) => number): number {
  if (method === "fixed") return quantile(alpha);
  const bounds = method === "pocock" ? pocockBounds(looks, alpha) : obrienFlemingBounds(looks, alpha);
  return bounds[Math.min(look, bounds.length) - 1] ?? Number.POSITIVE_INFINITY;
}

function alwaysValidHalf(standardError: number, { alpha, smallestEffect }: AbDesign): number {
  const v = standardError ** 2;
  const spread = smallestEffect ** 2;
  if (v === 0) return 0;
  if (spread === 0) return Number.POSITIVE_INFINITY;
  return Math.sqrt(((2 * v * (v + spread)) / spread) * (Math.log(1 / alpha) + 0.5 * Math.log((v + spread) / v)));
}
