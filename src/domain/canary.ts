import type { CanaryClass } from "#domain/canary-metric.ts";
import { clamp, geEps } from "#domain/comparison.ts";

export type CanaryMetric = {
  name: string;
  group: string;
  class: CanaryClass;
  /** Must pass, whatever the rest does. */
  critical?: boolean;
  /** Counts against its group where it has no data. */
  required?: boolean;
};

/** Points out of 100 by group; groups without a weight share what is left evenly. */
export type GroupWeights = Readonly<Record<string, number>>;

export const CANARY_VERDICTS = ["pass", "marginal", "fail"] as const;
export type CanaryVerdict = (typeof CANARY_VERDICTS)[number];

export type CanaryResult = {
  /** 0 to 100. */
  score: number;
  verdict: CanaryVerdict;
  /** Why the score is 0 whatever the groups say; null where they decide. */
  reason: string | null;
  groups: Readonly<Record<string, number>>;
};

/**
 * The verdict on a canary (C8, after Kayenta's judge [R21]). Group score = 100 · passes / (passes + high + low + missing
 * required), 100 for a group without any data; summary = Σ group score · weight / 100. 0 where a critical metric does not
 * pass, or half or more of the metrics have no data. 95 and more pass, 75 and more marginal, else fail.
 */
export function judgeCanary(metrics: readonly CanaryMetric[], weights: GroupWeights = {}): CanaryResult {
  const names = [...new Set([...metrics.map(({ group }) => group), ...Object.keys(weights)])];
  const groups = Object.fromEntries(names.map((name) => [name, groupScore(metrics, name)]));
  const reason = zeroBecause(metrics);
  const score = reason === null ? summary(groups, weights) : 0;
  return { score, verdict: canaryVerdict(score), reason, groups };
}

export function canaryVerdict(score: number): CanaryVerdict {
  if (geEps(score, 95)) return "pass";
  return geEps(score, 75) ? "marginal" : "fail";
}

/** What follows: a marginal run goes on once; a second marginal one is a failure. */
export function afterCanary(verdict: CanaryVerdict, extendedBefore: boolean): "promote" | "extend" | "roll_back" {
  if (verdict === "pass") return "promote";
  return verdict === "marginal" && !extendedBefore ? "extend" : "roll_back";
}

function groupScore(metrics: readonly CanaryMetric[], group: string): number {
  const mine = metrics.filter((metric) => metric.group === group);
  const counted = mine.filter((metric) => metric.class !== "nodata" || metric.required);
  if (counted.length === 0) return 100;
  return (100 * mine.filter((metric) => metric.class === "pass").length) / counted.length;
}

function summary(groups: Readonly<Record<string, number>>, weights: GroupWeights): number {
  const names = Object.keys(groups);
  const given = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const weightOf = (name: string) => (Object.hasOwn(weights, name) ? weights[name] : undefined);
  const without = names.filter((name) => weightOf(name) === undefined).length;
  const rest = without > 0 ? Math.max(0, 100 - given) / without : 0;
  const sum = names.reduce((total, name) => total + (groups[name] ?? 0) * (weightOf(name) ?? rest), 0);
  return clamp(sum / 100, 0, 100);
}

function zeroBecause(metrics: readonly CanaryMetric[]): string | null {
  const critical = metrics.find((metric) => metric.critical && metric.class !== "pass");
  if (critical) return `critical metric ${critical.name}`;
  const silent = metrics.filter((metric) => metric.class === "nodata").length;
  return 2 * silent >= metrics.length ? "half or more metrics without data" : null;
}
