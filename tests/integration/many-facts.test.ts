import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { countRunDays } from "#server/run-days.ts";
import { getStageFacts } from "#server/stage-view.ts";
import { listFinishedRuns } from "#server/training-runs.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { skewMeasurement } from "#stages/data-pipeline/skew-measurement.ts";
import { type FactData, LAW_SEES } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import { stageOf } from "#stages/registry.ts";
import { type Team, team } from "../support/project.ts";

/* What the law judges must not hang on how much was recorded after it. */

let given: Team;
const MANY = 400;
const START = Date.parse("2026-01-05T00:00:00Z");
const hour = (n: number) => new Date(START + n * 3_600_000).toISOString();

async function record(kind: string, rows: readonly (FactData & { key: string })[]): Promise<void> {
  const access = await authorize(given.people.ML, given.project.slug, "fact.record");
  const sent = rows.map(({ key, ...data }) => ({ key, data }));
  const { refused } = await writeFacts(access, factKindOf(kind), sent, { origin: "api" });
  expect(refused).toEqual([]);
}
const many = <T>(make: (n: number) => T) => Array.from({ length: MANY }, (_, n) => make(n));
const bag = () => loadFactBag(db, given.project.id);
const factsOf = async (stage: string) =>
  getStageFacts(await authorize(given.people.ML, given.project.slug, "project.read"), stage);

beforeAll(async () => {
  given = await team(2);
  await record("pipelines", [
    { key: "busy", name: "Busy", kind: "capture", active: true },
    { key: "rare", name: "Rare", kind: "transform", active: true },
  ]);
  const rare = ["succeeded", "failed", "cancelled"] as const;
  await record("pipeline-runs", [
    ...Array.from({ length: 14 }, (_, n) => ({
      ...{ key: `rare-${n}`, pipeline: "rare", startedAt: hour(n) },
      status: rare[n === 0 ? 0 : n < 12 ? 1 : 2],
    })),
    ...many((n) => ({ key: `busy-${n}`, pipeline: "busy", status: "succeeded", startedAt: hour(100 + n) })),
  ]);
  await record("dataset-versions", [{ key: "d1", tag: "d1", state: "published", rows: 9, pipelineRun: "rare-0" }]);
  const run = { experiment: "e", status: "succeeded" };
  await record("training-runs", [
    { ...run, key: "chosen", name: "chosen", startedAt: hour(0), datasetVersion: "d1", metrics: { auc: 0.99 } },
    ...Array.from({ length: 4 }, (_, n) => ({
      ...{ ...run, key: `used-${n}`, name: "used", startedAt: hour(n), usesTestSet: true, datasetVersion: "d1" },
      metrics: { auc: 0.5 },
    })),
    ...many((n) => ({ ...run, key: `r${n}`, name: `r${n}`, startedAt: hour(100 + n), metrics: { auc: n / 1000 } })),
  ]);
  await record("model-versions", [
    { key: "old", tag: "old", standing: "champion", run: "chosen", datasetVersion: "d1", registeredAt: hour(0) },
    ...many((n) => ({ key: `v${n}`, tag: `v${n}`, standing: "rejected", registeredAt: hour(100 + n) })),
  ]);
  await record("model-metrics", [
    { key: "old-auc", modelVersion: "old", metric: "auc", split: "test", value: 0.8 },
    ...many((n) => ({ key: `m${n}`, modelVersion: `v${n}`, metric: "auc", split: "test", value: 0.5 })),
  ]);
  const skew = (key: string, feature: string, n: number, distance: number) => ({
    ...{ key, feature, distance, measuredAt: hour(n) },
  });
  await record("skew-measurements", [
    skew("a1", "amount", 1, 0.3),
    skew("a2", "amount", 2, 0.4),
    ...many((n) => skew(`s${n}`, `feature ${n % 3}`, 100 + n, 0.01)),
  ]);
}, 120_000);
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

describe("with more facts of a kind than the law reads", () => {
  test("counts are of all of them", async () => {
    const facts = await bag();
    expect(facts.count(trainingRun)).toBe(MANY + 5);
    expect(facts.of(trainingRun).length).toBeLessThan(LAW_SEES + 20);
    expect([...facts.tally(trainingRun, "testSetUses")]).toEqual([["d1", 4]]);
  });

  test("item 6.2 knows the four uses of the test set that lie far back", async () => {
    const verdict = ruleVerdicts(stageOf("model"), {}, await factsOf("model"))["6.2"];
    expect(verdict).toEqual({ met: false, detail: "Used 4 times of at most 3." });
  });

  test("G5.2 judges the last ten finished runs of each pipeline, also of one that runs rarely", async () => {
    const gate = stageOf("data-pipeline").requirements({}, await factsOf("data-pipeline"));
    const found = gate.find(({ key }) => key === "G5.2");
    expect(found).toMatchObject({
      met: false,
      detail: "Rare: 0 of the last 10 runs succeeded, and the last one failed.",
    });
    const rare = (await bag()).of(pipelineRun).filter(({ data }) => data.pipeline === "rare");
    expect(rare.map(({ key }) => key)).toContain("rare-0");
    expect(rare[0]?.data.status).toBe("cancelled");
  });

  test("the champion, its run, its data, the run that built them and its metrics stay in sight", async () => {
    const facts = await bag();
    expect(facts.of(modelVersion).find(({ key }) => key === "old")?.data.standing).toBe("champion");
    expect(facts.of(trainingRun).some(({ key }) => key === "chosen")).toBe(true);
    expect(facts.of(datasetVersion).map(({ key }) => key)).toEqual(["d1"]);
    expect(facts.of(modelMetric).some(({ key }) => key === "old-auc")).toBe(true);
    const times = facts.of(modelVersion).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(facts.of(modelVersion).map(({ key }) => key)).size).toBe(LAW_SEES + 1);
  });

  test("skew is judged by each feature's newest windows", async () => {
    const amount = (await bag()).of(skewMeasurement).filter(({ data }) => data.feature === "amount");
    expect(amount.map(({ data }) => data.distance)).toEqual([0.4, 0.3]);
  });

  test("the pictures weigh every run and count every day", async () => {
    const access = await authorize(given.people.ML, given.project.slug, "project.read");
    const runs = await listFinishedRuns(access);
    expect(runs).toHaveLength(MANY + 5);
    expect(runs.some(({ data }) => data.metrics?.auc === 0.99)).toBe(true);
    const days = await countRunDays(access, { zone: "UTC", from: START });
    expect(days.reduce((sum, { runs: count }) => sum + count, 0)).toBe(MANY + 14);
    expect(days.find(({ day, status }) => day === "2026-01-05" && status === "failed")?.runs).toBe(11);
  });
});
