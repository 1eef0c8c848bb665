import { z } from "zod";
import { afterCanary, type CanaryResult, type CanaryVerdict, judgeCanary } from "#domain/canary.ts";
import { type CanaryJudgement, judgeMetric } from "#domain/canary-metric.ts";
import { choice, factKey, instant, number, numbers, records, text, wholeNumber, yesNo } from "#stages/answers.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { may, told } from "#stages/fact-kind.ts";

const VALUE = 1e15;

const METRIC = {
  name: told(text(1, 80), { label: "Metric" }),
  group: told(text(1, 60), { label: "Group", help: "Metrics of a group share its weight." }),
  bad: told(choice(["up", "down", "either"]), { label: "Bad direction" }),
  critical: may(yesNo(), { label: "Critical", help: "Must pass, whatever the rest does." }),
  required: may(yesNo(), { label: "Required", help: "Counts against its group where it has no data." }),
  counts: may(yesNo(), { label: "A count", help: "A point that is missing is a 0; else it is left out." }),
  points: may(wholeNumber(1, 100_000), { label: "Points expected", help: "In each arm, for counts." }),
  baseline: may(numbers(-VALUE, VALUE, 5000), { label: "Values of the old release" }),
  canary: may(numbers(-VALUE, VALUE, 5000), { label: "Values of the canary" }),
};
const WEIGHT = {
  group: told(text(1, 60), { label: "Group" }),
  weight: told(number(0, 100), { label: "Weight", help: "Points out of 100." }),
};

export const canarySchema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  release: told(factKey("releases"), { label: "Release" }),
  deployment: told(factKey("deployments"), { label: "Deployment", help: "The canary that was judged." }),
  baseline: may(factKey("releases"), {
    label: "Compared with",
    help: "The old release, started at the same time and size.",
  }),
  metrics: told(records(METRIC, 1, 60), { label: "Metrics", help: "At least 50 values in each arm." }),
  weights: may(records(WEIGHT, 1, 20), { label: "Weights of groups", help: "Groups without one share the rest." }),
  judgedAt: told(instant(), { label: "Judged at" }),
});
export type CanaryData = z.infer<typeof canarySchema>;

export const CANARIES = { kind: "canary-analyses", schema: canarySchema };

export type JudgedMetric = CanaryJudgement & { name: string; group: string; critical: boolean; required: boolean };

export function judgedMetrics({ metrics }: Pick<CanaryData, "metrics">): JudgedMetric[] {
  return metrics.map(({ name, group, bad, counts = false, critical = false, required = false, ...arms }) => {
    const padded = {
      canary: padTo(arms.canary, counts, arms.points),
      baseline: padTo(arms.baseline, counts, arms.points),
    };
    return { name, group, critical, required, ...judgeMetric(padded, { bad, missingIsZero: counts }) };
  });
}

export function canaryResult(data: Pick<CanaryData, "metrics" | "weights">): CanaryResult {
  const weights = Object.fromEntries((data.weights ?? []).map(({ group, weight }) => [group, weight]));
  return judgeCanary(judgedMetrics(data), weights);
}

export type CanaryStanding = CanaryResult & { verdict: CanaryVerdict; next: ReturnType<typeof afterCanary> };

/** The verdict as it counts: a marginal run goes on once; a second marginal one of the same deployment is a failure. */
export function canaryStanding(analysis: Fact<CanaryData>, all: readonly Fact<CanaryData>[]): CanaryStanding {
  const result = canaryResult(analysis.data);
  const extended = all.some(
    (other) =>
      other.key !== analysis.key &&
      other.at < analysis.at &&
      other.data.deployment === analysis.data.deployment &&
      canaryResult(other.data).verdict === "marginal",
  );
  const next = afterCanary(result.verdict, extended);
  return { ...result, verdict: next === "roll_back" ? "fail" : result.verdict, next };
}

/** The analyses of a release, newest first. */
export function canariesOf(facts: FactBag, release: string): readonly Fact<CanaryData>[] {
  return facts.of(CANARIES).filter(({ data }) => data.release === release);
}

function padTo(values: readonly number[] = [], counts: boolean, points = 0): (number | null)[] {
  const missing = counts ? Math.max(0, points - values.length) : 0;
  return [...values, ...Array.from({ length: missing }, () => null)];
}
