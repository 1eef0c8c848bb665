import type { BackwardFacts, CriterionFact } from "#domain/backward-facts.ts";
import { type BackwardRule, DAY_MS, type Found, factsKey, found, quoted } from "#domain/backward-rule.ts";
import type { CriterionKind } from "#domain/vocabulary.ts";

const FORTNIGHT_MS = 14 * DAY_MS;
const EVERY_KIND: readonly CriterionKind[] = ["model", "operational", "business", "fairness"];

/** The rules on criteria; B6.2 is B2.1 as stage 6 sees it. */
export const CRITERIA_RULES: readonly BackwardRule[] = [
  { rule: "B1.1", stages: ["business-case"], find: ({ criteria }) => breach(criteria, ["business"]) },
  { rule: "B2.1", stages: ["success-criteria", "model"], find: movedGoalposts },
  { rule: "B2.2", stages: ["success-criteria"], find: silentMustHaves },
  { rule: "B2.3", stages: ["success-criteria"], find: wrongProxy },
  { rule: "B2.4", stages: ["success-criteria"], find: disabledOwners },
  { rule: "B8.1", stages: ["solution-bias"], find: ({ criteria }) => breach(criteria, ["fairness"]) },
  { rule: "B9.1", stages: ["monitoring"], find: ({ criteria }) => breach(criteria, EVERY_KIND) },
];

function breach(criteria: readonly CriterionFact[], kinds: readonly CriterionKind[]): Found | null {
  const standing = criteria.filter(
    ({ kind, state, latched }) => (state === "breached" || latched) && kinds.includes(kind),
  );
  const shown = standing.filter(({ state }) => state === "breached");
  const breached = shown.length > 0 ? shown : standing;
  const [first] = breached;
  if (!first) return null;
  const because =
    breached.length === 1
      ? `The ${first.kind} criterion “${first.name}” is breached.`
      : `${breached.length} criteria are breached: ${names(breached)}.`;
  const silent = shown.length === 0;
  return { because, silent, factsKey: factsKey(breached.map(({ key, since }) => `${key}@${since ?? ""}`)) };
}

/** Only what moved after the stage was last signed off counts; before that, the signature covers it. */
function movedGoalposts({ goalposts, criteria, modelStartedAt, doneAt }: BackwardFacts, stage: string): Found | null {
  if (modelStartedAt === null) return null;
  const after = Math.max(modelStartedAt, doneAt[stage] ?? modelStartedAt);
  const moved = goalposts.filter(({ at }) => at > after);
  if (moved.length === 0) return null;
  const keys = [...new Set(moved.map(({ criterion }) => criterion))].sort();
  const named = keys.map((key) => criteria.find((each) => each.key === key)?.name ?? key);
  return {
    because: `A target or guardrail changed after modelling began: ${quoted(named)}.`,
    factsKey: factsKey(moved.map(({ criterion, at }) => `${criterion}@${at}`)),
  };
}

function silentMustHaves({ criteria, liveSince, now }: BackwardFacts): Found | null {
  if (liveSince === null) return null;
  const silent = criteria.filter(({ mustHave, lastDataAt }) => {
    return mustHave && now - Math.max(liveSince, lastDataAt ?? liveSince) >= FORTNIGHT_MS;
  });
  return found(
    silent,
    ({ key, lastDataAt }) => `${key}@${lastDataAt ?? ""}`,
    (all) => `No data for 14 days after going live: ${names(all)}.`,
  );
}

function wrongProxy({ criteria }: BackwardFacts): Found | null {
  const star = criteria.find(({ northStar, state, breachedWindows }) => {
    return northStar && state === "breached" && breachedWindows >= 2;
  });
  const proxies = criteria.filter(({ phase, state }) => phase === "offline" && state === "met");
  if (!star || proxies.length === 0) return null;
  return {
    because: `The north star “${star.name}” is breached while offline criteria are met (${names(proxies)}): the proxy may be wrong.`,
    factsKey: factsKey([`${star.key}@${star.since ?? ""}`, ...proxies.map(({ key }) => key)]),
  };
}

function disabledOwners({ criteria }: BackwardFacts): Found | null {
  return found(
    criteria.filter(({ owner }) => owner && !owner.active),
    ({ key, owner }) => `${key}:${owner?.name ?? ""}`,
    (all) => `The owner is disabled of ${names(all)}.`,
  );
}

function names(criteria: readonly CriterionFact[]): string {
  return quoted(criteria.map(({ name }) => name));
}
