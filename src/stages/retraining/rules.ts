import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { StageFacts } from "#stages/facts.ts";
import { fieldFix, requirement } from "#stages/fix.ts";

type Policy = {
  readonly primaryMetric?: string;
  readonly margin?: number;
  readonly approval?: "automatic" | "human";
};

/** A margin means something only for a measure that exists. */
export function marginFixed({ primaryMetric, margin }: Policy, { criteria }: StageFacts): RuleVerdict {
  if (primaryMetric === undefined || margin === undefined) {
    return { met: false, detail: "The primary metric or its margin is not set yet." };
  }
  const metric = criteria.find(({ key }) => key === primaryMetric);
  return metric
    ? { met: true, detail: `A challenger may be worse on ${metric.name} by ${margin} at most.` }
    : { met: false, detail: `There is no criterion "${primaryMetric}".` };
}

export function humanAtHighRisk({ approval }: Policy): Requirement {
  return requirement({
    key: "G10.6",
    label: "A human approves each promotion",
    met: approval === "human",
    detail: approval ? `Approval is ${approval}.` : "Nothing is chosen yet.",
    fix: fieldFix(["LD"], "Choose human approval.", "approval"),
  });
}
