import type { BackwardFacts, CanaryFact } from "#domain/backward-facts.ts";
import { withdrawn } from "#domain/backward-pipeline.ts";
import { rejectedInARow } from "#domain/backward-retrains.ts";
import {
  aboutFact,
  type BackwardRule,
  type BackwardStage,
  DAY_MS,
  days,
  type Found,
  found,
  groupsInWords,
  isNews,
  oldDrill,
  outsideBand,
  quoted,
  streak,
} from "#domain/backward-rule.ts";
import { leEps } from "#domain/comparison.ts";

/** The rules of stages 6 to 8 beside those on criteria. */
export const BUILD_RULES: readonly BackwardRule[] = [
  { rule: "B6.1", stages: ["model"], find: withdrawnOfCandidate },
  { rule: "B6.3", stages: ["model"], find: failedInTraining },
  { rule: "B6.4", stages: ["model"], find: failedModelCanary },
  { rule: "B6.5", stages: ["model"], find: (facts, stage) => rejectedInARow(facts, stage, 3) },
  { rule: "B7.1", stages: ["integration"], find: rolledBack },
  { rule: "B7.2", stages: ["integration"], find: failedAfterPromotion },
  { rule: "B7.3", stages: ["integration"], find: slow },
  { rule: "B7.4", stages: ["integration"], find: otherArtefact },
  {
    rule: "B7.5",
    stages: ["integration"],
    find: ({ rollbackDrillAt, now }) => oldDrill("rollback", rollbackDrillAt, now),
  },
  { rule: "B8.2", stages: ["solution-bias"], find: unassessed },
  { rule: "B8.3", stages: ["solution-bias"], find: oldAssessment },
  { rule: "B8.4", stages: ["solution-bias"], find: upheldComplaints },
  { rule: "B8.5", stages: ["solution-bias"], find: otherMix },
];

function withdrawnOfCandidate(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return withdrawn(facts, stage, ({ usedByCandidate }) => usedByCandidate, "the candidate");
}

function failedInTraining(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const newest = facts.assessments?.at(-1);
  if (!newest || !isNews(facts, stage, newest.at) || !newest.remediationPhases.includes("in")) return null;
  if (!newest.verdicts.some(({ verdict }) => verdict === "fail")) return null;
  return {
    because: `Release ${newest.release} fails on fairness, and the remediation is in training.`,
    factsKey: `assessment@${newest.at}`,
    ...aboutFact("fairness-assessments", newest.key),
  };
}

function failedModelCanary(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return foundCanary(
    failedCanaries(facts, stage).filter(({ failedGroups }) => failedGroups.includes("model")),
    (release) => `The canary of ${release} failed on a metric of the model.`,
  );
}

function foundCanary(failed: readonly CanaryFact[], because: (release: string) => string): Found | null {
  const all = found(
    failed,
    ({ release, at }) => `${release}@${at}`,
    ([first]) => because(first.release),
  );
  return all && { ...all, ...aboutFact("canary-analyses", failed[0]?.key) };
}

function rolledBack(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return found(
    (facts.rollbacks ?? []).filter(({ at }) => isNews(facts, stage, at)),
    ({ release, at }) => `${release}@${at}`,
    (all) => `Rolled back: ${quoted(all.map(({ release }) => release))}.`,
  );
}

function failedAfterPromotion(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return foundCanary(
    failedCanaries(facts, stage).filter(({ afterPromotion }) => afterPromotion),
    (release) => `The canary of ${release} failed after it was promoted.`,
  );
}

function slow(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const { latency } = facts;
  if (!latency) return null;
  const news = latency.p95Ms.filter(({ end }) => isNews(facts, stage, end));
  const above = streak(news, (p95) => !leEps(p95, latency.budgetMs));
  if (above.length < 3) return null;
  return {
    because: `The p95 latency was above its budget of ${latency.budgetMs} ms in three windows.`,
    factsKey: `latency@${above[0]?.end ?? ""}`,
  };
}

function otherArtefact({ deployments = [] }: BackwardFacts): Found | null {
  return found(
    deployments.filter(({ runningHash, releasedHash }) => runningHash !== null && runningHash !== releasedHash),
    ({ release, runningHash }) => `${release}:${runningHash}`,
    (all) => `What runs is not the artefact that was released as ${quoted(all.map(({ release }) => release))}.`,
  );
}

function unassessed(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return found(
    (facts.releases ?? []).filter(({ createdAt, assessed }) => !assessed && isNews(facts, stage, createdAt)),
    ({ name }) => name,
    (all) => `Nobody has assessed the new release ${quoted(all.map(({ name }) => name))}.`,
  );
}

function oldAssessment({ assessments = [], now }: BackwardFacts): Found | null {
  const newest = assessments.at(-1);
  if (!newest || now - newest.at <= 180 * DAY_MS) return null;
  return {
    because: `The last assessment was ${days(now - newest.at)} ago.`,
    factsKey: `assessment@${newest.at}`,
    ...aboutFact("fairness-assessments", newest.key),
  };
}

/** What came before the signature counts along, but does not raise the flag alone. */
function upheldComplaints(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const upheld = (facts.complaints ?? []).filter(
    ({ outcome, receivedAt }) => outcome === "upheld" && facts.now - receivedAt <= 30 * DAY_MS,
  );
  if (upheld.length < 3 || !upheld.some(({ receivedAt }) => isNews(facts, stage, receivedAt))) return null;
  return {
    because: `${upheld.length} complaints were upheld in 30 days.`,
    factsKey: `complaint@${Math.max(...upheld.map(({ receivedAt }) => receivedAt))}`,
  };
}

function otherMix({ groupMix = [] }: BackwardFacts): Found | null {
  const ratios = groupMix.map(({ group, assessedShare, currentShare }) => {
    const ratio = assessedShare > 0 ? currentShare / assessedShare : Number.POSITIVE_INFINITY;
    return { group, ratio: currentShare === assessedShare ? 1 : ratio };
  });
  return found(
    outsideBand(ratios),
    ({ group }) => group,
    (all) => `The mix of groups left 0.80 to 1.25 of the assessed one: ${groupsInWords(all)}.`,
  );
}

function failedCanaries(facts: BackwardFacts, stage: BackwardStage) {
  return (facts.canaries ?? []).filter(({ verdict, at }) => verdict === "fail" && isNews(facts, stage, at));
}
