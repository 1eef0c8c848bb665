import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firingRules } from "#domain/backward.ts";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { addFact } from "#server/fact-changes.ts";
import { listFacts } from "#server/facts.ts";
import { lookAtTriggers } from "#server/jobs/evaluate-triggers.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageFacts } from "#server/stage-view.ts";
import { backwardFactsOf } from "#stages/backward.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { deploymentEvent } from "#stages/integration/deployment-event.ts";
import { runningDeployments } from "#stages/integration/rollouts.ts";
import { driftSeries, driftSettingOf } from "#stages/monitoring/drift.ts";
import { driftLimit } from "#stages/monitoring/drift-alert.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { explanationSnapshot } from "#stages/monitoring/explanation-snapshot.ts";
import { stageOf } from "#stages/registry.ts";
import { championPeriod } from "#stages/retraining/champion-period.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";
import { candidateOf } from "#stages/solution-bias/candidate.ts";
import { type Team, team } from "../support/project.ts";

/* What is in use, retrained and watched is judged by what matters, not by what was recorded last. */

let given: Team;
const MANY = 320;
const START = Date.parse("2025-01-06T00:00:00Z");
const hour = (n: number) => new Date(START + n * 3_600_000).toISOString();
const range = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

const recording = () => authorize(given.people.ML, given.project.slug, "fact.record");
async function record(kind: string, rows: readonly (FactData & { key: string })[]): Promise<void> {
  const sent = rows.map(({ key, ...data }) => ({ key, data }));
  const { refused } = await writeFacts(await recording(), factKindOf(kind), sent, { origin: "api" });
  expect(refused.slice(0, 3)).toEqual([]);
}
const bag = () => loadFactBag(db, given.project.id);
const factsOf = async (stage: string) =>
  getStageFacts(await authorize(given.people.ML, given.project.slug, "project.read"), stage);
const verdicts = async (stage: string) => ruleVerdicts(stageOf(stage), {}, await factsOf(stage));
/** The rules whose facts hold now, with the identity by which a dismissal is remembered. */
async function firing(rule: string) {
  const facts = await bag();
  const now = Date.now();
  const told = backwardFactsOf({ facts, documents: {}, alerts: [], liveSince: null, zone: "UTC", now });
  const besides = { criteria: [], goalposts: [], modelStartedAt: null, liveSince: null, doneAt: {} };
  return firingRules({ ...told, ...besides, now }).filter((flag) => flag.rule === rule);
}

beforeAll(async () => {
  given = await team(2);
}, 120_000);
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

describe("a fact is judged by what it refers to, however old that is", () => {
  test("a model version may not name other data than its run, though 320 runs are newer", async () => {
    const run = { experiment: "e", status: "succeeded" };
    await record("dataset-versions", [
      { key: "d1", tag: "d1", state: "published", rows: 9 },
      { key: "d2", tag: "d2", state: "published", rows: 9 },
    ]);
    await record("training-runs", [
      { ...run, key: "old", name: "old", startedAt: hour(0), datasetVersion: "d1" },
      ...range(MANY, (n) => ({ ...run, key: `r${n}`, name: `r${n}`, startedAt: hour(100 + n) })),
    ]);
    const named = { tag: "m1", standing: "candidate", run: "old" };
    const write = async (datasetVersion: string) =>
      addFact(await recording(), factKindOf("model-versions"), { key: "m1", data: { ...named, datasetVersion } });
    await expect(write("d2")).rejects.toThrow("Its training run used the data version “d1”");
    expect((await write("d1")).data.run).toBe("old");
  });

  test("a trigger is looked at once for a window, though 320 looks are newer", async () => {
    await record("retrain-triggers", [
      { key: "drifting", name: "Drift", kind: "drift", threshold: 0.2, enabled: true },
      ...range(MANY, (n) => ({ key: `off-${n}`, name: `Off ${n}`, kind: "manual", enabled: false })),
    ]);
    const look = (n: number, windowKey = `drift:${n}`) => ({
      ...{ trigger: "drifting", evaluatedAt: hour(n), windowKey, fired: false, reason: "condition_false" },
    });
    await record("trigger-firings", [
      { key: "first", ...look(0) },
      ...range(MANY, (n) => ({ key: `l${n}`, ...look(1 + n) })),
    ]);
    const again = addFact(await recording(), factKindOf("trigger-firings"), { data: look(900, "drift:0") });
    await expect(again).rejects.toThrow("drift:0 was looked at before");
    expect((await bag()).of(retrainTrigger).map(({ key }) => key)).toContain("drifting");
  });
});

