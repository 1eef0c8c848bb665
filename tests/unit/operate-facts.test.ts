import { describe, expect, test } from "vitest";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { AnyFactKind, FactContext } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageFacts } from "#stages/facts.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, criterion, SAMPLE_NOW, sampleCriteria } from "../support/stage-samples.ts";

/* Stages 9 and 10: each requirement fails alone, checks and guards refuse, figures are those of lifecycle G. */

const DAY_MS = 86_400_000;
const SETTING = { tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) } as const;

type Bag = Record<string, Fact[]>;

/** `change` alters the bag, or answers what else is known of the project. */
type Change = ((bag: Bag) => void) | ((bag: Bag) => Partial<StageFacts>);

function unmet(stage: string, change: Change, document: FactData = {}): string[] {
  const bag = sampledFacts(SETTING);
  const extra = change(bag) ?? {};
  const facts = completeFacts(3, { ...factBag(bag), ...extra });
  const asked = { ...completeDocument(stage, 3), ...document };
  return stageOf(stage)
    .requirements(asked, facts)
    .filter(({ met }) => !met)
    .map(({ key }) => key);
}

function patch(bag: Bag, kind: string, key: string, data: FactData): void {
  bag[kind] = (bag[kind] ?? []).map((fact) =>
    fact.key === key ? moved(kind, { ...fact, data: { ...fact.data, ...data } }) : fact,
  );
}

function forget(bag: Bag, kind: string): void {
  bag[kind] = [];
}

function moved(kind: string, fact: Fact): Fact {
  const { at } = factKindOf(kind);
  const time = at ? fact.data[at] : undefined;
  return typeof time === "string" ? { ...fact, at: Date.parse(time) } : fact;
}

const ago = (days: number, minutes = 0) => new Date(SAMPLE_NOW - days * DAY_MS + minutes * 60_000).toISOString();

function context(bag: Bag = sampledFacts(SETTING), change: Partial<FactContext> = {}): FactContext {
  const documents = {
    retraining: { margin: 0.002, approval: "human", maxModelAgeDays: 120 },
    monitoring: { primaryDriftMethod: { numeric: "psi", categorical: "psi" } },
  };
  const project = { tier: 3, affectsPeople: true, documents, states: {} } as const;
  return { ...factBag(bag), before: null, project, criteria: [], now: SAMPLE_NOW, ...change };
}

function fact(kind: string, key: string, data: FactData): Fact {
  return moved(kind, { key, at: SAMPLE_NOW, version: 1, recordedAt: SAMPLE_NOW, recordedBy: null, data });
}

function figuresOf(kind: AnyFactKind, one: Fact, given: FactContext) {
  return Object.fromEntries(kind.figures(one, given).map(({ name, value }) => [name, value]));
}

