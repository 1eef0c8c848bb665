import type { StageFacts } from "#stages/facts.ts";
import { integrationProposals } from "#stages/integration/proposals.ts";
import { solutionBiasProposals } from "#stages/solution-bias/proposals.ts";

/** An answer that is known elsewhere. `words`: what it is and where it comes from, for the button that takes it over. */
export type Proposal = { value: unknown; words: string };
/** By path of the answer. */
export type Proposals = Readonly<Record<string, Proposal>>;

const BY_STAGE: Readonly<Record<string, (facts: StageFacts) => Proposals>> = {
  integration: integrationProposals,
  "solution-bias": solutionBiasProposals,
};

/** What the project knows already of the answers of a stage. */
export function proposalsFor(stage: string, facts: StageFacts): Proposals {
  return BY_STAGE[stage]?.(facts) ?? {};
}
