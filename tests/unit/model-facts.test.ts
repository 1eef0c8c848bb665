import { describe, expect, test } from "vitest";
import { mlTestScore } from "#domain/ml-test-score.ts";
import { gainOver } from "#domain/model-gain.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import type { StageFacts } from "#stages/facts.ts";
import { beginCard, beginRun } from "#stages/model/beginnings.ts";
import { mlTest, sectionSums } from "#stages/model/ml-test.ts";
import { ML_TEST_KEYS } from "#stages/model/ml-tests.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import { verificationTest } from "#stages/model/verification-test.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, criterion, SAMPLE_NOW, withAnswer } from "../support/stage-samples.ts";

const STAGE = stageOf("model");
const SAMPLES = sampledFacts({ tier: 2, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const OFFLINE = criterion({ key: "auc", name: "AUC", phase: "offline", baseline: 0.6, target: 0.78, guardrail: 0.72 });

type Change = (data: FactData, key: string) => FactData | null;

/** The samples with one kind changed; null takes a fact out. */
function changed(kind: string, change: Change, given: Partial<StageFacts> = {}): StageFacts {
  const facts = (SAMPLES[kind] ?? []).flatMap((fact) => {
    const data = change(fact.data, fact.key);
    return data ? [{ ...fact, data }] : [];
  });
  return completeFacts(2, { ...factBag({ ...SAMPLES, [kind]: facts }), ...given });
}

const without =
  (...names: string[]): Change =>
  (data) =>
    Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
const onlyFor =
  (wanted: string, change: (data: FactData) => FactData | null): Change =>
  (data, key) =>
    key === wanted ? change(data) : data;

function unmet(facts: StageFacts, document = completeDocument("model", facts.tier)) {
  return STAGE.requirements(document, facts).filter(({ met }) => !met);
}

function contextOf(facts: StageFacts) {
  return { ...facts, before: null, project: facts };
}

describe("the gate of the model", () => {
  test("is open with the sample, and asks for all eight", () => {
    const keys = STAGE.requirements(completeDocument("model", 2), completeFacts(2)).map(({ key }) => key);
    expect(keys).toEqual(["G6.1", "G6.2", "G6.3", "G6.4", "G6.5", "G6.6", "G6.7", "G6.8"]);
    expect(unmet(completeFacts(2, { criteria: [OFFLINE] }))).toEqual([]);
  });

  test.each<[string, string, Change, RegExp]>([
    ["G6.1", "model-versions", without("artefactSha256"), /m1 lacks the hash/],
    ["G6.1", "model-versions", without("commit"), /commit/],
    ["G6.1", "model-versions", without("datasetVersion"), /data version/],
    ["G6.3", "model-metrics", onlyFor("m1-auc", without("baseline") as never), /No comparison/],
    ["G6.3", "model-metrics", onlyFor("m1-auc", (data) => ({ ...data, baselineHigh: 0.81 })), /low end .* is -/],
    ["G6.3", "model-metrics", onlyFor("m1-auc", without("low") as never), /not known/],
    ["G6.4", "model-metrics", onlyFor("m1-auc-north", (data) => ({ ...data, value: 0.71 })), /2 of 3 slices/],
    ["G6.4", "model-metrics", (data) => (data.segment ? null : data), /No slice/],
    ["G6.5", "verification-tests", onlyFor("m1-minimum", (data) => ({ ...data, passed: false })), /4 of 5/],
    ["G6.6", "verification-tests", (data) => (data.delta ? { ...data, delta: 0.006 } : data), /0.006; 0.005/],
    ["G6.6", "verification-tests", (data) => (data.kind === "reproducibility" ? null : data), /No rebuild/],
    ["G6.7", "model-cards", without("caveats"), /7 of 8 .*Caveats/],
    ["G6.7", "model-cards", () => null, /no model card/],
    ["G6.8", "ml-test-scores", (data) => ({ ...data, answer: 0 }), /0 of 7/],
  ])("%s alone shuts it (%s)", (gate, kind, change, words) => {
    const [failed, ...rest] = unmet(changed(kind, change));
    expect(rest.map(({ key }) => key)).toEqual([]);
    expect(failed).toMatchObject({ key: gate, detail: expect.stringMatching(words) });
    expect(failed?.fix?.where).toMatch(/^\/facts\//);
  });

  test.each([
    ["misses its target", { target: 0.8 }, "AUC: 0.791 on test data"],
    ["was not measured", { key: "other", name: "Other" }, "Other: not measured on test data"],
  ])("G6.2 alone shuts it while an offline must-have %s", (_, change, label) => {
    const facts = completeFacts(2, { criteria: [{ ...OFFLINE, ...change }] });
    expect(unmet(facts)).toMatchObject([{ key: "G6.2", items: [{ label }] }]);
    const wish = { ...OFFLINE, ...change, mustHave: false };
    expect(unmet(completeFacts(2, { criteria: [wish] }))).toEqual([]);
  });

  test("lists a slice of 29 rows and judges one of 30", () => {
    const small = (n: number) =>
      changed(
        "model-metrics",
        onlyFor("m1-auc-north", (data) => ({ ...data, value: 0.5, n })),
      );
    expect(unmet(small(29))).toEqual([]);
    const slices = STAGE.requirements(completeDocument("model", 2), small(29)).find(({ key }) => key === "G6.4");
    expect(slices?.detail).toMatch(/2 of 2 .* Too small to judge: north, auc/);
    expect(unmet(small(30)).map(({ key }) => key)).toEqual(["G6.4"]);
  });

  test("holds no candidate up for slices that are all too small to judge", () => {
    const tiny = changed("model-metrics", (data) => (data.segment ? { ...data, value: 0.5, n: 29 } : data));
    expect(unmet(tiny)).toEqual([]);
    const slices = STAGE.requirements(completeDocument("model", 2), tiny).find(({ key }) => key === "G6.4");
    expect(slices?.detail).toMatch(/large enough.* Too small to judge: .*; .*; /);
  });

  test("only looks at test data and at the newest result of a test", () => {
    const validation = changed("model-metrics", (data) => ({ ...data, split: "validation" }));
    expect(unmet(validation).map(({ key }) => key)).toEqual(["G6.3", "G6.4"]);
    const [first] = SAMPLES["verification-tests"] ?? [];
    const older = { ...first, key: "older", data: { ...first?.data, passed: false } } as Fact;
    const bag = { ...SAMPLES, "verification-tests": [...(SAMPLES["verification-tests"] ?? []), older] };
    expect(unmet(completeFacts(2, factBag(bag)))).toEqual([]);
  });

  test("asks the ML Test Score by tier", () => {
    const three = changed("ml-test-scores", (data) => data, { tier: 3 });
    expect(sectionSums(three).model).toBe(3.5);
    expect(unmet(three)).toEqual([]);
    const weaker = changed("ml-test-scores", (data) => (data.answer === 0.5 ? { ...data, answer: 0 } : data), {
      tier: 3,
    });
    expect(unmet(weaker).map(({ key }) => key)).toEqual(["G6.8"]);
  });

  test("judges nothing of a tier 1 project that records nothing, and no rebuild without a tolerance", () => {
    expect(STAGE.requirements({}, completeFacts(1, factBag({})))).toEqual([]);
    const document = withAnswer(completeDocument("model", 1), "reproducibilityTolerance", undefined);
    const keys = STAGE.requirements(document, completeFacts(1)).map(({ key }) => key);
    expect(keys).not.toContain("G6.6");
  });
});

describe("item 6.2", () => {
  const used = (times: number, datasets: readonly string[] = ["d1"]) => {
    const [run] = SAMPLES["training-runs"] ?? [];
    const runs = Array.from({ length: times }, (_, i) => ({
      ...run,
      key: `r${i}`,
      data: { ...run?.data, usesTestSet: true, datasetVersion: datasets[i % datasets.length] },
    })) as Fact[];
    return ruleVerdicts(STAGE, {}, completeFacts(2, factBag({ "training-runs": runs })))["6.2"];
  };

  test("lets the test set be used three times, for each data version", () => {
    expect(used(3)).toEqual({ met: true, detail: "Used 3 times of at most 3." });
    expect(used(4)).toEqual({ met: false, detail: "Used 4 times of at most 3." });
    expect(used(6, ["d1", "d2"])).toMatchObject({ met: true });
  });
});

describe("its facts", () => {
  const context = contextOf(completeFacts(2));

  test("a version must not name other data than its run", () => {
    const data = { tag: "m2", standing: "candidate", run: "run-1", datasetVersion: "d2" } as const;
    expect(modelVersion.check(data, context)).toMatchObject([{ path: "datasetVersion" }]);
    expect(modelVersion.check({ ...data, datasetVersion: "d1" }, context)).toEqual([]);
  });

  test("a licence names its base model, an interval holds its value, a rebuild its change", () => {
    const run = { name: "a", experiment: "b", status: "running", startedAt: "2026-01-01T00:00:00Z" } as const;
    expect(trainingRun.check({ ...run, baseModelLicence: "mit" }, context)).toMatchObject([{ path: "baseModel" }]);
    expect(trainingRun.check({ ...run, baseModel: "bert" }, context)).toEqual([]);
    expect(trainingRun.settle({ ...run, status: "queued" }, { ...run, status: "failed" }, 0).status).toBe("failed");
    const card = { title: "Card", modelVersion: "m1", baseModelLicence: "mit" };
    expect(modelCard.check(card, context)).toMatchObject([{ path: "baseModel" }]);
    const metric = { modelVersion: "m1", metric: "auc", split: "test", value: 0.7 } as const;
    expect(modelMetric.check({ ...metric, low: 0.71, high: 0.69 }, context).map(({ path }) => path)).toEqual([
      "low",
      "high",
    ]);
    const rebuild = { name: "x", modelVersion: "m1", kind: "reproducibility", blocking: true, passed: true } as const;
    expect(verificationTest.check({ ...rebuild, ranAt: run.startedAt }, context)).toMatchObject([{ path: "delta" }]);
  });

  test("an ML test that is answered needs evidence, and the newest answer of a test counts", () => {
    expect(mlTest.check({ test: "data_1", answer: 1 }, context)).toMatchObject([{ path: "evidence" }]);
    expect(mlTest.check({ test: "data_1", answer: 0 }, context)).toEqual([]);
    const answer = (value: number, at: number): Fact => ({
      ...{ key: `a${at}`, at, version: 1, recordedAt: at, recordedBy: null },
      data: { test: "data_1", answer: value, evidence: "here" },
    });
    expect(sectionSums(factBag({ "ml-test-scores": [answer(0.5, 2), answer(1, 1)] })).data).toBe(0.5);
  });

  test("there are 28 tests, and the weakest section decides", () => {
    expect(ML_TEST_KEYS).toHaveLength(28);
    expect(mlTestScore({ data: 4, model: 3, infrastructure: 3.5, monitoring: 1 })).toEqual({
      ...{ score: 1, weakest: "monitoring", band: "holes likely" },
    });
    const [first] = completeFacts(2).of(mlTest);
    if (!first) throw new Error("no sample");
    expect(mlTest.figures(first, context)).toMatchObject([{ value: 3.5 }, { value: 3.5 }, { value: "strong" }]);
  });
});

describe("forms begin with what is known", () => {
  test("a card with what other stages say, and nothing where they say nothing", () => {
    const facts = completeFacts(2);
    const documents = {
      "business-case": { intendedUse: "To rank payments.", outOfScopeUse: "credit" },
      model: { approachSummary: "Boosting.", split: { test: 0.15, testFrom: "2025-12-01" } },
    };
    const card = beginCard({ ...contextOf(facts), project: { ...facts, documents } });
    expect(card).toMatchObject({
      ...{ modelVersion: "m1", details: "Boosting.", intendedUse: "To rank payments.\nNot for: credit" },
      evaluationData: "15% of the data was kept apart for the last judgement, from 2025-12-01 on.",
      trainingData: expect.stringMatching(/^Data version d1, 2,310,000 rows/),
    });
    expect(parseFact(modelCard, card)).toMatchObject({ ok: true });
    const empty = completeFacts(2, factBag({}));
    expect(beginCard({ ...contextOf(empty), project: { ...empty, documents: {} }, criteria: [] })).toEqual({});
    expect(beginRun(contextOf(facts))).toEqual({ experiment: "first", datasetVersion: "d1" });
  });
});

describe("the base model", () => {
  const home = { transferLearning: true, baseModel: { name: "Bert", licence: "apache-2.0" } };
  const cardWith = (model: object, run: object = {}, card: object = {}) => {
    const [first] = SAMPLES["training-runs"] ?? [];
    const [sample] = SAMPLES["model-cards"] ?? [];
    const bag = {
      ...SAMPLES,
      "training-runs": [{ ...first, data: { ...first?.data, ...run } }] as Fact[],
      "model-cards": [{ ...sample, data: { ...sample?.data, ...card } }] as Fact[],
    };
    const facts = { ...completeFacts(2, factBag(bag)), documents: { model } };
    return STAGE.requirements({}, facts).find(({ key }) => key === "G6.7");
  };

  test.each<[string, object, object, object, boolean, RegExp]>([
    ["the stage names it with its licence", home, {}, {}, true, /All eight/],
    ["a run names the stage's, whose licence is told there", home, { baseModel: "bert" }, {}, true, /All eight/],
    ["a run names another without a licence", home, { baseModel: "gpt" }, {}, false, /licence of its base model gpt/],
    [
      "a run names another with its licence",
      home,
      { baseModel: "gpt", baseModelLicence: "mit" },
      {},
      true,
      /All eight/,
    ],
    ["a card names another without a licence", home, {}, { baseModel: "t5" }, false, /base model t5/],
    [
      "the stage denies what the run says",
      { transferLearning: false },
      { baseModel: "gpt" },
      {},
      false,
      /starts from gpt/,
    ],
    ["nobody names one", { transferLearning: false }, {}, {}, true, /All eight/],
  ])("%s", (_, model, run, card, met, detail) => {
    expect(cardWith(model, run, card)).toMatchObject({ met, detail: expect.stringMatching(detail) });
  });
});

describe("metrics that are not finite", () => {
  const run = { name: "a", experiment: "b", status: "running", startedAt: "2026-01-01T00:00:00Z" };

  test("are kept by their name, and nothing else passes for a number", () => {
    const metrics = { loss: "NaN", auc: "Infinity", gain: "-Infinity", f1: 0.5 };
    expect(parseFact(trainingRun, { ...run, metrics })).toEqual({ ok: true, data: { ...run, metrics } });
    for (const wrong of ["nan", "inf", "1", "high", true])
      expect(parseFact(trainingRun, { ...run, metrics: { loss: wrong } })).toMatchObject({
        ok: false,
        issues: [{ path: "metrics.loss", message: expect.stringMatching(/NaN, Infinity/) }],
      });
  });
});

describe("the gain over the baseline", () => {
  test("comes from the paired bound where there is one, else from both intervals", () => {
    expect(gainOver({ value: 0.74, baseline: 0.52, gainLow: 0.187 }, false).low).toBe(0.187);
    const both = gainOver(
      { value: 0.74, low: 0.71, high: 0.77, baseline: 0.52, baselineLow: 0.48, baselineHigh: 0.56 },
      false,
    );
    expect(both.gain).toBeCloseTo(0.22, 12);
    expect(both.low).toBeCloseTo(0.17, 12);
  });

  test("points the other way where lower is better: WAPE .236 against .310", () => {
    const gain = gainOver({ value: 0.236, low: 0.233, high: 0.239, baseline: 0.31 }, true);
    expect(gain.gain).toBeCloseTo(0.074, 12);
    expect(gain.low).toBeCloseTo(0.071, 12);
    expect(gainOver({ value: 0.236, baseline: 0.31 }, true).low).toBeNull();
  });
});
