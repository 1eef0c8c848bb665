import type { CriterionFacts } from "#stages/facts.ts";

const LOWER = /loss|error|wape|mape|smape|rmse|mae|mse|perplexity|brier|latency|duration|cost|seconds|_ms$/i;

/** Names of what quality is paid with. */
export const PRICE = /latency|_ms$|p95|p99|duration|cost|memory|seconds/i;

export type NamedCriterion = Pick<CriterionFacts, "key" | "name" | "direction">;

/** As the criterion of that name says, else by the name: an error is better when it is lower. */
export function lowerWins(metric: string, criteria: readonly NamedCriterion[]): boolean {
  const criterion = criteria.find(({ key, name }) => key === metric || name.toLowerCase() === metric.toLowerCase());
  return criterion ? criterion.direction === "lte" : LOWER.test(metric) || PRICE.test(metric);
}
