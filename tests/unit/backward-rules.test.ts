import { describe, expect, it } from "vitest";
import { BACKWARD_RULES, type BackwardFlag, firingRules, type StageMove, wasDismissed } from "#domain/backward.ts";
import type {
  AssessmentFact,
  BackwardFacts,
  CanaryFact,
  CriterionFact,
  DatasetFact,
  RetrainRunFact,
  SourceFact,
} from "#domain/backward-facts.ts";
import { BACKWARD_STAGES } from "#domain/backward-rule.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

const NOW = Date.UTC(2026, 2, 16, 9);
const MINUTE = 60_000;
const DAY = 86_400_000;
const SIGNED = NOW - 100 * DAY;
const FACTS: BackwardFacts = {
  ...{ now: NOW, criteria: [], goalposts: [], modelStartedAt: null, liveSince: null },
  doneAt: Object.fromEntries(BACKWARD_STAGES.map((stage) => [stage, SIGNED])),
};

const ago = (days: number) => NOW - days * DAY;
const windows = (...values: (number | null)[]) =>
  values.map((value, index) => ({ end: NOW - (values.length - index) * DAY, value }));

const OWNED: CriterionFact = {
  ...{ key: "recall", name: "Recall", kind: "model", phase: "production", mustHave: true, northStar: false },
  ...{ state: "met", latched: false, since: NOW, breachedWindows: 0, lastDataAt: NOW },
  owner: { name: "Tomas", active: true },
};
const SOURCE: SourceFact = {
  ...{ name: "Till", required: true, access: "granted", legal: "cleared", availability: 80 },
  ...{ profiles: [], schemaChangedAt: null, licenceExpiresAt: null },
};
const DATASET: DatasetFact = {
  ...{ tag: "d2", publishedAt: ago(1), withdrawnAt: null, usedByChampion: false, usedByCandidate: false },
  representation: [],
};
const ASSESSMENT: AssessmentFact = {
  ...{ release: "R2", at: ago(1), remediationPhases: ["post"] },
  verdicts: [{ measure: "equal opportunity", verdict: "fail" }],
};
const CANARY: CanaryFact = { release: "R2", at: ago(1), verdict: "fail", afterPromotion: false, failedGroups: [] };
const ALERT = { title: "Drift", kind: "drift", severity: "critical", state: "open", openedAt: NOW } as const;

function runs(...statuses: RetrainRunFact["status"][]): RetrainRunFact[] {
  return statuses.map((status, index) => ({ status, startedAt: ago(statuses.length - index) }));
}

function quarters(...realised: (number | null)[]) {
  return realised.map((each, index) => ({ end: ago(realised.length - index), realised: each, planned: 100 }));
}

function fired(changes: Partial<BackwardFacts>): string[] {
  return firingRules({ ...FACTS, ...changes }).map(({ stage, rule }) => `${stage} ${rule}`);
}

const NONE: string[] = [];
const RUN_OUT = { stage: "integration", item: "7.3", label: "End-to-end integration test passed" };