describe("the gate of stage 9", () => {
  test("is open with the samples, shut by each requirement alone", () => {
    const alert = {
      kind: "stale",
      severity: "warning",
      state: "open",
      title: "No loads",
      openedAt: SAMPLE_NOW,
      labels: {},
    } as const;
    expect(unmet("monitoring", () => {})).toEqual([]);
    expect(unmet("monitoring", () => ({ alerts: [alert] }))).toEqual(["G9.2"]);
    expect(unmet("monitoring", () => ({ alerts: [{ ...alert, kind: "threshold", severity: "critical" }] }))).toEqual([
      "G9.5",
    ]);
    expect(
      unmet("monitoring", () => ({
        alerts: [{ ...alert, kind: "drift", severity: "critical", state: "acknowledged" }],
      })),
    ).toEqual([]);
    const [first, ...others] = sampleCriteria();
    const blind = criterion({ ...first, hasPoints: false });
    expect(unmet("monitoring", () => ({ criteria: [blind, ...others] }))).toEqual(["G9.1"]);
    const young = criterion({ ...first, firstPointAt: SAMPLE_NOW - 13 * DAY_MS });
    expect(unmet("monitoring", () => ({ criteria: [young, ...others] }))).toEqual(["G9.3"]);
    expect(unmet("monitoring", (bag) => forget(bag, "ml-test-scores"))).toEqual(["G9.6"]);
  });

  test.each([
    ["never", null, ["G9.4"]],
    ["90 days ago, answered after 15 minutes", { firedAt: ago(90), acknowledgedAt: ago(90, 15) }, []],
    ["90 days and an hour ago", { firedAt: ago(90, -60), acknowledgedAt: ago(90, -50) }, ["G9.4"]],
    ["91 days ago", { firedAt: ago(91), acknowledgedAt: ago(91, 5) }, ["G9.4"]],
    ["answered after 16 minutes at tier 3", { firedAt: ago(5), acknowledgedAt: ago(5, 16) }, ["G9.4"]],
    ["that nobody answered", { firedAt: ago(5), acknowledgedAt: undefined }, ["G9.4"]],
  ] as const)("G9.4 judges a fire drill %s", (_, data, expected) => {
    const change = (bag: Bag) => (data ? patch(bag, "fire-drills", "drill-1", data) : forget(bag, "fire-drills"));
    expect(unmet("monitoring", change)).toEqual(expected);
  });

  test("asks a tier 1 project only for what it recorded", () => {
    const facts = completeFacts(1, { ...factBag({}), criteria: [] });
    expect(stageOf("monitoring").requirements({}, facts)).toEqual([]);
    expect(stageOf("retraining").requirements({}, facts)).toEqual([]);
  });

  test("counts importance, the output, sources and objectives", () => {
    const verdict = (item: string, change: (bag: Bag) => void) => {
      const bag = sampledFacts(SETTING);
      change(bag);
      const rule = stageOf("monitoring").checklist.find(({ key }) => key === item)?.rule;
      return rule?.({}, completeFacts(3, factBag(bag)));
    };
    expect(verdict("9.2", () => {})).toEqual({ met: true, detail: "88% of the importance is watched." });
    expect(verdict("9.2", (bag) => patch(bag, "drift-references", "amount_log", { feature: "other" }))).toMatchObject({
      met: false,
    });
    expect(verdict("9.3", (bag) => patch(bag, "drift-references", "score", { output: false }))?.met).toBe(false);
    expect(verdict("9.4", (bag) => patch(bag, "monitors", "warehouse-loads", { enabled: false }))).toEqual({
      met: false,
      detail: "Nothing tells when it stops: Warehouse.",
    });
    expect(verdict("9.5", (bag) => patch(bag, "monitors", "error-budget", { enabled: false }))?.met).toBe(false);
  });
});

describe("the gate of stage 10", () => {
  test("is open with the samples, shut by each requirement alone", () => {
    expect(unmet("retraining", () => {})).toEqual([]);
    expect(unmet("retraining", (bag) => patch(bag, "retrain-runs", "run-1", { state: "failed" }))).toEqual(["G10.2"]);
    expect(unmet("retraining", (bag) => patch(bag, "retrain-runs", "run-1", { repairedByHand: true }))).toEqual([
      "G10.2",
    ]);
    expect(unmet("retraining", (bag) => patch(bag, "champion-periods", "m1", { from: ago(121) }))).toEqual(["G10.3"]);
    expect(unmet("retraining", (bag) => patch(bag, "champion-periods", "m1", { from: ago(120) }))).toEqual([]);
    expect(unmet("retraining", (bag) => patch(bag, "champion-periods", "m1", { from: ago(120, -1) }))).toEqual([
      "G10.3",
    ]);
    expect(unmet("retraining", (bag) => patch(bag, "retrain-triggers", "by-hand", { monthlyCap: undefined }))).toEqual([
      "G10.5",
    ]);
    expect(unmet("retraining", () => {}, { approval: "automatic" })).toEqual(["G10.6"]);
    expect(unmet("retraining", () => {}, { guardrailMetrics: ["recall"] })).toEqual(["G10.guardrails"]);
    expect(unmet("retraining", () => {}, { guardrailMetrics: ["recall"], primaryMetric: "fpr_gap" })).toEqual([]);
    const former = fact("champion-periods", "m0", { modelVersion: "m0", from: ago(80), to: ago(20) });
    expect(unmet("retraining", (bag) => void bag["champion-periods"]?.push(former))).toEqual(["G10.4"]);
    const off = (bag: Bag) => patch(bag, "retrain-triggers", "by-hand", { enabled: false });
    expect(unmet("retraining", off)).toContain("G10.1");
    const none = { strategy: "none", strategyReason: "The world that it describes stands still." };
    expect(unmet("retraining", off, none)).toEqual([]);
  });
});

