import { geEps, leEps } from "#domain/comparison.ts";
import { type Disparity, disparity, type Groups, type RatedGroup } from "#domain/disparity.ts";
import { GROUP_FLOORS, type GroupFloors, type GroupRate } from "#domain/fairness-rates.ts";
import type { FairnessVerdict } from "#domain/health.ts";
import { type Interval, katz, newcombe, twoProportions } from "#domain/intervals.ts";

/** A rate compared between groups: its difference at most, or its ratio at least, the limit. */
export type RateLimit = { rate: GroupRate; kind: "difference" | "ratio"; limit: number };

export type FairnessOptions = {
  floors?: GroupFloors;
  /** Groups that must be large enough to be judged, or the verdict is insufficient. */
  protectedGroups?: readonly string[];
};

export type Certainty = "proven" | "point_only";

export type RateVerdict = {
  value: number | null;
  verdict: FairnessVerdict;
  certainty: Certainty;
  /** 95 %: Newcombe for a difference (high − low), Katz for a ratio (low / high). */
  interval: Interval | null;
  /** Of the pooled z test between the extreme groups, two-sided; compared with `alpha` = .05 / (groups − 1). */
  p: number | null;
  alpha: number | null;
  disparity: Disparity;
};

/**
 * The verdict on one rate (C5). `insufficient` where it cannot be computed or a protected group is too small; `pass` where
 * the point value meets the limit (equality does); else `fail` when the two extreme groups differ at p < .05 / (G − 1),
 * G eligible groups, and `watch` when they do not. `proven` when the whole interval lies on the good side.
 */
export function fairnessVerdict(groups: Groups, limit: RateLimit, options: FairnessOptions = {}): RateVerdict {
  const found = disparity(groups, limit.rate, options.floors ?? GROUP_FLOORS);
  const value = limit.kind === "ratio" ? found.ratio : found.difference;
  const missing = options.protectedGroups?.some((name) => !found.rated.some((group) => group.name === name));
  const interval = intervalOf(found, limit.kind);
  const significance = significanceOf(found);
  return {
    value,
    verdict: value === null || missing ? "insufficient" : judge(value, limit, significance),
    certainty: isProven(interval, limit) ? "proven" : "point_only",
    interval,
    p: significance?.p ?? null,
    alpha: significance?.alpha ?? null,
    disparity: found,
  };
}

const RANKING: readonly FairnessVerdict[] = ["pass", "watch", "insufficient", "fail"];

/** The worst in the order pass < watch < insufficient < fail; null where nothing was judged. */
export function overallVerdict(verdicts: readonly FairnessVerdict[]): FairnessVerdict | null {
  return RANKING.findLast((verdict) => verdicts.includes(verdict)) ?? null;
}

/** Only a pass, or a watch that somebody accepted, can be released. */
export function isReleasable(verdict: FairnessVerdict | null, accepted: boolean): boolean {
  return verdict === "pass" || (verdict === "watch" && accepted);
}

export function meetsLimit(value: number, { kind, limit }: Pick<RateLimit, "kind" | "limit">): boolean {
  return kind === "ratio" ? geEps(value, limit) : leEps(value, limit);
}

type Significance = { p: number; alpha: number };

function judge(value: number, limit: RateLimit, significance: Significance | null): FairnessVerdict {
  if (meetsLimit(value, limit)) return "pass";
  return significance !== null && significance.p < significance.alpha ? "fail" : "watch";
}

function significanceOf({ extremes, rated }: Disparity): Significance | null {
  if (!extremes) return null;
  const { low, high } = extremes;
  const test = twoProportions(low.count, low.total, high.count, high.total);
  return test && { p: test.p, alpha: 0.05 / (rated.length - 1) };
}

function intervalOf(found: Disparity, kind: RateLimit["kind"]): Interval | null {
  const pair = comparedPair(found);
  if (!pair) return null;
  const { low, high } = pair;
  return kind === "ratio"
    ? katz(low.count, low.total, high.count, high.total)
    : newcombe(high.count, high.total, low.count, low.total);
}

/** Where all rates are equal both extremes are one group; its certainty would say nothing of the others. */
function comparedPair({ extremes, rated }: Disparity): { low: RatedGroup; high: RatedGroup } | null {
  if (!extremes || extremes.low !== extremes.high) return extremes;
  const others = rated.filter((group) => group !== extremes.low);
  const [first = extremes.low] = others;
  return {
    low: extremes.low,
    high: others.reduce((least, group) => (group.total < least.total ? group : least), first),
  };
}

function isProven(interval: Interval | null, { kind, limit }: RateLimit): boolean {
  if (!interval) return false;
  return kind === "ratio" ? geEps(interval[0], limit) : leEps(interval[1], limit);
}