describe("stages 1 and 2", () => {
  const high = { riskClass: "high", tier: 3 } as const;
  const minimal = { riskClass: "minimal", tier: 1 } as const;
  it.each<[string, Partial<BackwardFacts>, string[]]>([
    ["half the benefit for two quarters", { benefitQuarters: quarters(90, 50, 50) }, NONE],
    ["less than half for two quarters", { benefitQuarters: quarters(90, 49, 10) }, ["business-case B1.2"]],
    ["less than half for one quarter", { benefitQuarters: quarters(90, 10) }, NONE],
    ["less than half, then better", { benefitQuarters: quarters(10, 10, 60) }, NONE],
    ["a quarter whose benefit is unknown", { benefitQuarters: quarters(10, null) }, NONE],
    [
      "less than half, signed off in between",
      { benefitQuarters: quarters(10, 10), doneAt: { "business-case": ago(1.5) } },
      NONE,
    ],
    ["125 % of the cost", { cost: { planned: 100, actual: 125 } }, NONE],
    ["126 % of the cost", { cost: { planned: 100, actual: 126 } }, ["business-case B1.3"]],
    ["cost without a plan", { cost: { planned: 0, actual: 5 } }, NONE],
    ["a higher class and tier", { risk: { signed: minimal, present: high } }, ["business-case B1.4"]],
    ["a higher tier only", { risk: { signed: minimal, present: { ...minimal, tier: 2 } } }, ["business-case B1.4"]],
    ["a lower class", { risk: { signed: high, present: minimal } }, NONE],
    ["an unknown class", { risk: { signed: { ...minimal, riskClass: "unknown" }, present: minimal } }, NONE],
    ["a business owner", { businessOwner: { name: "Mara", active: true } }, NONE],
    ["a disabled business owner", { businessOwner: { name: "Mara", active: false } }, ["business-case B1.5"]],
    ["a broken assumption", { assumptions: [{ statement: "x", brokenAt: ago(1) }] }, ["business-case B1.6"]],
    ["one broken before the signature", { assumptions: [{ statement: "x", brokenAt: SIGNED }] }, NONE],
    ["a criterion's owner", { criteria: [OWNED] }, NONE],
    [
      "a criterion's disabled owner",
      { criteria: [{ ...OWNED, owner: { name: "Tomas", active: false } }] },
      ["success-criteria B2.4"],
    ],
  ])("%s", (_, changes, expected) => {
    expect(fired(changes)).toEqual(expected);
  });
});