describe("drift", () => {
  const REFERENCE = [5200, 4100, 3600, 2900, 2300, 900, 600, 400];
  const CURRENT = [980, 760, 700, 560, 470, 760, 520, 250];
  const bag = () => {
    const all = sampledFacts(SETTING);
    all["drift-references"] = [
      fact("drift-references", "merchant_category", {
        feature: "merchant_category",
        kind: "categorical",
        counts: REFERENCE,
        takenAt: ago(90),
      }),
    ];
    all["drift-results"] = [];
    return all;
  };

  test("has the figures of CARDGUARD", () => {
    const kind = factKindOf("drift-results");
    const week = fact("drift-results", "w3", { reference: "merchant_category", counts: CURRENT, windowEnd: ago(1) });
    const figures = figuresOf(kind, week, context(bag()));
    expect(figures.psi).toBeCloseTo(0.3065, 4);
    expect(figures.js).toBeCloseTo(0.2296, 4);
    expect(figures.state).toBe("drift");
    expect(figures).not.toHaveProperty("ks");
  });

  test("refuses counts of other bins, and a reference whose parts do not fit", () => {
    const result = factKindOf("drift-results");
    const issues = result.check({ reference: "merchant_category", counts: [1, 2], windowEnd: ago(1) }, context(bag()));
    expect(issues).toEqual([{ path: "counts", message: "The reference has 8 bins, and here are 2 counts" }]);
    const reference = factKindOf("drift-references");
    const given = { feature: "x", kind: "numeric", counts: [5, 5], takenAt: ago(1) };
    const paths = (more: FactData) => reference.check({ ...given, ...more }, context()).map(({ path }) => path);
    expect(paths({})).toEqual([]);
    expect(paths({ bins: ["a"] })).toEqual(["bins"]);
    expect(paths({ edges: [0, 1] })).toEqual(["edges"]);
    expect(paths({ edges: [0, 2, 1] })).toEqual(["edges"]);
    expect(paths({ counts: [0, 0] })).toEqual(["counts"]);
    expect(paths({ kind: "categorical", edges: [0, 1, 2] })).toEqual(["edges"]);
  });

  test("counts missing values as a bin of their own", () => {
    const all = bag();
    patch(all, "drift-references", "merchant_category", { missing: 20 });
    const same = { reference: "merchant_category", counts: REFERENCE.map((n) => n / 4), windowEnd: ago(1) };
    const figures = (missing: number) =>
      figuresOf(factKindOf("drift-results"), fact("drift-results", "w", { ...same, missing }), context(all));
    expect(figures(5).state).toBe("stable");
    expect(figures(3000).state).toBe("drift");
  });
});

describe("objectives, incidents, monitors", () => {
  test("an error budget is what the objective leaves", () => {
    const kind = factKindOf("slos");
    const given = { name: "Availability", objective: 0.9995, good: "Answered in time", periodDays: 30 };
    const counted = figuresOf(kind, fact("slos", "a", { ...given, badCount: 210, totalCount: 1_000_000 }), context());
    expect(counted.budgetLeft).toBeCloseTo(0.58, 9);
    expect(counted.burn).toBeCloseTo(0.42, 9);
    expect(kind.check({ ...given, badCount: 3, totalCount: 2 }, context())).toHaveLength(1);
    expect(kind.check({ ...given, goodSeries: "good" }, context())).toMatchObject([{ path: "badSeries" }]);
  });

  test("times of an incident are minutes, and null while it lasts", () => {
    const kind = factKindOf("incidents");
    const open = fact("incidents", "i", { name: "Canary", severity: 2, startedAt: ago(3), acknowledgedAt: ago(3, 2) });
    expect(figuresOf(kind, open, context())).toEqual({ acknowledgeMinutes: 2, resolveMinutes: null });
    expect(kind.check({ ...open.data, resolvedAt: ago(4) }, context())).toMatchObject([{ path: "resolvedAt" }]);
  });

  test("a monitor names something that exists, and its condition", () => {
    const kind = factKindOf("monitors");
    const given = { name: "M", severity: "warning", enabled: true };
    const paths = (more: FactData) => kind.check({ ...given, ...more }, context()).map(({ path }) => path);
    expect(paths({ what: "threshold", target: "p95" })).toEqual(["comparison", "limit"]);
    expect(paths({ what: "stale", target: "p95" })).toEqual(["intervalSeconds"]);
    expect(paths({ what: "criterion", target: "recall" })).toEqual(["target"]);
    expect(paths({ what: "drift", target: "unknown" })).toEqual(["target"]);
    expect(paths({ what: "burn_rate", target: "unknown" })).toEqual(["target"]);
    expect(paths({ what: "drift", target: "channel" })).toEqual([]);
  });
});

