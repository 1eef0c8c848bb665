import type { BackwardFacts, SourceFact } from "#domain/backward-facts.ts";
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
  outsideBand,
  quoted,
  streak,
} from "#domain/backward-rule.ts";
import { geEps } from "#domain/comparison.ts";

/** The rules of stages 3 and 4, and B5.1, which is about the same sources. */
export const DATA_RULES: readonly BackwardRule[] = [
  { rule: "B3.1", stages: ["data-selection", "data-pipeline"], find: (facts, stage) => changed(facts, stage, true) },
  { rule: "B3.2", stages: ["data-selection"], find: withdrawnAccess },
  { rule: "B3.3", stages: ["data-selection"], find: unavailable },
  { rule: "B3.4", stages: ["data-selection"], find: poorQuality },
  { rule: "B3.5", stages: ["data-selection"], find: endingLicences },
  { rule: "B3.6", stages: ["data-selection"], find: unrepresentative },
  { rule: "B4.1", stages: ["data-bias"], find: failedAssessment },
  { rule: "B4.2", stages: ["data-bias"], find: unrepresentativeDatasets },
  { rule: "B4.3", stages: ["data-bias"], find: overdueMitigations },
  { rule: "B4.4", stages: ["data-bias"], find: expiredAcceptances },
  { rule: "B4.5", stages: ["data-bias"], find: newAttributes },
  { rule: "B5.1", stages: ["data-pipeline"], find: (facts, stage) => changed(facts, stage, false) },
];

function changed(facts: BackwardFacts, stage: BackwardStage, requiredOnly: boolean): Found | null {
  const sources = requiredOnly ? required(facts) : (facts.sources ?? []);
  return found(
    sources.filter(({ schemaChangedAt }) => isNews(facts, stage, schemaChangedAt)),
    ({ name, schemaChangedAt }) => `${name}@${schemaChangedAt}`,
    (all) => `The schema changed of ${names(all)}.`,
  );
}

/** Stage 3 ends only with every required source cleared, so one that is not cleared any more was withdrawn. */
function withdrawnAccess(facts: BackwardFacts): Found | null {
  const lost = required(facts).filter(({ legal, access }) => legal !== "cleared" || access === "denied");
  return found(
    lost,
    ({ name, legal, access }) => `${name}:${legal}/${access}`,
    (all) => `The legal basis was withdrawn or access revoked of ${names(all)}.`,
  );
}

function unavailable(facts: BackwardFacts): Found | null {
  return found(
    required(facts).filter(({ availability }) => availability !== null && !geEps(availability, 40)),
    ({ name }) => name,
    (all) => `Availability is below 40 of ${names(all)}.`,
  );
}

function poorQuality(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const streaks = required(facts).map(({ name, profiles }) => {
    const news = profiles.filter(({ end }) => isNews(facts, stage, end));
    return { name, poor: streak(news, (score) => !geEps(score, 85)) };
  });
  return found(
    streaks.filter(({ poor }) => poor.length >= 3),
    ({ name, poor }) => `${name}@${poor[0]?.end ?? ""}`,
    (all) => `The quality score was below 85 in three profiles in a row of ${names(all)}.`,
  );
}

function endingLicences(facts: BackwardFacts): Found | null {
  const ending = (facts.sources ?? []).flatMap(({ name, licenceExpiresAt }) =>
    licenceExpiresAt !== null && licenceExpiresAt - facts.now <= 30 * DAY_MS ? [{ name, licenceExpiresAt }] : [],
  );
  return found(
    ending,
    ({ name, licenceExpiresAt }) => `${name}@${licenceExpiresAt}`,
    (all) => `The licence ends within 30 days, or has ended, of ${names(all)}.`,
  );
}

/**
 * A ratio leaves the band: what was outside when stage 3 was signed, or is measured for the plan of stage 4, is dealt with
 * there.
 */
function unrepresentative(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const planned = facts.doneAt["data-bias"] ?? Number.POSITIVE_INFINITY;
  const news = (facts.representation ?? []).filter(
    ({ since }) => since === undefined || (isNews(facts, stage, since) && since > planned),
  );
  return found(
    outsideBand(news),
    ({ group }) => group,
    (all) => `Groups are represented outside 0.80 to 1.25 of their population share: ${groupsInWords(all)}.`,
  );
}

function failedAssessment(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const newest = facts.assessments?.at(-1);
  const failed = newest?.verdicts.filter(({ verdict }) => verdict === "fail") ?? [];
  if (!newest || failed.length === 0 || !isNews(facts, stage, newest.at)) return null;
  const measures = quoted(failed.map(({ measure }) => measure));
  return {
    because: `Release ${newest.release} fails on fairness: ${measures}.`,
    factsKey: `assessment@${newest.at}`,
    ...aboutFact("fairness-assessments", newest.key),
  };
}

function unrepresentativeDatasets(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const outside = (facts.datasets ?? [])
    .filter(({ publishedAt, withdrawnAt }) => withdrawnAt === null && isNews(facts, stage, publishedAt))
    .map(({ tag, representation }) => ({ tag, groups: outsideBand(representation) }))
    .filter(({ groups }) => groups.length > 0);
  return found(
    outside,
    ({ tag }) => tag,
    ([{ tag, groups }]) => `Data version ${tag} represents groups outside 0.80 to 1.25: ${groupsInWords(groups)}.`,
  );
}

function overdueMitigations({ mitigations = [], now }: BackwardFacts): Found | null {
  return found(
    mitigations.filter(({ dueAt, finishedAt }) => finishedAt === null && now - dueAt >= 14 * DAY_MS),
    ({ name, dueAt }) => `${name}@${dueAt}`,
    (all) => `A mitigation is ${days(now - all[0].dueAt)} overdue: ${names(all)}.`,
  );
}

function expiredAcceptances({ acceptances = [], now }: BackwardFacts): Found | null {
  return found(
    acceptances.filter(({ until }) => until <= now),
    ({ risk, until }) => `${risk}@${until}`,
    (all) => `The acceptance has expired of ${quoted(all.map(({ risk }) => risk))}.`,
  );
}

function newAttributes(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return found(
    (facts.protectedAttributes ?? []).filter(({ addedAt }) => isNews(facts, stage, addedAt)),
    ({ name, addedAt }) => `${name}@${addedAt}`,
    (all) => `A ${all[0].kind} was added: ${names(all)}.`,
  );
}

function required({ sources = [] }: BackwardFacts): SourceFact[] {
  return sources.filter((source) => source.required);
}

function names(things: readonly { name: string }[]): string {
  return quoted(things.map(({ name }) => name));
}