describe("stages 3 to 5", () => {
  const ratio = (value: number | null) => [{ group: "61+", ratio: value }];
  const source = (changes: Partial<SourceFact>) => ({ sources: [{ ...SOURCE, ...changes }] });
  const dataset = (changes: Partial<DatasetFact>) => ({ datasets: [{ ...DATASET, ...changes }] });
  const schema = ["data-selection B3.1", "data-pipeline B5.1", "data-pipeline B3.1"];
  it.each<[string, Partial<BackwardFacts>, string[]]>([
    ["a source as it was", source({}), NONE],
    ["a changed schema", source({ schemaChangedAt: ago(1) }), schema],
    ["a schema changed before the signature", source({ schemaChangedAt: SIGNED }), NONE],
    ["a changed schema, not required", source({ schemaChangedAt: ago(1), required: false }), ["data-pipeline B5.1"]],
    ["a legal basis withdrawn", source({ legal: "not_allowed" }), ["data-selection B3.2"]],
    ["a legal basis in question again", source({ legal: "pending" }), ["data-selection B3.2"]],
    ["access revoked", source({ access: "denied" }), ["data-selection B3.2"]],
    ["access that is still to come", source({ access: "in_progress" }), NONE],
    ["a refused source that nobody needs", source({ access: "denied", required: false }), NONE],
    ["availability of 40", source({ availability: 40 }), NONE],
    ["availability of 39", source({ availability: 39 }), ["data-selection B3.3"]],
    ["availability unknown", source({ availability: null }), NONE],
    ["three poor profiles", source({ profiles: windows(90, 84, 84, 84) }), ["data-selection B3.4"]],
    ["three poor profiles and a gap", source({ profiles: windows(84, null, 84, 84) }), ["data-selection B3.4"]],
    ["two poor profiles", source({ profiles: windows(85, 84, 84) }), NONE],
    ["poor profiles, then a good one", source({ profiles: windows(1, 1, 1, 85) }), NONE],
    ["a licence that ends in 30 days", source({ licenceExpiresAt: ago(-30) }), ["data-selection B3.5"]],
    ["a licence that ends in 31 days", source({ licenceExpiresAt: ago(-31) }), NONE],
    ["a ratio of 0.8", { representation: ratio(0.36 / 0.45) }, NONE],
    ["a ratio of 1.25", { representation: ratio(1.25) }, NONE],
    ["a ratio of 0.79", { representation: ratio(0.79) }, ["data-selection B3.6"]],
    ["a ratio of 1.26", { representation: ratio(1.26) }, ["data-selection B3.6"]],
    ["a ratio unknown", { representation: ratio(null) }, NONE],
    ["a failed assessment", { assessments: [ASSESSMENT] }, ["data-bias B4.1"]],
    ["one that was repaired", { assessments: [ASSESSMENT, { ...ASSESSMENT, at: NOW, verdicts: [] }] }, NONE],
    ["one from before the signature", { assessments: [{ ...ASSESSMENT, at: SIGNED }] }, NONE],
    ["a data version that leaves a group out", dataset({ representation: ratio(0.5) }), ["data-bias B4.2"]],
    ["one that is not published", dataset({ publishedAt: null, representation: ratio(0.5) }), NONE],
    [
      "a mitigation 14 days late",
      { mitigations: [{ name: "m", dueAt: ago(14), finishedAt: null }] },
      ["data-bias B4.3"],
    ],
    ["a mitigation 13 days late", { mitigations: [{ name: "m", dueAt: ago(13), finishedAt: null }] }, NONE],
    ["a finished mitigation", { mitigations: [{ name: "m", dueAt: ago(50), finishedAt: ago(1) }] }, NONE],
    ["an acceptance that ran out", { acceptances: [{ risk: "r", until: NOW - 1 }] }, ["data-bias B4.4"]],
    ["an acceptance until now", { acceptances: [{ risk: "r", until: NOW }] }, ["data-bias B4.4"]],
    ["evidence that ran out since", { expiredEvidence: [{ ...RUN_OUT, until: ago(1) }] }, ["integration B7.0"]],
    ["evidence that had run out when it was signed", { expiredEvidence: [{ ...RUN_OUT, until: SIGNED }] }, NONE],
    [
      "evidence and a drill that ran out",
      { expiredEvidence: [{ ...RUN_OUT, until: ago(1) }], rollbackDrillAt: ago(91) },
      ["integration B7.5", "integration B7.0"],
    ],
    ["an acceptance until later", { acceptances: [{ risk: "r", until: NOW + 1 }] }, NONE],
    [
      "a new proxy",
      { protectedAttributes: [{ name: "postcode", kind: "proxy", addedAt: ago(1) }] },
      ["data-bias B4.5"],
    ],
    ["an old proxy", { protectedAttributes: [{ name: "postcode", kind: "proxy", addedAt: SIGNED }] }, NONE],
    ["three failed runs", { pipelines: [pipeline(true, false, false, false)] }, ["data-pipeline B5.2"]],
    ["two failed runs", { pipelines: [pipeline(true, false, false)] }, NONE],
    ["three failed runs, then a good one", { pipelines: [pipeline(false, false, false, true)] }, NONE],
    ["data late for a day", { freshness: [{ name: "till", missedSince: ago(1) }] }, ["data-pipeline B5.3"]],
    ["data late for an hour", { freshness: [{ name: "till", missedSince: ago(0.1) }] }, NONE],
    ["data in time", { freshness: [{ name: "till", missedSince: null }] }, NONE],
    [
      "skew in two windows",
      { skews: [{ feature: "f", threshold: 0.1, windows: windows(0, 0.2, 0.2) }] },
      ["data-pipeline B5.4"],
    ],
    ["skew at its threshold", { skews: [{ feature: "f", threshold: 0.1, windows: windows(0.1, 0.1) }] }, NONE],
    [
      "the champion's data withdrawn",
      dataset({ withdrawnAt: ago(1), usedByChampion: true }),
      ["data-pipeline B5.5", "model B5.5"],
    ],
    ["data withdrawn that nobody uses", dataset({ withdrawnAt: ago(1) }), NONE],
  ])("%s", (_, changes, expected) => {
    expect(fired(changes)).toEqual(expected);
  });
});

