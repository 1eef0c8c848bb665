import type { FairnessVerdict } from "#domain/health.ts";
import type { Predicate } from "#domain/predicate.ts";

export type SolutionBiasFacts = {
  /** Where the measured decisions were made; offline test data alone is not enough. */
  source: string | null;
  /** Chosen measure → verdict. */
  verdicts: Readonly<Record<string, FairnessVerdict>>;
  acceptedWatches: readonly string[];
  exemptions: readonly string[];
  /** Tier 3: measures that pass on the point value only and have no note of the reviewer. */
  unnotedPointOnly?: readonly string[];
  ageDays: number | null;
  assessedRelease: string | null;
  candidateRelease: string | null;
  residualRisks: readonly { level: number; accepted: boolean }[];
  reviewerSigned: boolean;
  reviewerInBuildTeam: boolean;
};

export const ASSESSMENT_DAYS = 180;
const SOURCES = ["shadow", "canary", "production"];

/**
 * Gate G8 of lifecycle B, stage 8. A measure that is insufficient is judged by G8.3 alone, so that an exemption can open
 * the gate; without any chosen measure G8.2 does not hold.
 */
export function solutionBiasPredicates(facts: SolutionBiasFacts): Predicate[] {
  const { assessedRelease, candidateRelease, ageDays, residualRisks } = facts;
  const verdicts = Object.entries(facts.verdicts);
  const current = assessedRelease !== null && assessedRelease === candidateRelease;
  return [
    { key: "G8.1", met: facts.source !== null && SOURCES.includes(facts.source) },
    {
      key: "G8.2",
      met: verdicts.length > 0 && verdicts.every(([measure, verdict]) => stands(measure, verdict, facts)),
    },
    {
      key: "G8.3",
      met: verdicts.every(([measure, verdict]) => verdict !== "insufficient" || facts.exemptions.includes(measure)),
    },
    { key: "G8.4", met: current && ageDays !== null && ageDays <= ASSESSMENT_DAYS },
    { key: "G8.5", met: residualRisks.every(({ level, accepted }) => level < 10 || (level <= 15 && accepted)) },
    { key: "G8.6", met: facts.reviewerSigned && !facts.reviewerInBuildTeam },
  ];
}

function stands(measure: string, verdict: FairnessVerdict, facts: SolutionBiasFacts): boolean {
  if (verdict === "pass") return !facts.unnotedPointOnly?.includes(measure);
  return verdict === "insufficient" || (verdict === "watch" && facts.acceptedWatches.includes(measure));
}