describe("deployments", () => {
  beforeAll(async () => {
    await record("releases", [
      { key: "r1", tag: "R1", datasetVersion: "d1", commit: "abcd", modelVersion: "m1", releasedAt: hour(0) },
    ]);
    const live = { release: "r1", environment: "production", strategy: "canary", traffic: 0.1 };
    const ended = { endedAt: hour(60), plannedHours: 48 };
    await record("deployments", [
      { ...live, key: "proven", name: "Proven", state: "ended", startedAt: hour(1), ...ended },
      { ...live, key: "runs", name: "Runs on", state: "running", startedAt: hour(70) },
      ...range(MANY, (n) => ({
        ...{ ...live, key: `t${n}`, name: `Trial ${n}`, environment: "test", traffic: 1 },
        ...{ state: "ended", startedAt: hour(100 + n), endedAt: hour(101 + n) },
      })),
    ]);
    await record("deployment-events", [
      { key: "back", deployment: "runs", happenedAt: hour(75), what: "rolled_back", minutes: 4 },
      ...range(MANY, (n) => ({
        ...{ key: `e${n}`, deployment: "t319", happenedAt: hour(500 + n), what: "traffic", traffic: 0.1 },
      })),
    ]);
  }, 120_000);

  test("what runs in production is known behind 320 trials: what it is, what it proved, that it was rolled back", async () => {
    const facts = await bag();
    expect(runningDeployments(facts)).toEqual(["Runs on"]);
    expect(candidateOf(facts)).toMatchObject({ release: "r1", dataSource: "canary" });
    const gate = stageOf("integration").requirements({}, await factsOf("integration"));
    expect(gate.find(({ key }) => key === "G7.2")).toMatchObject({ met: true, detail: "“Proven” ran its 48 hours." });
    const back = facts.of(deploymentEvent).filter(({ data }) => data.what === "rolled_back");
    expect(back.map(({ key }) => key)).toEqual(["back"]);
  });

  test("an event before its deployment began is refused, though the deployment lies far back", async () => {
    const event = { deployment: "t0", happenedAt: hour(50), what: "ended" };
    const early = addFact(await recording(), factKindOf("deployment-events"), { data: event });
    await expect(early).rejects.toThrow("Nothing happens to a deployment before it starts");
  });
});

describe("retraining", () => {
  const run = (key: string, n: number, state: string, more: FactData = {}) => ({
    ...{ key, name: key, state, startedAt: hour(n), endedAt: hour(n + 1), firing: "first", ...more },
  });
  beforeAll(async () => {
    const compared = { rows: 900, difference: 0.1, lower: 0.05, margin: 0.01 };
    await record("retrain-runs", [
      run("whole", 0, "rejected", compared),
      { ...run("waits", 1, "running"), endedAt: undefined } as FactData & { key: string },
      ...range(MANY, (n) => run(`f${n}`, 100 + n, "failed")),
    ]);
    await record("champion-periods", [
      ...range(MANY, (n) => ({ key: `c${n}`, modelVersion: "m1", from: hour(n * 2), to: hour(n * 2 + 1) })),
    ]);
  }, 120_000);

  test("G10.2 and the items count all runs, and name the one that lacks something", async () => {
    const gate = stageOf("retraining").requirements({}, await factsOf("retraining"));
    expect(gate.find(({ key }) => key === "G10.2")).toMatchObject({ met: true, detail: `1 of ${MANY + 2} runs did.` });
    const found = await verdicts("retraining");
    expect(found["10.4"]).toEqual({ met: false, detail: "Without a fairness check: whole." });
    expect(found["10.7"]).toEqual({ met: false, detail: "Data version or model missing: whole." });
  });

  test("a run that is under way holds the next one back, however many ended since; the month's are all seen", async () => {
    const runs = (await bag()).of(retrainRun);
    expect(runs.find(({ key }) => key === "waits")?.data.state).toBe("running");
    expect(runs).toHaveLength(MANY + 2);
    const facts = await bag();
    expect([...facts.tally(retrainRun, "triggered")].toSorted()).toEqual([
      ["failed", MANY],
      ["rejected", 1],
      ["running", 1],
    ]);
    expect([...facts.tally(retrainRun, "triggeredCompared")]).toEqual([["rejected", 1]]);
  });

  test("a row of failures is the same row however long it grows", async () => {
    const [before] = await firing("B10.4");
    expect(before?.because).toContain(`${MANY} retraining runs failed in a row`);
    await record(
      "retrain-runs",
      range(4, (n) => run(`g${n}`, 900 + n, "failed")),
    );
    const [after] = await firing("B10.4");
    expect(after?.because).toContain(`${MANY + 4} retraining runs failed in a row`);
    expect(after?.factsKey).toBe(before?.factsKey);
  });

  test("two champions at a time are refused also far back", async () => {
    const clash = { modelVersion: "m1", from: hour(0), to: hour(3) };
    const double = addFact(await recording(), factKindOf("champion-periods"), {
      data: { ...clash, modelVersion: "m1" },
    });
    await expect(double).rejects.toThrow("is champion in that time");
    expect((await bag()).of(championPeriod)).toHaveLength(MANY);
  });
});