describe("stages 6 to 8", () => {
  const complaint = (days: number) => ({ receivedAt: ago(days), outcome: "upheld" as const });
  it.each<[string, Partial<BackwardFacts>, string[]]>([
    [
      "the candidate's data withdrawn",
      { datasets: [{ ...DATASET, withdrawnAt: ago(1), usedByCandidate: true }] },
      ["model B6.1"],
    ],
    [
      "a failed assessment to be repaired in training",
      { assessments: [{ ...ASSESSMENT, remediationPhases: ["post", "in"] }] },
      ["data-bias B4.1", "model B6.3"],
    ],
    ["a canary failed on the model", { canaries: [{ ...CANARY, failedGroups: ["model"] }] }, ["model B6.4"]],
    ["a canary failed on latency", { canaries: [{ ...CANARY, failedGroups: ["latency"] }] }, NONE],
    ["a canary failed after promotion", { canaries: [{ ...CANARY, afterPromotion: true }] }, ["integration B7.2"]],
    ["a marginal canary", { canaries: [{ ...CANARY, afterPromotion: true, verdict: "marginal" }] }, NONE],
    ["a rollback", { rollbacks: [{ release: "R2", at: ago(1) }] }, ["integration B7.1"]],
    ["a rollback before the signature", { rollbacks: [{ release: "R2", at: SIGNED }] }, NONE],
    ["slow for three windows", { latency: { budgetMs: 80, p95Ms: windows(80, 81, 81, 81) } }, ["integration B7.3"]],
    ["slow for two windows", { latency: { budgetMs: 80, p95Ms: windows(80, 81, 81) } }, NONE],
    [
      "another artefact",
      { deployments: [{ release: "R2", releasedHash: "a", runningHash: "b" }] },
      ["integration B7.4"],
    ],
    ["an artefact not reported", { deployments: [{ release: "R2", releasedHash: "a", runningHash: null }] }, NONE],
    ["a rollback drill 90 days ago", { rollbackDrillAt: ago(90) }, NONE],
    ["a rollback drill 91 days ago", { rollbackDrillAt: ago(91) }, ["integration B7.5"]],
    ["no rollback drill", { rollbackDrillAt: null }, NONE],
    [
      "a new release without assessment",
      { releases: [{ name: "R3", createdAt: ago(1), assessed: false }] },
      ["solution-bias B8.2"],
    ],
    ["an assessed release", { releases: [{ name: "R3", createdAt: ago(1), assessed: true }] }, NONE],
    ["an assessment 181 days ago", { assessments: [{ ...ASSESSMENT, at: ago(181) }] }, ["solution-bias B8.3"]],
    ["an assessment 180 days ago", { assessments: [{ ...ASSESSMENT, at: ago(180) }] }, NONE],
    ["three upheld complaints", { complaints: [30, 2, 1].map(complaint) }, ["solution-bias B8.4"]],
    ["three in more than 30 days", { complaints: [31, 2, 1].map(complaint) }, NONE],
    [
      "three, all covered by the signature",
      { complaints: [3, 2, 1].map(complaint), doneAt: { "solution-bias": ago(0.5) } },
      NONE,
    ],
    ["a mix that moved", { groupMix: [{ group: "x", assessedShare: 0.2, currentShare: 0.3 }] }, ["solution-bias B8.5"]],
    [
      "a group that is new",
      { groupMix: [{ group: "x", assessedShare: 0, currentShare: 0.1 }] },
      ["solution-bias B8.5"],
    ],
    ["a group that is absent still", { groupMix: [{ group: "x", assessedShare: 0, currentShare: 0 }] }, NONE],
  ])("%s", (_, changes, expected) => {
    expect(fired(changes)).toEqual(expected);
  });
});

