import type { BackwardFacts } from "#domain/backward-facts.ts";
import { failedInARow, rejectedInARow } from "#domain/backward-retrains.ts";
import { type BackwardRule, DAY_MS, days, type Found, found, oldDrill, quoted } from "#domain/backward-rule.ts";
import { wallTime } from "#domain/local-time.ts";

/** The rules of stages 9 and 10 beside those on criteria. */
export const OPERATE_RULES: readonly BackwardRule[] = [
  { rule: "B9.2", stages: ["monitoring"], find: staleMonitors },
  { rule: "B9.3", stages: ["monitoring"], find: unacknowledged },
  { rule: "B9.4", stages: ["monitoring"], find: openIncidents },
  { rule: "B9.5", stages: ["monitoring"], find: ({ fireDrillAt, now }) => oldDrill("fire", fireDrillAt, now) },
  { rule: "B10.1", stages: ["retraining"], find: unansweredDrift },
  { rule: "B10.2", stages: ["retraining"], find: oldChampion },
  { rule: "B10.3", stages: ["retraining"], find: (facts, stage) => rejectedInARow(facts, stage, 2) },
  { rule: "B10.4", stages: ["retraining"], find: (facts, stage) => failedInARow(facts, stage, 2) },
  { rule: "B10.5", stages: ["retraining"], find: spentBudget },
];

function staleMonitors({ monitors = [], now }: BackwardFacts): Found | null {
  return found(
    monitors.filter(({ staleSince }) => staleSince !== null && now - staleSince >= DAY_MS),
    ({ name, staleSince }) => `${name}@${staleSince}`,
    (all) => `No data for 24 hours after it was due: ${quoted(all.map(({ name }) => name))}.`,
  );
}

function unacknowledged({ alerts = [], tier = 1, now }: BackwardFacts): Found | null {
  const minutes = tier === 3 ? 15 : 30;
  const waiting = alerts.filter(
    ({ severity, state, openedAt }) =>
      severity === "critical" && state === "open" && now - openedAt >= minutes * 60_000,
  );
  return found(
    waiting,
    ({ title, openedAt }) => `${title}@${openedAt}`,
    (all) =>
      `Nobody acknowledged a critical alert within ${minutes} minutes: ${quoted(all.map(({ title }) => title))}.`,
  );
}

function openIncidents({ incidents = [] }: BackwardFacts): Found | null {
  return found(
    incidents.filter(({ severity, resolvedAt }) => severity === 1 && resolvedAt === null),
    ({ name, openedAt }) => `${name}@${openedAt}`,
    (all) => `An incident of severity 1 is open: ${quoted(all.map(({ name }) => name))}.`,
  );
}

function unansweredDrift({ alerts = [], retrainRuns = [], now }: BackwardFacts): Found | null {
  const unanswered = alerts.filter(({ kind, state, openedAt }) => {
    const old = kind === "drift" && state !== "resolved" && now - openedAt >= 7 * DAY_MS;
    return old && !retrainRuns.some(({ startedAt }) => startedAt >= openedAt);
  });
  return found(
    unanswered,
    ({ title, openedAt }) => `${title}@${openedAt}`,
    (all) =>
      `Drift has been open for ${days(now - all[0].openedAt)} without a run: ${quoted(all.map(({ title }) => title))}.`,
  );
}

function oldChampion({ champion, now }: BackwardFacts): Found | null {
  if (!champion || champion.maxAgeDays === null || now - champion.since <= champion.maxAgeDays * DAY_MS) return null;
  return {
    because: `The champion ${champion.name} is ${days(now - champion.since)} old; ${champion.maxAgeDays} are allowed.`,
    factsKey: `${champion.name}@${champion.since}`,
  };
}

/** In the month of the project's clock, and until it ends. */
function spentBudget({ retrainBudget, now }: BackwardFacts): Found | null {
  if (!retrainBudget || retrainBudget.usedUpAt === null || retrainBudget.usedUpAt > now) return null;
  const { usedUpAt, zone } = retrainBudget;
  const [spent, today] = [new Date(wallTime(usedUpAt, zone)), new Date(wallTime(now, zone))];
  const month = spent.toISOString().slice(0, 7);
  if (month !== today.toISOString().slice(0, 7) || spent.getUTCDate() >= 20) return null;
  return {
    because: `The month’s retraining budget was used up on day ${spent.getUTCDate()}, before the 20th.`,
    factsKey: `budget@${month}`,
  };
}
