import { describe, expect, test } from "vitest";
import { type Fact, type FactBag, type FactData, factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";
import {
  baselineBeatenOnRecord,
  behaviourTested,
  cardComplete,
  codeTested,
  slicesEvaluated,
} from "#stages/model/recorded-items.ts";
import { modelRequirements } from "#stages/model/rules.ts";
import type { Heard } from "#wire/heard.ts";
import { readMetricName } from "#wire/mlflow/metric-name.ts";
import { runReader, type VersionTold, versionReader } from "#wire/mlflow/readers.ts";
import type { ModelVersionRow, RunRow } from "#wire/mlflow/rows.ts";
import { standingOf } from "#wire/mlflow/version-facts.ts";
import { completeFacts } from "../support/stage-samples.ts";

const START = Date.parse("2026-03-02T09:00:00Z");
const NOW = START + 3_600_000;
const RUN: RunRow = {
  ...{ id: "9250473bf5904eb6bffb1743aa5e9065", experimentId: 2, name: "boosting", userId: "max", status: "FINISHED" },
  ...{ startTime: START, endTime: START + 90_500, deletedAt: null },
  params: { learning_rate: "0.05", depth: "6", warm: "True", kind: "hist", random_state: "42" },
  tags: { "mlflow.source.git.commit": "b7f3a91c", "mlflow.user": "max" },
  inputs: {
    datasets: [
      input("claims", "2981c147", "training", { num_rows: 9_000 }),
      input("claims-test", "77aa01cd", "test", { num_rows: 3_000 }),
    ],
  },
  outputs: [],
  metrics: [metric("loss", 0.2), metric("auc", "NaN"), metric("test_recall", 0.81)],
};
const VERSION: ModelVersionRow = {
  ...{
    name: "claims-clf",
    version: 3,
    source: "models:/m-1",
    runId: RUN.id,
    modelId: "m-1",
    runLink: "",
    description: "",
  },
  ...{ stage: "None", userId: "", tags: {}, createdAt: NOW, updatedAt: NOW, aliases: ["candidate"] },
};
const TOLD: VersionTold = {
  ...{ version: VERSION, tags: {}, sha256: "a".repeat(64), reports: [], lost: [], criteria: [], tier: 1 },
  run: { run: RUN, experiment: "claims", baseline: null, ofModel: [] },
};

function input(name: string, digest: string, context: string, profile: object) {
  return {
    tags: [{ key: "mlflow.data.context", value: context }],
    dataset: { name, digest, source_type: "code", profile: JSON.stringify(profile) },
  };
}

function metric(key: string, value: number | string) {
  return { key, value, timestamp: START, step: 0 };
}

const hearRun = (run: Partial<RunRow> = {}, facts: FactBag = factBag({})) =>
  runReader({ run: { ...RUN, ...run }, experiment: "claims" }).read(null, { facts, now: NOW });
const hearVersion = (told: Partial<VersionTold> = {}, facts: FactBag = factBag({})) =>
  versionReader({ ...TOLD, ...told }).read(null, { facts, now: NOW });
const dataOf = ({ facts }: Heard, kind: string) => facts.filter((each) => each.kind === kind).map(({ data }) => data);

/** The facts as the project would keep them: each is judged by its own kind. */
function kept(...all: Heard[]): Record<string, Fact[]> {
  const rows = all.flatMap(({ facts }) => facts);
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  return Object.fromEntries(
    [...byKind].map(([name, own]) => {
      const kind = FACT_KINDS.find((each) => each.kind === name);
      const unique = new Map(own.map(({ key, data }) => [key, data]));
      const facts = [...unique].map(([key, sent]) => {
        const parsed = kind ? parseFact(kind, sent) : null;
        if (!parsed?.ok) throw new Error(`${name} ${key}: ${JSON.stringify(parsed)}`);
        const data: FactData = parsed.data;
        return { key, version: 1, recordedBy: null, at: NOW, recordedAt: NOW, changedAt: NOW, data };
      });
      return [name, facts];
    }),
  );
}

describe("a run becomes a training run", () => {
  test("with what went in, what came out, and the code that it came from", () => {
    expect(dataOf(hearRun(), "training-runs")).toEqual([
      {
        ...{ name: "boosting", experiment: "claims", status: "succeeded", startedAt: "2026-03-02T09:00:00.000Z" },
        ...{
          durationSeconds: 90.5,
          datasetVersion: "claims:2981c147",
          commit: "b7f3a91c",
          seed: 42,
          usesTestSet: true,
        },
        params: { learning_rate: 0.05, depth: 6, warm: true, kind: "hist", random_state: 42 },
        metrics: { loss: 0.2, auc: "NaN", test_recall: 0.81 },
      },
    ]);
    expect(() => kept(hearRun())).not.toThrow();
  });

  test.each([
    ["SCHEDULED", "queued"],
    ["RUNNING", "running"],
    ["FINISHED", "succeeded"],
    ["FAILED", "failed"],
    ["KILLED", "cancelled"],
  ])("%s is %s", (status, ours) => {
    expect(dataOf(hearRun({ status }), "training-runs")[0]).toMatchObject({ status: ours });
  });

  test.each<[string, Partial<RunRow>, object]>([
    ["a tag says baseline", { tags: { "throughline.baseline": "true" } }, { baseline: true }],
    ["a dummy of scikit-learn", { tags: { estimator_class: "sklearn.dummy.DummyClassifier" } }, { baseline: true }],
    ["its name says baseline", { name: "simple_baseline" }, { baseline: true }],
    ["a tag says the base model", BASE_MODEL(), { baseModel: "bert-base", baseModelLicence: "apache-2.0" }],
    [
      "money and energy",
      { tags: { "throughline.cost": "1.239", "throughline.energy_kwh": "6" } },
      { cost: 1.24, energyKwh: 6 },
    ],
    ["an own seed", { tags: { "throughline.seed": "7" } }, { seed: 7 }],
    ["a name of an old time", { startTime: -5 }, { startedAt: "1970-01-01T00:00:00.000Z" }],
    ["a time beyond all dates", { startTime: 9e15 }, { startedAt: "9999-12-31T23:59:59.999Z" }],
  ])("%s", (_, run, part) => {
    expect(dataOf(hearRun(run), "training-runs")[0]).toMatchObject(part);
    expect(() => kept(hearRun(run))).not.toThrow();
  });

  test("an input is a draft of a data version, with its rows", () => {
    expect(dataOf(hearRun(), "dataset-versions")).toEqual([
      { tag: "claims@2981c147", state: "draft", rows: 9_000, createdAt: "2026-03-02T09:00:00.000Z" },
      { tag: "claims-test@77aa01cd", state: "draft", rows: 3_000, createdAt: "2026-03-02T09:00:00.000Z" },
    ]);
  });

  test("an input that the project knows by its tag refers to that version, and none is made", () => {
    const data = { tag: "claims", state: "published" };
    const known = { key: "d1", version: 1, recordedBy: null, at: 1, recordedAt: 1, changedAt: 1, data };
    const heard = hearRun(
      { inputs: { datasets: [input("claims", "2981c147", "training", {})] } },
      factBag({ "dataset-versions": [known] }),
    );
    expect(dataOf(heard, "dataset-versions")).toEqual([]);
    expect(dataOf(heard, "training-runs")[0]).toMatchObject({ datasetVersion: "d1" });
  });
});

function BASE_MODEL() {
  return { tags: { "throughline.base_model": "bert-base", "throughline.base_model_licence": "apache-2.0" } };
}

describe("where a version stands", () => {
  test.each<[string, Parameters<typeof standingOf>[0], string]>([
    ["a new one is a candidate", { aliases: [], stage: "None", lost: [] }, "candidate"],
    ["an alias says it", { aliases: ["blue", "Challenger"], stage: "None", lost: [] }, "challenger"],
    ["champion weighs most", { aliases: ["candidate", "champion"], stage: "None", lost: [] }, "champion"],
    ["production is in use", { aliases: [], stage: "Production", lost: [] }, "champion"],
    ["staging is compared", { aliases: [], stage: "Staging", lost: [] }, "challenger"],
    ["the archive is retired", { aliases: [], stage: "Archived", lost: [] }, "retired"],
    ["an alias wins over a stage", { aliases: ["candidate"], stage: "Archived", lost: [] }, "candidate"],
    ["silence leaves what people said", { aliases: [], stage: "None", lost: [], before: "rejected" }, "rejected"],
    [
      "a champion that loses its alias is retired",
      { aliases: [], stage: "None", lost: ["champion"], before: "champion" },
      "retired",
    ],
    [
      "another lost alias changes nothing",
      { aliases: [], stage: "None", lost: ["blue"], before: "champion" },
      "champion",
    ],
    [
      "a lost challenger is a candidate again",
      { aliases: [], stage: "None", lost: ["challenger"], before: "challenger" },
      "candidate",
    ],
  ])("%s", (_, said, standing) => {
    expect(standingOf(said)).toBe(standing);
  });
});

describe("the name of a metric", () => {
  test.each<[string, unknown[]]>([
    ["accuracy", [null, "accuracy", null, "value"]],
    ["test_recall", ["test", "recall", null, "value"]],
    ["test/recall", ["test", "recall", null, "value"]],
    ["val_loss", ["validation", "loss", null, "value"]],
    ["eval_f1", ["validation", "f1", null, "value"]],
    ["training_accuracy_score", ["train", "accuracy_score", null, "value"]],
    ["accuracy_score_X_test", ["test", "accuracy_score", null, "value"]],
    ["accuracy_score-2_X_test", ["test", "accuracy_score", null, "value"]],
    ["test_recall/age 18-25", ["test", "recall", "age 18-25", "value"]],
    ["test/recall/age 18-25", ["test", "recall", "age 18-25", "value"]],
    ["test_recall.low", ["test", "recall", null, "low"]],
    ["test_recall/north.baseline_high", ["test", "recall", "north", "baselineHigh"]],
    ["test_recall.p95", ["test", "recall.p95", null, "value"]],
    ["tests_run", [null, "tests_run", null, "value"]],
    ["trainable", [null, "trainable", null, "value"]],
    [".low", [null, ".low", null, "value"]],
  ])("%s", (name, [split, of, segment, part]) => {
    expect(readMetricName(name)).toEqual({ split, metric: of, segment, part });
  });
});

describe("a registered version becomes a model version", () => {
  test("with data, code, artefact and standing", () => {
    expect(dataOf(hearVersion(), "model-versions")).toEqual([
      {
        ...{ tag: "claims-clf 3", standing: "candidate", run: RUN.id, datasetVersion: "claims:2981c147" },
        ...{ commit: "b7f3a91c", artefactUri: "models:/m-1", artefactSha256: "a".repeat(64) },
        ...{ registeredAt: "2026-03-02T10:00:00.000Z", standingSince: "2026-03-02T10:00:00.000Z" },
      },
    ]);
  });

  test("told again it keeps since when it stands there, and what people added", () => {
    const [fact] = hearVersion().facts.filter(({ kind }) => kind === "model-versions");
    const before = { standing: "candidate", standingSince: "2026-01-01T00:00:00.000Z", notes: "By hand" };
    expect(fact?.onto?.(before)).toMatchObject(before);
    expect(fact?.onto?.({ ...before, standing: "retired" })).toMatchObject({
      standingSince: "2026-03-02T10:00:00.000Z",
    });
  });

  test("metrics of a script that compares with nothing are not judged at tier 1, and told from tier 2", () => {
    expect(dataOf(hearVersion(), "model-metrics")).toEqual([]);
    expect(dataOf(hearVersion({ tier: 2 }), "model-metrics")).toEqual([
      { modelVersion: "claims-clf:3", metric: "recall", split: "test", value: 0.81 },
    ]);
  });

  test("a baseline run of the same experiment stands beside them; a criterion of that name is meant", () => {
    const baseline = { ...RUN, id: "b", metrics: [metric("test_recall", 0.6), metric("test_recall.high", 0.63)] };
    const run = { run: RUN, experiment: "claims", baseline, ofModel: [] };
    expect(dataOf(hearVersion({ run, criteria: [{ key: "model_recall", name: "Recall" }] }), "model-metrics")).toEqual([
      {
        modelVersion: "claims-clf:3",
        metric: "model_recall",
        split: "test",
        value: 0.81,
        baseline: 0.6,
        baselineHigh: 0.63,
      },
    ]);
  });

  test("a metric on a logged data set says by that on which part of the data it was taken", () => {
    const ofModel = [{ ...metric("f1", 0.7), runId: RUN.id, datasetName: "claims-test", datasetDigest: "77aa01cd" }];
    const run = { run: RUN, experiment: "claims", baseline: null, ofModel };
    expect(dataOf(hearVersion({ run, tier: 2 }), "model-metrics")).toContainEqual({
      ...{ modelVersion: "claims-clf:3", metric: "f1", split: "test", value: 0.7, n: 3_000 },
    });
  });
});

const TAGS = {
  "throughline.test.invariance.A changed name changes nothing": "passed",
  "throughline.test.minimum.Plain cases": "passed: 40 of 40",
  "throughline.test.unit.Model code": '{"passed": true, "link": "https://git.example.org/merge/41"}',
  "throughline.test.reproducibility.Another seed": '{"passed": true, "delta": 0.003}',
  "throughline.test.unheard.Of": "passed",
  "throughline.test.security.Nonsense": "perhaps",
  ...Object.fromEntries(
    [
      "details",
      "intended_use",
      "factors",
      "metrics",
      "evaluation_data",
      "training_data",
      "ethical_considerations",
      "caveats",
    ].map((name) => [`throughline.card.${name}`, `What is to be said about ${name}.`]),
  ),
  "throughline.card.licence": "apache-2.0",
  ...Object.fromEntries([1, 2, 3, 4].map((i) => [`throughline.ml_test.model_${i}`, "1 runs every night"])),
  "throughline.ml_test.model_99": "1 never heard of",
};

describe("what MLflow has no field for is said in tags", () => {
  test("tests with their kind and result; what is no test is passed over", () => {
    const tests = dataOf(hearVersion({ tags: TAGS }), "verification-tests");
    expect(tests.map(({ kind, name, passed, delta, detail }) => ({ kind, name, passed, delta, detail }))).toEqual([
      { kind: "invariance", name: "A changed name changes nothing", passed: true },
      { kind: "minimum", name: "Plain cases", passed: true, detail: "40 of 40" },
      { kind: "unit", name: "Model code", passed: true },
      { kind: "reproducibility", name: "Another seed", passed: true, delta: 0.003 },
    ]);
  });

  test("with a baseline, slices, tests, a card and ML tests all of stage 6 that is recorded is met, at every tier", () => {
    const whole = [0.81, 0.79, 0.83].map((value, i) => metric(`test_recall${["", ".low", ".high"][i]}`, value));
    const slices = ["north", "south"].flatMap((name) => [
      ...[
        metric(`test_recall/${name}`, 0.8),
        metric(`test_recall/${name}.n`, 900),
        metric(`test_recall/${name}.guardrail`, 0.7),
      ],
    ]);
    const run = { ...RUN, metrics: [...whole, ...slices] };
    const baseline = {
      ...RUN,
      id: "baseline",
      name: "baseline",
      metrics: [metric("test_recall", 0.6), metric("test_recall.high", 0.63)],
    };
    for (const tier of [1, 2, 3] as const) {
      const told = { tags: TAGS, tier, run: { run, experiment: "claims", baseline, ofModel: [] } };
      const bag = factBag(kept(hearRun(baseline), hearVersion(told)));
      const facts = completeFacts(tier, { ...bag, criteria: [], documents: {} });
      const document = { reproducibilityTolerance: 0.005 };
      expect(modelRequirements(document, facts).filter(({ met }) => !met)).toEqual([]);
      for (const item of [baselineBeatenOnRecord, slicesEvaluated, behaviourTested, cardComplete, codeTested])
        expect(item(document, facts)).toMatchObject({ met: true });
    }
  });

  test("without any of our tags, at tier 1, a run with its data, code and artefact asks for nothing more", () => {
    const facts = completeFacts(1, { ...factBag(kept(hearVersion())), criteria: [], documents: {} });
    expect(modelRequirements({}, facts).map(({ key, met }) => [key, met])).toEqual([["G6.1", true]]);
  });
});
