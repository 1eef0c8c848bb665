import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { judge } from "#server/jobs/rules.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { moveStage } from "#server/transitions.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { finish, recordFacts, stateOf, type Team, team } from "../support/project.ts";

/* Rules B5.1 to B6.5 by what the stages record: each sends its stage back, and lets go when its cause is gone. */

let given: Team;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  given = await team(2, { affectsPeople: true });
  for (const stage of ["business-case", "success-criteria", "data-selection", "data-bias", "data-pipeline", "model"])
    await finish(given, stage, true);
  for (const stage of ["integration", "solution-bias"]) await recordFacts(given, stage, true);
}, 240_000);
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const recording = () => authorize(given.people.ML, given.project.slug, "fact.record");
const record = async (kind: string, key: string, data: FactData) =>
  addFact(await recording(), factKindOf(kind), { key, data });
const change = async (kind: string, key: string, patch: FactData) =>
  changeFact(await recording(), factKindOf(kind), key, { patch });
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const sample = (stage: string, kind: string) =>
  stageFacts(stage, { tier: 2, affectsPeople: true, at: new Date() }).find((fact) => fact.kind === kind)?.data ?? {};

async function lastRule(stage: string): Promise<string | null | undefined> {
  const where = { projectId: given.project.id, stageKey: stage, verb: "flag" };
  return (await db.stageTransition.findFirst({ where, orderBy: [{ at: "desc" }, { id: "desc" }] }))?.rule;
}

async function expectFlag(stage: string, rule: string): Promise<void> {
  expect([await stateOf(given, stage), await lastRule(stage)]).toEqual(["needs_attention", rule]);
}

/** Twice without its cause, and the stage is done again without anybody's hand. */
async function expectRecovery(...stages: string[]): Promise<void> {
  await judge(given.project);
  await judge(given.project);
  for (const stage of stages) expect([stage, await stateOf(given, stage)]).toEqual([stage, "done"]);
}

describe("stage 5", () => {
  const run = (minutes: number, status: string) =>
    record("pipeline-runs", `late-${minutes}`, { pipeline: "capture", status, startedAt: soon(minutes) });

  test("B5.1: the schema of a source that is not required changed", async () => {
    const source = { ...sample("data-selection", "data-sources"), name: "Weather", required: false };
    await record("data-sources", "weather", source);
    expect(await stateOf(given, "data-pipeline")).toBe("done");
    await change("data-sources", "weather", { schemaChangedAt: soon(1) });
    await expectFlag("data-pipeline", "B5.1");
    expect(await stateOf(given, "data-selection")).toBe("done");
    await change("data-sources", "weather", { schemaChangedAt: null });
    await expectRecovery("data-pipeline");
  });

  test("B5.2: three runs in a row failed, and the next one succeeds", async () => {
    await run(1, "failed");
    await run(2, "failed");
    expect(await stateOf(given, "data-pipeline")).toBe("done");
    await run(3, "failed");
    await expectFlag("data-pipeline", "B5.2");
    await run(4, "succeeded");
    await expectRecovery("data-pipeline");
  });

  test("B5.4: skew above the threshold in two windows, not in one", async () => {
    const skew = (minutes: number, distance: number) =>
      record("skew-measurements", `late-${minutes}`, { feature: "amount_log", distance, measuredAt: soon(minutes) });
    await skew(1, 0.3);
    expect(await stateOf(given, "data-pipeline")).toBe("done");
    await skew(2, 0.4);
    await expectFlag("data-pipeline", "B5.4");
    await skew(3, 0.05);
    await expectRecovery("data-pipeline");
  });

  test("B5.5: the champion's data version is withdrawn, which sends back 5 and 6", async () => {
    await change("model-versions", "m1", { standing: "champion" });
    expect(await stateOf(given, "model")).toBe("done");
    await change("dataset-versions", "d1", { state: "withdrawn", withdrawnBecause: "Labels were wrong" });
    await expectFlag("data-pipeline", "B5.5");
    await expectFlag("model", "B5.5");
    await change("dataset-versions", "d1", { state: "published", withdrawnBecause: null });
    await expectRecovery("data-pipeline", "model");
  });
});

describe("stage 6", () => {
  test("B6.1: the candidate's data version is withdrawn", async () => {
    await change("model-versions", "m1", { standing: "candidate" });
    await change("dataset-versions", "d1", { state: "withdrawn", withdrawnBecause: "Labels were wrong" });
    await expectFlag("model", "B6.1");
    expect(await stateOf(given, "data-pipeline")).toBe("done");
    await change("dataset-versions", "d1", { state: "published", withdrawnBecause: null });
    await expectRecovery("model");
  });

  test("B6.3: an assessment failed, and the remediation is in training", async () => {
    const passing = sample("solution-bias", "fairness-assessments");
    const groups = Array.isArray(passing.groups) ? passing.groups : [];
    const unfair = groups.map((group, index) => (index === 0 ? { ...group, tp: 4, fn: 416, fp: 20_000 } : group));
    await record("fairness-assessments", "late", { ...passing, groups: unfair, assessedAt: soon(1) });
    expect(await stateOf(given, "model")).toBe("done");
    const remedy = { ...sample("solution-bias", "remediations"), assessment: "late", phase: "in" };
    await record("remediations", "retrain", { ...remedy, doneOn: undefined, followUp: undefined });
    await expectFlag("model", "B6.3");
    await change("remediations", "retrain", { phase: "post" });
    await expectRecovery("model");
  });

  test("B6.4: a canary failed on a metric of the model", async () => {
    const analysis = sample("integration", "canary-analyses");
    const metrics = Array.isArray(analysis.metrics) ? analysis.metrics : [];
    const worse = metrics.map((metric) =>
      metric.group === "model" ? { ...metric, canary: metric.canary.map((value: number) => value * 0.2) } : metric,
    );
    const weights = [{ group: "model", weight: 90 }];
    await record("canary-analyses", "late", { ...analysis, metrics: worse, weights, judgedAt: soon(1) });
    await expectFlag("model", "B6.4");
  });

  test("B6.5: three challengers in a row were rejected", async () => {
    const lead = await authorize(given.people.LD, given.project.slug, "stage.move");
    await moveStage(lead, "model", { verb: "dismiss", reason: "The canary was measured wrongly." });
    await recordFacts(given, "retraining", true);
    const before = sample("retraining", "retrain-runs");
    for (const n of [1, 2])
      await record("retrain-runs", `late-${n}`, { ...before, startedAt: soon(n), endedAt: soon(n) });
    expect(await stateOf(given, "model")).toBe("done");
    await record("retrain-runs", "late-3", { ...before, startedAt: soon(3), endedAt: soon(3) });
    await expectFlag("model", "B6.5");
  });
});

/* Last, since it looks a day and a half ahead, and the log of transitions is read by time. */
describe("stage 5, with time", () => {
  test("B5.3: data older than agreed for 24 hours, with time alone", async () => {
    await change("pipelines", "capture", { freshnessLimitSeconds: 3600 });
    expect(await stateOf(given, "data-pipeline")).toBe("done");
    await at(new Date(Date.now() + 1.5 * DAY_MS), () => judge(given.project));
    await expectFlag("data-pipeline", "B5.3");
    await change("pipelines", "capture", { freshnessLimitSeconds: 2_592_000 });
    await expectRecovery("data-pipeline");
  });
});