describe("a retraining run", () => {
  const kind = factKindOf("retrain-runs");
  const band = (name: string) => ({
    ...{ name, scope: "group", rows: 5_000, onlyChallenger: 60, onlyChampion: 52, margin: 0.01 },
  });
  const GROUPS = ["18-25", "26-40", "41-60", "61+"].map(band);
  const RUN = {
    ...{ name: "Run 7", state: "awaiting_approval", startedAt: ago(4), challenger: "m1", champion: "m1" },
    ...{ rows: 40_000, onlyChallenger: 612, onlyChampion: 498, margin: 0.002, latencyWithinBudget: true },
    fairness: [{ measure: "false_positive_rate_difference", verdict: "pass" }],
    comparisons: GROUPS,
  };
  const before = fact("retrain-runs", "run-7", RUN);
  const approvals = (decisions: Record<string, string>) =>
    Object.entries(decisions).map(([role, decision]) =>
      fact("retrain-approvals", role, { run: "run-7", role, decision, reason: "As compared." }),
    );
  const BOTH = { LD: "approve", RV: "approve" };
  const refusals = (data: FactData, decisions: Record<string, string>, change: Partial<FactContext> = {}) => {
    const bag = { ...sampledFacts(SETTING), "retrain-approvals": approvals(decisions) };
    const open = kind.guard({ ...RUN, ...data, state: "promoted" }, context(bag, { before, ...change }));
    return open.filter(({ met }) => !met).map(({ key }) => key);
  };

  test("has the figures of run 7", () => {
    const figures = figuresOf(kind, before, context());
    expect(figures.difference).toBeCloseTo(0.00285, 9);
    expect(figures.lower).toBeCloseTo(0.00148, 5);
    expect(figures).toMatchObject({ nonInferior: true, superior: true, verdict: "awaiting_approval" });
  });

  test("of a metric with an interval is superior by the two-sided bound alone", () => {
    const sent = { ...RUN, onlyChallenger: undefined, onlyChampion: undefined, difference: 0.004, lower: 0.0006 };
    const told = (more: FactData) => figuresOf(kind, fact("retrain-runs", "run-7", { ...sent, ...more }), context());
    expect(told({})).toMatchObject({ nonInferior: true, superior: false, verdict: "rejected" });
    expect(told({ lowerTwoSided: -0.0001 })).toMatchObject({ superior: false });
    expect(told({ lowerTwoSided: 0.0001 })).toMatchObject({ superior: true, verdict: "awaiting_approval" });
    expect(told({ lower: undefined, lowerTwoSided: -0.001 })).toMatchObject({ nonInferior: true, lower: -0.001 });
  });

  test("is promoted by lead and reviewer at tier 3", () => {
    expect(refusals({}, {})).toEqual(["promotion.approval"]);
    expect(refusals({}, { LD: "approve" })).toEqual(["promotion.approval"]);
    expect(refusals({}, { LD: "approve", RV: "reject" })).toEqual(["promotion.approval"]);
    expect(refusals({}, { LD: "approve", RV: "approve" })).toEqual([]);
  });

  test("is refused where it is better overall but worse for a group", () => {
    const group = { name: "61+", scope: "group", rows: 5_000, onlyChallenger: 40, onlyChampion: 95 };
    const others = GROUPS.slice(0, 3);
    expect(refusals({ comparisons: [...others, group] }, BOTH)).toEqual(["promotion.rule", "promotion.groups"]);
    expect(refusals({ comparisons: [...others, { ...group, onlyChampion: 40, margin: 0.005 }] }, BOTH)).toEqual([]);
    const run = fact("retrain-runs", "run-7", { ...RUN, comparisons: [...others, group] });
    const figures = figuresOf(kind, run, context());
    expect(figures).toMatchObject({ superior: true, verdict: "rejected" });
  });

  test("is refused with a failed fairness measure, an unknown latency, or a margin that came late", () => {
    expect(refusals({ fairness: [{ measure: "tpr", verdict: "fail" }] }, BOTH)).toEqual(["promotion.rule"]);
    expect(refusals({ latencyWithinBudget: undefined }, BOTH)).toEqual(["promotion.rule"]);
    expect(refusals({ margin: 0.01 }, BOTH)).toEqual(["promotion.rule"]);
    expect(refusals({ failedTests: ["Invariance"] }, BOTH)).toEqual(["promotion.rule"]);
  });

  test("is refused until it is compared on every group, guardrail and must-have of model or fairness", () => {
    expect(refusals({ comparisons: GROUPS.slice(1) }, BOTH)).toEqual(["promotion.rule", "promotion.groups"]);
    const named = GROUPS.map((group) => ({ ...group, name: `Age band ${group.name}`.toUpperCase() }));
    expect(refusals({ comparisons: named }, BOTH)).toEqual([]);
    const precision = criterion({ key: "precision", name: "Precision of alarms", kind: "model", mustHave: true });
    const gap = criterion({ key: "gap", name: "Gap by age", kind: "fairness", mustHave: true });
    const told = { ...band("precision"), scope: "guardrail" };
    expect(refusals({}, BOTH, { criteria: [precision, gap] })).toEqual(["promotion.rule"]);
    expect(refusals({ comparisons: [...GROUPS, told] }, BOTH, { criteria: [precision, gap] })).toEqual([]);
    const unfair = { comparisons: [...GROUPS, told], fairness: undefined };
    expect(refusals(unfair, BOTH, { criteria: [precision, gap] })).toEqual(["promotion.rule"]);
    const nobody = { ...context().project, affectsPeople: false };
    expect(refusals({ comparisons: undefined }, BOTH, { project: nobody })).toEqual([]);
  });

  test("is refused in a blackout window of the project's zone, whoever approved, and the refusal says its end", () => {
    const documents = { retraining: { margin: 0.002, blackoutWindows: [{ cron: "0 18 * * 5", hours: 62 }] } };
    const project = { ...context().project, zone: "Europe/Berlin", documents };
    const at = (now: string) => ({ project, now: Date.parse(now) });
    expect(refusals({}, BOTH, at("2026-03-20T16:59:00Z"))).toEqual([]);
    expect(refusals({}, BOTH, at("2026-03-20T17:00:00Z"))).toEqual(["promotion.blackout"]);
    const bag = { ...sampledFacts(SETTING), "retrain-approvals": approvals(BOTH) };
    const open = kind.guard({ ...RUN, state: "promoted" }, context(bag, { before, ...at("2026-03-21T12:00:00Z") }));
    expect(open.find(({ met }) => !met)?.detail).toBe("Nothing is promoted until 2026-03-23 08:00 (Europe/Berlin).");
  });

  test("only moves forward", () => {
    const data = { ...RUN };
    expect(kind.settle({ ...data, state: "running" }, data, 0)).toEqual(data);
    expect(kind.settle({ ...data, state: "rejected" }, data, 0)).toMatchObject({ state: "rejected" });
    const ended = fact("retrain-runs", "run-7", { ...RUN, state: "rejected" });
    const moved = kind.check({ ...RUN, state: "promoted", margin: 0.05 }, context(undefined, { before: ended }));
    expect(moved.map(({ path }) => path)).toEqual(["margin", "state"]);
  });
});

