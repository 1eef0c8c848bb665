import type { StageFacts } from "#stages/facts.ts";
import { integrationProposals } from "#stages/integration/proposals.ts";
import type { Proposals } from "#stages/proposal.ts";
import { solutionBiasProposals } from "#stages/solution-bias/proposals.ts";

const BY_STAGE: Readonly<Record<string, (facts: StageFacts) => Proposals>> = {
  integration: integrationProposals,
  "solution-bias": solutionBiasProposals,
};

/** What the project knows already of the answers of a stage. */
export function proposalsFor(stage: string, facts: StageFacts): Proposals {
  return BY_STAGE[stage]?.(facts) ?? {};
}