describe("drift", () => {
  const week = (n: number) => new Date(START + n * 7 * 86_400_000).toISOString();
  beforeAll(async () => {
    await record("drift-references", [
      { key: "amount", feature: "amount", kind: "categorical", counts: [500, 500], takenAt: week(2) },
      ...range(MANY, (n) => ({
        ...{ key: `f${n}`, feature: `feature ${n}`, kind: "categorical", counts: [500, 500] },
        takenAt: week(9),
      })),
    ]);
    const result = (key: string, reference: string, n: number, counts: number[]) => ({
      ...{ key, reference, counts, windowEnd: week(n) },
    });
    await record("drift-results", [
      ...range(3, (n) => result(`ref-${n}`, "amount", n, [480 + 20 * n, 520 - 20 * n])),
      ...range(40, (n) => result(`amount-${n}`, "amount", 3 + n, [200, 800])),
      ...range(MANY, (n) => result(`f-${n}`, `f${n}`, 60, [500, 500])),
    ]);
  }, 120_000);

  test("every feature is judged, each by its own windows, and what its limit is learnt from stays known", async () => {
    const facts = await factsOf("monitoring");
    expect(facts.of(driftReference)).toHaveLength(MANY + 1);
    const series = driftSeries(facts, facts.of(driftResult), driftSettingOf(facts, facts.documents));
    expect(series.filter(({ windows }) => windows.length === 0)).toEqual([]);
    const amount = series.find(({ reference }) => reference.key === "amount");
    expect(amount?.streak).toBeGreaterThanOrEqual(16);
    const own = { limitKind: "reference_sigma" } as Parameters<typeof driftLimit>[1];
    expect(amount && driftLimit(amount, own)).not.toBeNull();
  });

  test("a result whose bins are not those of its old reference is refused; lists find the reference of an old one", async () => {
    const bad = { reference: "amount", counts: [1, 2, 3], windowEnd: week(61) };
    const write = addFact(await recording(), factKindOf("drift-results"), { data: bad });
    await expect(write).rejects.toThrow("The reference has 2 bins");
    const access = await authorize(given.people.ML, given.project.slug, "project.read");
    const { items } = await listFacts(access, factKindOf("drift-results"), { where: { reference: "amount" } });
    expect(items[0]?.figures.find(({ name }) => name === "state")?.value).toBe("drift");
  });

  test("explanations are compared with the first that was ever taken", async () => {
    await record("explanation-snapshots", [
      { key: "first", method: "gain", attributions: { a: 1 }, windowEnd: hour(0) },
      ...range(MANY, (n) => ({ key: `s${n}`, method: "gain", attributions: { b: 1 }, windowEnd: hour(1 + n) })),
    ]);
    expect((await bag()).of(explanationSnapshot).at(-1)?.key).toBe("first");
  });
});

describe("skew", () => {
  const skew = (key: string, feature: string, n: number, distance: number) => ({
    ...{ key, feature, distance, measuredAt: hour(n) },
  });
  test("B5.4 keeps its identity while a feature stays above, also after more than ten windows", async () => {
    await record("skew-measurements", [
      skew("good", "amount", 0, 0.02),
      ...range(11, (n) => skew(`a${n}`, "amount", 1 + n, 0.4)),
      ...range(MANY, (n) => skew(`s${n}`, `feature ${n % 40}`, 100 + n, 0.01)),
    ]);
    const [before] = await firing("B5.4");
    expect(before?.factsKey).toBe(`amount@${START}`);
    await record(
      "skew-measurements",
      range(5, (n) => skew(`b${n}`, "amount", 600 + n, 0.4)),
    );
    expect((await firing("B5.4"))[0]?.factsKey).toBe(before?.factsKey);
  });
});

describe("a trigger that asks for many windows in a row", () => {
  test("fires once there are so many, though the law keeps fewer of each feature in sight", async () => {
    const other = await team(2);
    const { id, slug } = other.project;
    const access = await authorize(other.people.ML, slug, "fact.record");
    const write = (kind: string, rows: readonly (FactData & { key: string })[]) =>
      writeFacts(
        access,
        factKindOf(kind),
        rows.map(({ key, ...data }) => ({ key, data })),
        { origin: "api" },
      );
    const week = (n: number) => new Date(START + n * 7 * 86_400_000).toISOString();
    const drifting = { kind: "drift", threshold: 0.2, share: 0.5, cooldownHours: 0, enabled: true };
    await write("retrain-triggers", [
      { key: "twenty", name: "Twenty", windows: 20, ...drifting },
      { key: "more", name: "More", windows: 24, ...drifting },
    ]);
    const feature = { kind: "categorical", counts: [500, 500], takenAt: week(0) };
    await write(
      "drift-references",
      range(15, (n) => ({ key: `f${n}`, feature: `feature ${n}`, ...feature })),
    );
    await write(
      "drift-results",
      range(15 * 22, (n) => ({
        ...{ key: `r${n}`, reference: `f${n % 15}`, counts: [150, 850], windowEnd: week(1 + Math.floor(n / 15)) },
      })),
    );
    await lookAtTriggers({ id, slug });
    const looks = (await loadFactBag(db, id)).of(triggerFiring).map(({ data }) => [data.trigger, data.fired]);
    expect(looks.toSorted()).toEqual([
      ["more", false],
      ["twenty", true],
    ]);
  });
});