describe("stages 9 and 10", () => {
  const budget = (usedUpAt: number | null) => ({ retrainBudget: { usedUpAt, zone: "Europe/Berlin" } });
  const waiting = (minutes: number) => ({ alerts: [{ ...ALERT, openedAt: NOW - minutes * MINUTE }] });
  it.each<[string, Partial<BackwardFacts>, string[]]>([
    ["a monitor stale for a day", { monitors: [{ name: "m", staleSince: ago(1) }] }, ["monitoring B9.2"]],
    ["a monitor stale for an hour", { monitors: [{ name: "m", staleSince: ago(0.1) }] }, NONE],
    ["a critical alert waiting for 30 minutes", waiting(30), ["monitoring B9.3"]],
    ["one waiting for 29 minutes", waiting(29), NONE],
    ["one waiting for 15 minutes at tier 3", { ...waiting(15), tier: 3 }, ["monitoring B9.3"]],
    ["one that is acknowledged", { alerts: [{ ...ALERT, state: "acknowledged", openedAt: ago(1) }] }, NONE],
    ["a warning that waits", { alerts: [{ ...ALERT, severity: "warning", openedAt: ago(1) }] }, NONE],
    ["an incident of severity 1", incident(1, null), ["monitoring B9.4"]],
    ["an incident of severity 2", incident(2, null), NONE],
    ["an incident that is over", incident(1, NOW), NONE],
    ["a fire drill 91 days ago", { fireDrillAt: ago(91) }, ["monitoring B9.5"]],
    ["a fire drill 90 days ago", { fireDrillAt: ago(90) }, NONE],
    ["drift for a week", { alerts: [drift(7)] }, ["retraining B10.1"]],
    ["drift for six days", { alerts: [drift(6)] }, NONE],
    ["drift for a week, and a run since", { alerts: [drift(7)], retrainRuns: runs("running") }, NONE],
    ["drift that is over", { alerts: [{ ...drift(7), state: "resolved" }] }, NONE],
    ["a champion of its maximum age", { champion: { name: "3.2", since: ago(90), maxAgeDays: 90 } }, NONE],
    ["an older one", { champion: { name: "3.2", since: ago(91), maxAgeDays: 90 } }, ["retraining B10.2"]],
    ["a champion without a maximum", { champion: { name: "3.2", since: ago(910), maxAgeDays: null } }, NONE],
    ["two challengers rejected", { retrainRuns: runs("promoted", "rejected", "rejected") }, ["retraining B10.3"]],
    [
      "two rejected around a cancelled run",
      { retrainRuns: runs("rejected", "cancelled", "rejected") },
      ["retraining B10.3"],
    ],
    [
      "three challengers rejected",
      { retrainRuns: runs("rejected", "rejected", "rejected") },
      ["model B6.5", "retraining B10.3"],
    ],
    ["one promoted since", { retrainRuns: runs("rejected", "rejected", "promoted") }, NONE],
    ["two failed runs", { retrainRuns: runs("failed", "failed", "running") }, ["retraining B10.4"]],
    ["a failed run between good ones", { retrainRuns: runs("failed", "awaiting_approval", "failed") }, NONE],
    [
      "rejections from before the signature",
      { retrainRuns: runs("rejected", "rejected"), doneAt: { retraining: ago(1.5) } },
      NONE,
    ],
    ["a budget used up on the 12th", budget(Date.UTC(2026, 2, 12)), ["retraining B10.5"]],
    ["a budget used up last month", budget(Date.UTC(2026, 1, 12)), NONE],
    [
      "a budget used up on the last day of February in UTC, 1 March there",
      budget(Date.UTC(2026, 1, 28, 23, 30)),
      ["retraining B10.5"],
    ],
    ["a budget that holds", budget(null), NONE],
    ["a budget used up on the 20th", { ...budget(Date.UTC(2026, 2, 19, 23)), now: Date.UTC(2026, 2, 25) }, NONE],
  ])("%s", (_, changes, expected) => {
    expect(fired(changes)).toEqual(expected);
  });
});

