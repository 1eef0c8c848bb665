import { describe, expect, test } from "vitest";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { fromHeaders } from "#wire/cloudevents/envelope.ts";
import { cloudEvents } from "#wire/cloudevents/reader.ts";
import { gitHub } from "#wire/github/reader.ts";
import type { Heard } from "#wire/heard.ts";
import { mlflowWebhook } from "#wire/mlflow-webhook/reader.ts";

const NOW = Date.parse("2026-03-16T12:00:00Z");
const EMPTY = { facts: factBag({}), now: NOW };
const fact = (key: string, data: FactData): Fact => ({
  key,
  data,
  at: NOW,
  version: 1,
  recordedAt: NOW,
  recordedBy: null,
});

/** Every fact that a reader makes must be one that its kind accepts. */
function acceptable(heard: Heard): Heard {
  for (const { kind, data } of heard.facts) expect(parseFact(factKindOf(kind), data)).toMatchObject({ ok: true });
  return heard;
}

describe("CloudEvents", () => {
  const event = (type: string, data: unknown) => ({ specversion: "1.0", id: "7", source: "/ci", type, data });

  test("a fact by its type, known by source and id", () => {
    const data = { key: "drill-7", name: "Test alert", firedAt: "2026-03-16T09:00:00Z" };
    const heard = acceptable(cloudEvents.read(event("org.example.fact.fire-drills", data), EMPTY));
    expect(heard).toMatchObject({ sourceId: "/ci 7", facts: [{ kind: "fire-drills", key: "drill-7" }], refused: [] });
  });

  test("of several facts the bad one is refused alone; one without a key is known by the event", () => {
    const good = { name: "Test alert", firedAt: "2026-03-16T09:00:00Z" };
    const heard = cloudEvents.read(event("fact.fire-drills", [good, "bad"]), EMPTY);
    expect(heard.facts.map(({ key }) => key)).toEqual(["7:0"]);
    expect(heard.refused).toEqual([{ path: "data[1]", reason: "A fact is an object." }]);
  });

  test("points go into their series; what is no point is named", () => {
    const data = {
      series: { name: "recall", labels: { site: "north" } },
      points: [["2026-03-16T09:00:00Z", 0.7, 20], [1]],
    };
    const heard = cloudEvents.read(event("points", data), EMPTY);
    expect(heard.points).toEqual([
      {
        series: { name: "recall", labels: { site: "north" } },
        points: [[Date.parse("2026-03-16T09:00:00Z"), 0.7, 20]],
      },
    ]);
    expect(heard.refused).toEqual([{ path: "data.points[1]", reason: "A point is [time, value, n?]." }]);
  });

  test("a time without a zone is UTC, and labels that are no texts are refused, not left out", () => {
    const read = (series: object, time: unknown) =>
      cloudEvents.read(event("points", { series: { name: "recall", ...series }, points: [[time, 0.7]] }), EMPTY);
    const at = Date.parse("2026-03-16T09:00:00Z");
    expect(read({}, "2026-03-16T09:00:00").points).toMatchObject([{ points: [[at, 0.7]] }]);
    expect(read({}, "March 16, 2026").refused).toMatchObject([{ path: "data.points[0]" }]);
    for (const labels of [{ site: 1 }, null, ["north"]])
      expect(read({ labels }, at)).toMatchObject({ points: [], refused: [{ path: "data.batches[0].series.labels" }] });
  });

  test("two sources and ids that would be one with a space between are two events", () => {
    const known = (source: string, id: string) => cloudEvents.read({ ...event("x", {}), source, id }, EMPTY).sourceId;
    expect(known("/a", "b c")).not.toBe(known("/a b", "c"));
  });

  test("an unknown type is noted, an unknown kind and another version are refused", () => {
    expect(cloudEvents.read(event("com.example.lunch", {}), EMPTY)).toMatchObject({
      ...{ facts: [], refused: [], notes: ["Nothing is filed for events of type com.example.lunch."] },
    });
    expect(() => cloudEvents.read(event("fact.lunches", {}), EMPTY)).toThrow("lunches");
    expect(() => cloudEvents.read({ ...event("x", {}), specversion: "0.3" }, EMPTY)).toThrow("1.0");
    expect(() => cloudEvents.read({ ...event("x", {}), id: "" }, EMPTY)).toThrow("id");
  });

  test("the binary form is read from its headers", () => {
    const headers = new Headers({ "ce-id": "1", "ce-type": "points", "ce-subject": "na%C3%AFve%zz", other: "x" });
    expect(fromHeaders(headers, 5)).toEqual({ id: "1", type: "points", subject: "na%C3%AFve%zz", data: 5 });
    expect(fromHeaders(new Headers({ "ce-subject": "na%C3%AFve" }), 5)).toMatchObject({ subject: "naïve" });
    expect(fromHeaders(new Headers({ "content-type": "application/json" }), 5)).toBeNull();
  });
});

