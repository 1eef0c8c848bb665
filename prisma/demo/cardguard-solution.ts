import { again } from "./again.ts";
import { reassess } from "./cardguard-assessments.ts";
import { cardguardTrial } from "./cardguard-trial.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import {
  canaryFact,
  deploymentFact,
  eventFact,
  releaseFact,
  runbookFact,
  type Tell,
  tellerOf,
  testFact,
  type Watched,
} from "./solution-records.ts";
import type { Story } from "./story.ts";
import { finish } from "./walk.ts";

const PINS = {
  R11: ["d2025.09", "c4f1e2", "fraud-gbm-3.0"],
  R12: ["d2025.12", "c91ab0", "fraud-gbm-3.1"],
  R13: ["d2026.01", "c9e77d", "fraud-gbm-3.2"],
} as const;
type Release = keyof typeof PINS;

/** Three releases: one in shadow, on a canary and to all; one that came back within minutes; the champion of today. */
export function cardguardSolution(story: Story): void {
  const at = story.clock.moment;
  const tell = tellerOf(story, "Tomas Okafor");
  const released = (tag: Release, day: string) => tell(day, [releaseFact(tag, PINS[tag], at(day, "07:00"))]);
  firstRelease(story, tell, released);
  secondRelease(story, tell, released);
  thirdRelease(story, tell, released);
  cardguardTrial(story.clock, tell);
}

type Released = (tag: Release, day: string) => void;

function firstRelease({ clock }: Story, tell: Tell, released: Released): void {
  const at = clock.moment;
  released("R11", "2025-10-10");
  const shadow = { release: "R11", strategy: "shadow", traffic: 0, from: at("2025-10-13"), hours: 336 } as const;
  const canary = { release: "R11", strategy: "canary", from: at("2025-10-27"), hours: 336 } as const;
  const full = { release: "R11", strategy: "full", traffic: 1, from: at("2025-11-10", "08:00") } as const;
  tell("2025-10-13", [
    deploymentFact("R11-shadow", shadow),
    eventFact("R11-shadow", "started", at("2025-10-13"), { traffic: 0 }),
  ]);
  tell("2025-10-27", [
    deploymentFact("R11-shadow", { ...shadow, over: { at: at("2025-10-27") } }),
    eventFact("R11-shadow", "ended", at("2025-10-27")),
    deploymentFact("R11-canary", { ...canary, traffic: 0.05 }),
    eventFact("R11-canary", "started", at("2025-10-27"), { traffic: 0.05 }),
  ]);
  tell("2025-11-03", [
    deploymentFact("R11-canary", { ...canary, traffic: 0.25 }),
    eventFact("R11-canary", "traffic", at("2025-11-03"), { traffic: 0.25 }),
  ]);
  tell("2025-11-04", [
    testFact("R11-end-to-end", "R11 end to end", at("2025-10-09", "14:00"), { kind: "integration", release: "R11" }),
    testFact("R11-load", "R11 at 1.5 times the peak", at("2025-10-10", "15:00"), {
      ...{ kind: "load", release: "R11", rps: 1_350, p50: 22, p95: 61, p99: 74, errors: 0.0001 },
    }),
    testFact("R11-shadow-comparison", "R11 against the rules in shadow", at("2025-10-26", "18:00"), {
      ...{ kind: "shadow_comparison", release: "R11", requests: 14_200_000 },
    }),
    testFact("rollback-2025-10", "Back to the rules", at("2025-10-24", "10:00"), {
      kind: "rollback_drill",
      minutes: 4,
    }),
    canaryFact(
      "R11-canary-verdict",
      { name: "R11 against the rules", release: "R11", deployment: "R11-canary", judgedAt: at("2025-11-04", "06:00") },
      watched(1),
    ),
  ]);
  tell("2025-11-10", [
    deploymentFact("R11-canary", { ...canary, traffic: 0, over: { at: at("2025-11-10", "08:00") } }),
    eventFact("R11-canary", "ended", at("2025-11-10", "08:00")),
    deploymentFact("R11-full", full),
    eventFact("R11-full", "started", at("2025-11-10", "08:00"), { traffic: 1 }),
  ]);
}

