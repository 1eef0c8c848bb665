import { describe, expect, test } from "vitest";
import { ruleVerdicts } from "#stages/checklist.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import { stageOf } from "#stages/registry.ts";
import { completeDocument, completeFacts, SAMPLE_NOW } from "../support/stage-samples.ts";

/* Items that are ticked by what tools told, without anybody bringing evidence. */

const fact = (key: string, data: FactData, minutesAgo = 0): Fact => ({
  ...{ key, data, version: 1, recordedAt: SAMPLE_NOW, recordedBy: null },
  at: SAMPLE_NOW - minutesAgo * 60_000,
});
const verdict = (stage: string, item: string, loaded: Record<string, Fact[]>) =>
  ruleVerdicts(stageOf(stage), completeDocument(stage, 2), completeFacts(2, factBag(loaded)))[item];

describe("5.2, contract checks on every load", () => {
  const pipelines = [fact("orders", { name: "Orders", kind: "transform", active: true })];
  const run = (key: string, status: string, checked: boolean) =>
    fact(key, {
      ...{ pipeline: "orders", status, startedAt: "2026-03-16T08:00:00Z" },
      ...(checked && { checks: [{ column: "id", rule: "not null", blocking: true, passed: true }] }),
    });

  test("holds once every finished run told its checks, and leads to the runs", () => {
    expect(verdict("data-pipeline", "5.2", { pipelines, "pipeline-runs": [run("a", "succeeded", true)] })).toEqual({
      ...{ met: true, detail: "The run told its checks.", where: "/facts/pipeline-runs" },
    });
  });

  test("does not while one loads without, while one never ran, or while nothing has finished", () => {
    const runs = [run("a", "succeeded", true), run("b", "failed", false)];
    expect(verdict("data-pipeline", "5.2", { pipelines, "pipeline-runs": runs })).toMatchObject({ met: false });
    const two = [...pipelines, fact("raw", { name: "Raw", kind: "capture", active: true })];
    expect(verdict("data-pipeline", "5.2", { pipelines: two, "pipeline-runs": runs.slice(0, 1) })).toMatchObject({
      ...{ met: false, detail: "Raw has no run." },
    });
    expect(verdict("data-pipeline", "5.2", { pipelines, "pipeline-runs": [run("c", "running", true)] })).toMatchObject({
      met: false,
    });
  });
});

test("5.4: two runs that made the same hash, and no run that made it once", () => {
  const version = (key: string, pipelineRun: string, sha256: string) =>
    fact(key, { tag: key, state: "published", pipelineRun, sha256 });
  const [a, b] = ["a".repeat(64), "b".repeat(64)];
  const judged = (...versions: Fact[]) => verdict("data-pipeline", "5.4", { "dataset-versions": versions });
  expect(judged(version("d1", "r1", a), version("d2", "r2", `sha256:${a.toUpperCase()}`))).toMatchObject({ met: true });
  expect(judged(version("d1", "r1", a), version("d2", "r1", a))).toMatchObject({ met: false });
  expect(judged(version("d1", "r1", a), version("d2", "r2", b))).toMatchObject({ met: false });
});

test("5.5: a skew that was measured", () => {
  const skew = [fact("s", { feature: "age", distance: 0.02, measuredAt: "2026-03-16T08:00:00Z" })];
  expect(verdict("data-pipeline", "5.5", { "skew-measurements": skew })).toMatchObject({ met: true });
  expect(verdict("data-pipeline", "5.5", {})).toMatchObject({ met: false });
});

test("9.6: a test alert that was answered in time", () => {
  const fired = new Date(SAMPLE_NOW - 3_600_000).toISOString();
  const drill = (minutes: number) => ({
    ...{ name: "Test alert", firedAt: fired },
    acknowledgedAt: new Date(Date.parse(fired) + minutes * 60_000).toISOString(),
  });
  expect(verdict("monitoring", "9.6", { "fire-drills": [fact("d", drill(9), 60)] })).toMatchObject({ met: true });
  expect(verdict("monitoring", "9.6", { "fire-drills": [fact("d", drill(45), 60)] })).toMatchObject({ met: false });
});

test("10.2: a retrain that came to its comparison without a hand", () => {
  const run = (state: string, repairedByHand = false) => [fact("r", { name: "Run 8", state, repairedByHand })];
  expect(verdict("retraining", "10.2", { "retrain-runs": run("evaluating") })).toMatchObject({ met: true });
  expect(verdict("retraining", "10.2", { "retrain-runs": run("evaluating", true) })).toMatchObject({ met: false });
  expect(verdict("retraining", "10.2", { "retrain-runs": run("failed") })).toMatchObject({ met: false });
});