describe("the table of rules", () => {
  it("holds every rule from B1.1 to B10.5 once, and one on the evidence of each stage; B6.2 is B2.1 on stage 6", () => {
    const counts = [6, 4, 6, 5, 5, 5, 5, 5, 5, 5];
    const written = counts.flatMap((count, stage) =>
      Array.from({ length: count + 1 }, (_, index) => `B${stage + 1}.${index}`),
    );
    const keys = BACKWARD_RULES.map(({ rule }) => rule);
    expect([...keys, "B6.2"].toSorted()).toEqual(written.toSorted());
    expect(BACKWARD_RULES.find(({ rule }) => rule === "B2.1")?.stages).toContain("model");
  });

  it("knows the stages in their order, and flags at least the rule's own", () => {
    expect([...BACKWARD_STAGES]).toEqual(STAGE_KEYS);
    for (const { rule, stages } of BACKWARD_RULES) {
      const own = BACKWARD_STAGES[Number(/^B(\d+)/.exec(rule)?.[1]) - 1];
      expect(stages).toContain(own);
    }
  });

  it("stays silent about parts that are not known", () => {
    expect(fired({})).toEqual([]);
  });

  it("says a whole sentence, and the same facts have the same key a day later", () => {
    const changes = {
      ...{ alerts: [drift(8)], champion: { name: "3.2", since: ago(200), maxAgeDays: 90 }, fireDrillAt: ago(100) },
      ...{ sources: [{ ...SOURCE, schemaChangedAt: ago(1) }], rollbackDrillAt: ago(100) },
    };
    const today = firingRules({ ...FACTS, ...changes });
    const tomorrow = firingRules({ ...FACTS, ...changes, now: NOW + DAY });
    expect(today.length).toBeGreaterThan(5);
    for (const { because } of today) expect(because).toMatch(/^[A-Z0-9].*\.$/);
    expect(tomorrow.map(({ factsKey }) => factsKey)).toEqual(today.map(({ factsKey }) => factsKey));
    expect(today.find(({ rule }) => rule === "B10.1")?.because).toBe(
      "Drift has been open for 8 days without a run: “Drift”.",
    );
  });
});

describe("a dismissed flag", () => {
  const flag: BackwardFlag = { stage: "monitoring", rule: "B9.1", because: "", factsKey: "a", silent: false };
  const raised = (at: number, rule = "B9.1", factsKey = "a"): StageMove[] => [
    { stage: "monitoring", verb: "flag", at, rule, factsKey },
    { stage: "monitoring", verb: "dismiss", at: at + MINUTE },
  ];
  it.each<[string, StageMove[], boolean]>([
    ["never raised", [], false],
    ["dismissed an hour ago", raised(NOW - 60 * MINUTE), true],
    ["dismissed 24 hours ago", raised(NOW - DAY - MINUTE), false],
    ["dismissed on other facts", raised(NOW - 60 * MINUTE, "B9.1", "b"), false],
    ["another rule dismissed", raised(NOW - 60 * MINUTE, "B9.2"), false],
    [
      "dismissed, and another rule dismissed since",
      [...raised(NOW - 60 * MINUTE), ...raised(NOW - 30 * MINUTE, "B9.2")],
      true,
    ],
    ["raised and reworked", [{ stage: "monitoring", verb: "flag", at: NOW - 9, rule: "B9.1", factsKey: "a" }], false],
    ["another stage", raised(NOW - 60 * MINUTE).map((move) => ({ ...move, stage: "model" })), false],
  ])("%s", (_, moves, dismissed) => {
    expect(wasDismissed(flag, moves, NOW)).toBe(dismissed);
  });
});

function pipeline(...results: boolean[]) {
  return { name: "load", runs: results.map((succeeded, index) => ({ at: ago(results.length - index), succeeded })) };
}

function incident(severity: number, resolvedAt: number | null): Partial<BackwardFacts> {
  return { incidents: [{ name: "i", severity, openedAt: ago(1), resolvedAt }] };
}

function drift(days: number) {
  return { ...ALERT, severity: "warning" as const, openedAt: ago(days) };
}