describe("triggers and champions", () => {
  test("a trigger is looked at once for a window, and says what its kind needs", () => {
    const firing = factKindOf("trigger-firings");
    const given = {
      trigger: "by-hand",
      evaluatedAt: ago(1),
      fired: true,
      reason: "fired",
      windowKey: "manual:first-run",
    };
    expect(firing.guard(given, context())).toMatchObject([{ met: false }]);
    expect(firing.guard({ ...given, windowKey: "manual:other" }, context())).toMatchObject([{ met: true }]);
    expect(firing.check({ ...given, reason: "cooldown" }, context())).toMatchObject([{ path: "reason" }]);
    const trigger = factKindOf("retrain-triggers");
    const paths = (more: FactData) =>
      trigger.check({ name: "T", enabled: true, ...more }, context()).map(({ path }) => path);
    expect(paths({ kind: "schedule" })).toEqual(["cron"]);
    expect(paths({ kind: "schedule", cron: "0 3 1 *" })).toEqual(["cron"]);
    expect(paths({ kind: "schedule", cron: "0 3 1 * *" })).toEqual([]);
    expect(paths({ kind: "performance" })).toEqual(["criterion"]);
  });

  test("two champions never overlap", () => {
    const kind = factKindOf("champion-periods");
    expect(kind.check({ modelVersion: "m2", from: ago(10) }, context())).toMatchObject([{ path: "from" }]);
    expect(kind.check({ modelVersion: "m0", from: ago(60), to: ago(20) }, context())).toEqual([]);
    expect(kind.check({ modelVersion: "m0", from: ago(60), to: ago(61) }, context())).toMatchObject([{ path: "to" }]);
  });
});
