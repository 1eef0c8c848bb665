import { leEps } from "#domain/comparison.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { ProjectFacts } from "#domain/stage-law.ts";
import { answerIn } from "#stages/answer-at.ts";
import type { FactBag } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { requirement } from "#stages/fix.ts";
import { canariesOf, canaryStanding } from "#stages/integration/canary-verdict.ts";
import { isRelease, tagOf } from "#stages/integration/release.ts";

/** From here on a release reaches most people. */
export const FREE_TRAFFIC = 0.5;

type Reach = { environment: string; strategy: string; traffic: number; state: string };

/** Whether a deployment puts, or is going to put, a release before most people. What has ended is history. */
export function reachesMost({ environment, strategy, traffic, state }: Reach): boolean {
  const open = state === "running" || state === "planned";
  return open && environment === "production" && (strategy === "full" || !leEps(traffic, FREE_TRAFFIC));
}

/**
 * The full-rollout guard (lifecycle A4): where people are affected, no release gets more than half of the traffic before
 * solution bias is done for that very release; and nowhere while its last canary failed.
 */
export function fullRolloutGuard(
  release: string,
  { project, ...facts }: Pick<FactContext, "project" | "of">,
): Requirement[] {
  return [assessedFirst(release, project, facts), canaryStood(release, facts)];
}

export function isAssessed(release: string, { states, documents }: Assessed, facts: FactBag): boolean {
  return states[STAGE] === "done" && isRelease(facts, release, answerIn(documents, STAGE, "release"));
}

const STAGE = "solution-bias";
type Assessed = Pick<ProjectFacts, "states" | "documents">;

function assessedFirst(release: string, project: Assessed & { affectsPeople: boolean }, facts: FactBag): Requirement {
  const tag = tagOf(facts, release);
  return requirement({
    key: "G7.full-rollout",
    label: `${tag} reaches most people only once its solution bias is assessed`,
    met: !project.affectsPeople || isAssessed(release, project, facts),
    detail: `People are affected, and “Solution bias” is not done for ${tag}.`,
    fix: {
      who: ["ML", "RV"],
      what: `Assess ${tag} on shadow or canary decisions, and have the reviewer sign. Until then at most half of the traffic.`,
      where: `/stages/${STAGE}`,
    },
  });
}

function canaryStood(release: string, facts: FactBag): Requirement {
  const [last] = canariesOf(facts, release);
  const verdict = last ? canaryStanding(last, canariesOf(facts, release)).verdict : null;
  const tag = tagOf(facts, release);
  return requirement({
    key: "G7.canary",
    label: `The last canary of ${tag} did not fail`,
    met: verdict !== "fail",
    detail: `The last canary of ${tag} failed.`,
    fix: { who: ["ML"], what: "Mend what failed, and run another canary.", where: "/stages/integration" },
  });
}