describe("GitHub", () => {
  const run = (name: string, more: Record<string, unknown> = {}) => ({
    action: "completed",
    repository: { full_name: "acme/card" },
    workflow_run: {
      ...{ id: 30433642, name, run_number: 562, status: "completed", conclusion: "success", run_attempt: 1 },
      ...{ head_sha: "acb5820ced9479c074f688cc328bf03f341a511d", html_url: "https://github.example/runs/1" },
      ...{ run_started_at: "2026-03-16T09:00:00Z", updated_at: "2026-03-16T09:12:00Z", display_title: "Nightly" },
      ...more,
    },
  });

  test("a run whose title names a retraining run is that one, and a success is still to be compared", () => {
    const heard = acceptable(gitHub.read(run("Build", { display_title: "retrain tl:run-8" }), EMPTY));
    expect(heard.facts).toMatchObject([{ kind: "retrain-runs", key: "run-8", data: { state: "evaluating" } }]);
    const [told] = heard.facts;
    expect(told?.onto?.({ name: "Run 8", state: "queued" })).toMatchObject({ name: "Run 8", state: "evaluating" });
    expect(told?.onto?.({ name: "Run 8", state: "promoted" })).toMatchObject({ state: "promoted" });
  });

  test.each([
    ["Retrain weekly", "failure", "retrain-runs", { state: "failed", endedAt: "2026-03-16T09:12:00.000Z" }],
    ["Integration tests", "success", "test-runs", { kind: "integration", passed: true }],
    ["E2E", "timed_out", "test-runs", { kind: "integration", passed: false }],
    ["Rollback drill", "success", "test-runs", { kind: "rollback_drill", minutes: 12 }],
    ["Train model", "cancelled", "pipeline-runs", { status: "cancelled" }],
  ])("%s that ended with %s is one of %s", (name, conclusion, kind, data) => {
    const heard = acceptable(gitHub.read(run(name, { conclusion }), EMPTY));
    expect(heard.facts.at(-1)).toMatchObject({ kind, data });
  });

  test("a workflow that is a known pipeline is its run; a repeated attempt is another", () => {
    const facts = factBag({ pipelines: [fact("orders", { name: "Load orders" })] });
    const heard = gitHub.read(run("Load orders", { run_attempt: 2 }), { facts, now: NOW });
    expect(heard.facts).toMatchObject([
      { kind: "pipeline-runs", key: "github-30433642-2", data: { pipeline: "orders" } },
    ]);
  });

  test("a late report of a run that has ended changes nothing", () => {
    const queued = gitHub.read(run("Train", { status: "queued", conclusion: null }), EMPTY).facts.at(-1);
    expect(queued?.onto?.({ status: "succeeded", endedAt: "x" })).toMatchObject({ status: "succeeded", endedAt: "x" });
  });

  test("other workflows and other events are noted", () => {
    expect(gitHub.read(run("Lint"), EMPTY)).toMatchObject({ facts: [], notes: [expect.stringContaining("Lint")] });
    expect(gitHub.read({ zen: "Keep it logically awesome." }, EMPTY)).toMatchObject({ about: "GitHub’s ping" });
    expect(gitHub.read({ action: "opened" }, EMPTY).facts).toEqual([]);
    expect(() => gitHub.read({ workflow_run: { id: "x" } }, EMPTY)).toThrow();
  });
});

describe("MLflow's webhooks", () => {
  const hook = (entity: string, action: string, data: unknown) => ({
    ...{ entity, action, data, timestamp: "2026-03-16T09:00:00.123456+00:00" },
  });
  const version = { name: "card", version: "7", source: "models:/m-1", run_id: "r1", description: "" };

  test("a registered version is a candidate of its run", () => {
    const facts = factBag({ "training-runs": [fact("r1", {})] });
    const heard = acceptable(mlflowWebhook.read(hook("model_version", "created", version), { facts, now: NOW }));
    expect(heard.facts).toMatchObject([
      { kind: "model-versions", key: "card:7", data: { tag: "card 7", standing: "candidate", run: "r1" } },
    ]);
  });

  test("the alias champion is its standing, and who stood there before is named", () => {
    const facts = factBag({ "model-versions": [fact("card:6", { tag: "card 6", standing: "champion" })] });
    const aliased = hook("model_version_alias", "created", { name: "card", version: 7, alias: "Champion" });
    const heard = acceptable(mlflowWebhook.read(aliased, { facts, now: NOW }));
    expect(heard.facts).toMatchObject([{ key: "card:7", data: { standing: "champion" } }]);
    expect(heard.notes).toEqual(["card 6 still stands as champion: retire it in stage 6."]);
    const [told] = heard.facts;
    expect(told?.onto?.({ tag: "v7", standing: "candidate" })).toMatchObject({ tag: "v7", standing: "champion" });
  });

  test("whichever comes first, the version and its alias end alike", () => {
    const [alias] = mlflowWebhook.read(
      hook("model_version_alias", "created", { ...version, alias: "champion" }),
      EMPTY,
    ).facts;
    const [made] = mlflowWebhook.read(hook("model_version", "created", version), EMPTY).facts;
    const first = alias?.onto?.(made?.data ?? {});
    const second = made?.onto?.(alias?.data ?? {});
    expect(first).toEqual(second);
  });

  test("the rest is noted, and what is no webhook refused", () => {
    expect(mlflowWebhook.read(hook("prompt", "created", {}), EMPTY)).toMatchObject({
      facts: [],
      notes: [expect.any(String)],
    });
    expect(() => mlflowWebhook.read({ entity: "model_version" }, EMPTY)).toThrow();
  });
});
