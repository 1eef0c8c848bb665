import { knownInDataBias } from "#stages/data-bias/known.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { KnownAnswers } from "#stages/known.ts";
import { knownInMonitoring } from "#stages/monitoring/known.ts";
import { knownInSolutionBias } from "#stages/solution-bias/known.ts";

const BY_STAGE: Readonly<Record<string, (facts: StageFacts) => KnownAnswers>> = {
  "data-bias": knownInDataBias,
  "solution-bias": knownInSolutionBias,
  monitoring: knownInMonitoring,
};

/** What stands in place of the questions of a stage that recorded facts answer. */
export function knownAnswers(stage: string, facts: StageFacts): KnownAnswers {
  return BY_STAGE[stage]?.(facts) ?? {};
}