function secondRelease(story: Story, tell: Tell, released: Released): void {
  const at = story.clock.moment;
  released("R12", "2025-12-11");
  const first = { release: "R12", strategy: "canary", traffic: 0.05, from: at("2025-12-12"), hours: 120 } as const;
  tell("2025-12-12", [
    deploymentFact("R12-canary", first),
    eventFact("R12-canary", "started", at("2025-12-12"), { traffic: 0.05 }),
  ]);
  const failed = at("2025-12-15", "06:20");
  tell("2025-12-15", [
    canaryFact(
      "R12-canary-verdict",
      {
        name: "R12 against R11",
        release: "R12",
        deployment: "R12-canary",
        baseline: "R11",
        judgedAt: at("2025-12-15", "06:16"),
      },
      watched(2.4),
    ),
    deploymentFact("R12-canary", { ...first, traffic: 0, over: { at: failed, rolledBack: true } }),
    eventFact("R12-canary", "rolled_back", failed, {
      minutes: 4,
      reason: "p95 latency high: the device lookup waits under load.",
    }),
  ]);
  const second = { release: "R12", strategy: "canary", traffic: 0.05, from: at("2025-12-16"), hours: 48 } as const;
  tell("2025-12-16", [
    deploymentFact("R12-canary-2", second),
    eventFact("R12-canary-2", "started", at("2025-12-16"), { traffic: 0.05 }),
  ]);
  tell("2025-12-18", [
    testFact("R12-load", "R12 with the lookup cached", at("2025-12-17", "15:00"), {
      ...{ kind: "load", release: "R12", rps: 1_400, p50: 23, p95: 63, p99: 77, errors: 0.0001 },
    }),
    testFact("rollback-2025-12", "Back to R11, for real", at("2025-12-15", "06:24"), {
      kind: "rollback_drill",
      release: "R12",
      minutes: 4,
    }),
    canaryFact(
      "R12-canary-2-verdict",
      {
        name: "R12 against R11, mended",
        release: "R12",
        deployment: "R12-canary-2",
        baseline: "R11",
        judgedAt: at("2025-12-18", "05:00"),
      },
      watched(1),
    ),
  ]);
  const stage = "integration";
  const by = "Tomas Okafor";
  again(story, "2025-12-16", stage, "Henrik Vos", "R12 was rolled back; the way into use is gone through again.");
  finish(story, {
    ...{ stage, by, start: "2025-12-16", submit: "2025-12-19", done: "2025-12-19" },
    document: story.documents[stage] ?? {},
  });
  reassess(story, "R12", { again: "2025-12-16", from: "2025-12-12", to: "2025-12-17", done: "2025-12-19" });
  tell("2025-12-19", [
    ...handOver(story, "2025-12-19", "R11", at("2025-11-10", "08:00"), "R12", "R12-canary-2", second),
  ]);
}

function thirdRelease(story: Story, tell: Tell, released: Released): void {
  const at = story.clock.moment;
  released("R13", "2026-01-20");
  const canary = {
    release: "R13",
    strategy: "canary",
    traffic: 0.1,
    from: at("2026-01-20", "08:00"),
    hours: 45,
  } as const;
  tell("2026-01-20", [
    testFact("R13-end-to-end", "R13 end to end", at("2026-01-19", "14:00"), { kind: "integration", release: "R13" }),
    deploymentFact("R13-canary", canary),
    eventFact("R13-canary", "started", at("2026-01-20", "08:00"), { traffic: 0.1 }),
  ]);
  tell("2026-01-22", [
    canaryFact(
      "R13-canary-verdict",
      {
        name: "R13 against R12",
        release: "R13",
        deployment: "R13-canary",
        baseline: "R12",
        judgedAt: at("2026-01-22", "05:00"),
      },
      watched(1),
    ),
  ]);
  reassess(story, "R13", { again: "2026-01-20", from: "2026-01-20", to: "2026-01-22", done: "2026-01-22" });
  tell("2026-01-22", handOver(story, "2026-01-22", "R12", at("2025-12-19", "12:00"), "R13", "R13-canary", canary));
  tell("2026-02-20", [
    testFact("rollback-2026-02", "Back to R12", at("2026-02-19", "10:00"), {
      kind: "rollback_drill",
      release: "R13",
      minutes: 3,
    }),
    runbookFact(
      "scoring-slow",
      {
        name: "Scoring is slow or stops",
        url: "https://wiki.northwind.example/cardguard/runbook",
        owner: "Tomas Okafor",
        onCall: "Rota “Card fraud, first line”, by phone",
        lastDrill: "rollback-2026-02",
      },
      at("2026-02-19"),
    ),
  ]);
}

type Canary = { release: string; strategy: "canary"; traffic: number; from: Date; hours: number };

/** The canary ends, the old release with it, and the new one gets all traffic at noon. */
function handOver(
  { clock }: Story,
  day: string,
  old: string,
  since: Date,
  next: string,
  key: string,
  canary: Canary,
): StageFact[] {
  const noon = clock.moment(day, "12:00");
  return [
    deploymentFact(key, { ...canary, traffic: 0, over: { at: noon } }),
    eventFact(key, "ended", noon),
    deploymentFact(`${old}-full`, { release: old, strategy: "full", traffic: 0, from: since, over: { at: noon } }),
    eventFact(`${old}-full`, "ended", noon),
    deploymentFact(`${next}-full`, { release: next, strategy: "full", traffic: 1, from: noon }),
    eventFact(`${next}-full`, "started", noon, { traffic: 1 }),
  ];
}

/** `latency`: how far the p95 of the canary lies from the old release. */
function watched(latency: number): Watched[] {
  return [
    ["p95 latency, ms", "operation", "up", 58, latency, true],
    ["p99 latency, ms", "operation", "up", 71, latency],
    ["Error rate", "operation", "up", 0.0012],
    ["Time-outs a minute", "operation", "up", 1.8],
    ["Share of payments stopped", "model", "up", 0.005],
    ["Recall on confirmed fraud", "model", "down", 0.72],
    ["Overrides by analysts", "model", "up", 0.11],
  ];
}
