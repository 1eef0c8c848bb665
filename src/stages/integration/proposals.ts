import { answerIn } from "#stages/answer-at.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { Proposals } from "#stages/proposal.ts";

/** Numbers that stand in other answers already. */
const SAME: readonly { path: string; stage: string; of: string; words: string }[] = [
  { path: "inferenceLatency", stage: "integration", of: "latencyBudgetMs", words: "ms, the latency budget" },
  {
    path: "budget",
    stage: "business-case",
    of: "runCostMonthly",
    words: "a month, the running cost of the business case",
  },
  { path: "headCount", stage: "business-case", of: "headCount", words: "FTE of the business case" },
];

export function integrationProposals({ documents }: Pick<StageFacts, "documents">): Proposals {
  const same = SAME.flatMap(({ path, stage, of, words }) => {
    const value = answerIn(documents, stage, of);
    return typeof value === "number" ? [proposal(path, value, `${value.toLocaleString("en-GB")} ${words}`)] : [];
  });
  return Object.fromEntries([...same, ...firstStep(documents)]);
}

function firstStep(documents: StageFacts["documents"]) {
  const steps = answerIn(documents, "integration", "rolloutPlan");
  const [first] = Array.isArray(steps) ? steps : [];
  const traffic: unknown = first?.traffic;
  return typeof traffic === "number" ? [proposal("canary", traffic, `${traffic}, the first step of the plan`)] : [];
}

function proposal(question: string, value: number, words: string) {
  return [`deploymentAnswers.${question}.number`, { value, words }] as const;
}
