import { FAIRNESS_LIMITS, FAIRNESS_MEASURES } from "#domain/fairness.ts";
import { answerIn } from "#stages/answer-at.ts";
import type { StageFacts } from "#stages/facts.ts";
import { tagOf } from "#stages/integration/release.ts";
import type { Proposals } from "#stages/proposal.ts";
import { candidateOf } from "#stages/solution-bias/candidate.ts";
import { MEASURE_WORDS } from "#stages/solution-bias/fairness-words.ts";

const DAY_MS = 86_400_000;
const REVIEW_DAYS = 90;
const RUNS = { shadow: "runs in shadow", canary: "runs for a part", production: "runs for all" } as const;

/** What stage 4 planned and what is deployed: the answers that stage 8 would ask for a second time. */
export function solutionBiasProposals(facts: StageFacts): Proposals {
  const candidate = candidateOf(facts);
  const planned = plannedMeasures(facts);
  const tag = candidate && tagOf(facts, candidate.release);
  const review = new Date(facts.now + REVIEW_DAYS * DAY_MS).toISOString().slice(0, 10);
  return {
    ...(candidate && tag && { release: { value: tag, words: `${tag}, which ${RUNS[candidate.dataSource]}` } }),
    ...(planned.length > 0 && { metricsChosen: { value: planned, words: measuresInWords(planned) } }),
    nextReview: { value: review, words: `${review}, in ${REVIEW_DAYS} days` },
  };
}

type Planned = { metric: (typeof FAIRNESS_MEASURES)[number]; kind: string; threshold: number };

/** The measures of the data bias plan with the limits by which they are usually judged. */
function plannedMeasures({ documents }: Pick<StageFacts, "documents">): Planned[] {
  const named = answerIn(documents, "data-bias", "fairnessMetrics");
  const known = FAIRNESS_MEASURES.filter((metric) => Array.isArray(named) && named.includes(metric));
  return known.map((metric) => ({
    metric,
    kind: FAIRNESS_LIMITS[metric].kind,
    threshold: FAIRNESS_LIMITS[metric].limit,
  }));
}

function measuresInWords(planned: readonly Planned[]): string {
  const words = planned.map(({ metric }) => MEASURE_WORDS[metric].toLowerCase()).join(", ");
  return `the plan’s: ${words}, with usual limits to be looked over`;
}
