import { describe, expect, it } from "vitest";
import { attributeNames, groupsInWords, referencesInWords } from "#stages/data-bias/attributes-in-words.ts";
import { factBag } from "#stages/fact.ts";
import { BEGINNINGS } from "#stages/fact-beginnings.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageFacts } from "#stages/facts.ts";
import { abStanding } from "#stages/integration/ab-standing.ts";
import { knownAnswers } from "#stages/known-answers.ts";
import { proposalsFor } from "#stages/proposals.ts";
import { stageOf } from "#stages/registry.ts";
import { cardguardTrial } from "../../prisma/demo/cardguard-trial.ts";
import type { StageFact } from "../../prisma/demo/facts/stage-fact.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { storyClock } from "../../prisma/demo/story-clock.ts";
import { completeDocument, completeFacts, SAMPLE_NOW } from "../support/stage-samples.ts";

const sampled = () => sampledFacts({ tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const contextOf = (facts: ReturnType<typeof sampled>, documents: Record<string, unknown> = {}): FactContext => ({
  ...factBag(facts),
  before: null,
  project: { tier: 3, affectsPeople: true, documents, states: {} },
  criteria: [],
  now: SAMPLE_NOW,
});

describe("the form of a new fact begins with what is known", () => {
  const begun = (kind: string, context = contextOf(sampled())) => BEGINNINGS[kind]?.(context);

  it("a canary with the deployment that runs, and the metrics and weights of the last one without their values", () => {
    const canary = begun("canary-analyses");
    expect(canary).toMatchObject({
      deployment: "canary-1",
      release: "r1",
      weights: [{ group: "operation", weight: 50 }],
    });
    const metrics = canary?.metrics as Record<string, unknown>[];
    expect(metrics.map(({ name }) => name)).toEqual(["p95 latency", "Error rate", "Share of proposals taken"]);
    expect(metrics.every((metric) => !("canary" in metric) && !("baseline" in metric))).toBe(true);
  });

  it("a look with the open test and its arms", () => {
    expect(begun("ab-looks")).toEqual({ experiment: "ab-1", arms: [{ name: "second" }, { name: "first" }] });
  });

  it("an assessment with candidate, attribute, groups, and the limits that were signed", () => {
    const signed = [{ metric: "predictive_parity_difference", kind: "at_most", threshold: 0.05 }];
    const documents = { "solution-bias": { metricsChosen: signed, attribute: "age band" } };
    expect(begun("fairness-assessments", contextOf(sampled(), documents))).toMatchObject({
      ...{ release: "r1", dataSource: "canary", attribute: "age-band", measures: signed },
      groups: [{ name: "18-25" }, { name: "26-40" }, { name: "41-60" }, { name: "61+" }],
      favourableOutcome: "negative",
    });
  });

  it("nothing where nothing is known", () => {
    for (const kind of ["canary-analyses", "ab-looks", "fairness-assessments", "deployment-events"])
      expect(begun(kind, contextOf({}))).toEqual({});
    expect(begun("deployments", contextOf({}))).toEqual({ environment: "production" });
  });
});

describe("a document offers what is known", () => {
  it("stage 8 the candidate and the measures of the data bias plan", () => {
    const documents = { "data-bias": { fairnessMetrics: ["equal_opportunity_difference"] } };
    const offered = proposalsFor("solution-bias", completeFacts(3, { documents }));
    expect(offered.release).toMatchObject({ value: "R1", words: "R1, which runs for a part" });
    expect(offered.metricsChosen?.value).toEqual([
      { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.1 },
    ]);
  });

  it("what it offers is accepted as it stands", () => {
    const documents = { "data-bias": { fairnessMetrics: ["demographic_parity_ratio"] } };
    for (const stage of ["integration", "solution-bias"]) {
      const facts = completeFacts(3, { documents: { ...completeFacts(3).documents, ...documents } });
      const { draft } = stageOf(stage);
      for (const [path, { value }] of Object.entries(proposalsFor(stage, facts))) {
        const document = path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        expect(draft.safeParse(document).success, `${stage} ${path}`).toBe(true);
      }
    }
  });

  it("stage 7 the numbers that other answers hold already", () => {
    const documents = {
      integration: { latencyBudgetMs: 80, rolloutPlan: [{ traffic: 0.05, hours: 24, rule: "All metrics pass" }] },
      "business-case": { headCount: 3, runCostMonthly: 14_000 },
    };
    const offered = proposalsFor("integration", { ...completeFacts(3), documents } as StageFacts);
    const values = Object.entries(offered).map(([path, { value }]) => [path, value]);
    expect(Object.fromEntries(values)).toEqual({
      "deploymentAnswers.inferenceLatency.number": 80,
      "deploymentAnswers.canary.number": 0.05,
      "deploymentAnswers.headCount.number": 3,
      "deploymentAnswers.budget.number": 14_000,
    });
  });
});

describe("stage 8 does not ask what an assessment tells", () => {
  const asked = (facts: ReturnType<typeof sampled>) =>
    stageOf("solution-bias")
      .fields.filter(({ when }) => when?.({}, { ...contextOf(facts).project, ...factBag(facts) }) ?? true)
      .map(({ path }) => path);

  it("nor what stage 4 named: attribute, groups and reference are shown, with where they stand", () => {
    const { "fairness-assessments": _, ...planned } = sampled();
    const [attribute] = planned["protected-attributes"] ?? [];
    if (!attribute) throw new Error("a sample is missing");
    const referred = { ...attribute, data: { ...attribute.data, referenceGroup: "26-40" } };
    const facts = { ...planned, "protected-attributes": [referred] };
    const open = asked(facts);
    for (const path of ["attribute", "groups", "referenceGroup"]) expect(open).not.toContain(path);
    expect(open).toEqual(expect.arrayContaining(["dataSource", "period.from", "favourableOutcome"]));
    expect(knownAnswers("solution-bias", completeFacts(3, factBag(facts)))).toEqual({
      attribute: { value: "Age band", from: "from stage 4", where: "/facts/protected-attributes" },
      groups: { value: "18-25, 26-40, 41-60, 61+", from: "from stage 4", where: "/facts/protected-attributes" },
      referenceGroup: { value: "26-40", from: "from stage 4", where: "/facts/protected-attributes" },
    });
    const unreferred = { ...attribute, data: { ...attribute.data, referenceGroup: undefined } };
    expect(asked({ ...planned, "protected-attributes": [unreferred] })).toContain("referenceGroup");
  });

  it("of two attributes each by its name", () => {
    const both = [
      { name: "Age", groups: ["old", "young"], referenceGroup: "young" },
      { name: "Sex", groups: ["women", "men"] },
    ];
    expect([attributeNames(both), groupsInWords(both), referencesInWords(both)]).toEqual([
      "Age; Sex",
      "Age: old, young; Sex: women, men",
      "Age: young",
    ]);
  });

  it("and shows what the newest assessment tells in place of its questions", () => {
    const known = knownAnswers("solution-bias", completeFacts(3, factBag(sampled())));
    expect(known.dataSource).toMatchObject({ value: "canary", from: expect.stringMatching(/^from “/) });
    expect(Object.keys(known)).toEqual(expect.arrayContaining(["attribute", "period.from", "period.to"]));
  });

  it("before it everything, after it what a person has to say", () => {
    const before = asked({});
    const told = [
      "dataSource",
      "period.from",
      "period.to",
      "attribute",
      "groups",
      "favourableOutcome",
      "referenceGroup",
    ];
    expect(before).toEqual(expect.arrayContaining([...told, "release", "metricsChosen"]));
    const after = asked(sampled());
    expect(after.filter((path) => told.includes(path))).toEqual([]);
    expect(after).toEqual(expect.arrayContaining(["release", "metricsChosen", "decisionDefinition", "nextReview"]));
  });

  it("and its own document's period is not held against a fresh assessment", () => {
    const document = {
      ...completeDocument("solution-bias", 2),
      period: { from: "2020-01-01T00:00:00Z", to: "2020-02-01T00:00:00Z" },
    };
    const gate = stageOf("solution-bias").requirements(document, completeFacts(2));
    expect(gate.find(({ key }) => key === "G8.4")).toMatchObject({ met: true });
  });
});

describe("the A/B test of the demo", () => {
  const told: StageFact[] = [];
  cardguardTrial(storyClock(new Date(SAMPLE_NOW)), (_, facts) => told.push(...facts));
  const facts = told.map(({ kind, key, data }) => {
    const at = Date.parse(String(data.startedAt ?? data.lookedAt));
    return { kind, fact: { key, at, version: 1, recordedAt: at, recordedBy: null, data } };
  });
  const of = (kind: string) => facts.filter((each) => each.kind === kind).map(({ fact }) => fact);

  it("is accepted look by look", () => {
    for (const [at, { kind, fact }] of facts.entries()) {
      const before = facts.slice(0, at);
      const bag = Object.groupBy(before, (each) => each.kind);
      const loaded = Object.fromEntries(
        Object.entries(bag).map(([name, all = []]) => [name, all.map((each) => each.fact)]),
      );
      expect(factKindOf(kind).check(fact.data, contextOf({ ...sampled(), ...loaded })), fact.key).toEqual([]);
    }
  });

  it("has three looks with the least p of all, and one arm that may ship", () => {
    const [test] = of("ab-tests");
    const standing = abStanding(test?.data as never, of("ab-looks") as never);
    expect(standing.looks).toHaveLength(3);
    expect(standing.treatments.map(({ run }) => run.length)).toEqual([3, 3]);
    expect(standing.mismatch?.valid).toBe(true);
    expect(standing.decision).not.toBe("invalid");
  });
});
