import { expect, test } from "vitest";
import { POC_ITEMS, type PocFacts } from "#domain/journey.ts";
import { type MaturityFacts, maturity, type Rollout } from "#domain/maturity.ts";

const DAY = 86_400_000;
const NOW = 1_000 * DAY;
const nothing = Object.fromEntries(POC_ITEMS.map((item) => [item, false])) as PocFacts;
const rollout = (given: Partial<Rollout>): Rollout => ({
  ...{ strategy: "full", production: true, traffic: 1, startedAt: NOW - 20 * DAY, endedAt: null },
  ...given,
});
const facts = (given: Partial<MaturityFacts>): MaturityFacts => ({
  ...{ poc: nothing, rollouts: [], integratedAt: null, now: NOW },
  ...given,
});

test.each<[string, Partial<MaturityFacts>, string]>([
  ["nothing but words is an idea", { poc: { ...nothing, framingAnswered: true, goNoGoRecorded: true } }, "idea"],
  ["a profiled sample makes it a proof of concept", { poc: { ...nothing, sampleProfiled: true } }, "poc"],
  ["a measured baseline does, too", { poc: { ...nothing, baselineMeasured: true } }, "poc"],
  ["a shadow is a pilot", { rollouts: [rollout({ strategy: "shadow", traffic: 0 })] }, "pilot"],
  [
    "a canary is a pilot, also once it has ended",
    { rollouts: [rollout({ strategy: "canary", endedAt: NOW })] },
    "pilot",
  ],
  ["a deployment that has not begun is none", { rollouts: [rollout({ startedAt: NOW + DAY })] }, "idea"],
  ["thirteen days of all traffic are still a pilot", { rollouts: [rollout({ startedAt: NOW - 13 * DAY })] }, "pilot"],
  ["fourteen are production", { rollouts: [rollout({ startedAt: NOW - 14 * DAY })] }, "production"],
  [
    "a full deployment that ended after a day is a pilot",
    { rollouts: [rollout({ endedAt: NOW - 19 * DAY })] },
    "pilot",
  ],
  ["a full deployment in staging is a pilot", { rollouts: [rollout({ production: false })] }, "pilot"],
  ["without deployments a finished stage 7 speaks", { integratedAt: NOW - 14 * DAY }, "production"],
  ["and a young one is a pilot", { integratedAt: NOW - DAY }, "pilot"],
  [
    "recorded deployments outweigh it",
    { integratedAt: NOW - 99 * DAY, rollouts: [rollout({ strategy: "canary" })] },
    "pilot",
  ],
])("%s", (_, given, expected) => {
  expect(maturity(facts(given))).toBe(expected);
});
