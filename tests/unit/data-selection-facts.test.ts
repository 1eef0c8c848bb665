import { describe, expect, test } from "vitest";
import { DATA_RULES } from "#domain/backward-data.ts";
import { backwardFactsOf } from "#stages/backward.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { dataSource, licenceDaysLeft } from "#stages/data-selection/data-source.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import { feature } from "#stages/data-selection/feature.ts";
import { gradeOf, measuredData } from "#stages/data-selection/measured.ts";
import { qualityProfile } from "#stages/data-selection/quality-profile.ts";
import { sourcesOf } from "#stages/data-selection/source-overview.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, SAMPLE_NOW, withAnswer } from "../support/stage-samples.ts";

const SAMPLES = sampledFacts({ tier: 2, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const STAGE = stageOf("data-selection");
const DOCUMENT = completeDocument("data-selection", 2);

/** The samples, with the facts of some kinds replaced. */
function bagWith(change: Readonly<Record<string, readonly Fact[]>>) {
  return factBag({ ...SAMPLES, ...change });
}

function fact(key: string, data: FactData, at = SAMPLE_NOW): Fact {
  return { key, at, version: 1, recordedAt: at, recordedBy: null, data };
}

/** The sample of a kind with some parts changed; undefined takes a part away. */
function changed(kind: string, change: FactData): Fact[] {
  return (SAMPLES[kind] ?? []).map((each, i) => (i === 0 ? { ...each, data: { ...each.data, ...change } } : each));
}

function unmet(bag = bagWith({}), document: StageDocument = DOCUMENT, tier: 1 | 2 | 3 = 2) {
  const facts = completeFacts(tier, { ...bag, documents: { "data-selection": document } });
  return STAGE.requirements(document, facts).filter(({ met }) => !met);
}

const keysOf = (requirements: readonly { key: string }[]) => requirements.map(({ key }) => key);
const rulesOf = (bag = bagWith({}), document: StageDocument = DOCUMENT) =>
  ruleVerdicts(STAGE, document, completeFacts(2, { ...bag, documents: { "data-selection": document } }));

describe("gate 3", () => {
  test("is open with the samples, and judges six predicates", () => {
    const all = STAGE.requirements(DOCUMENT, completeFacts(2));
    expect(keysOf(all)).toEqual(["G3.1", "G3.2", "G3.3", "G3.4", "G3.5", "G3.6"]);
    expect(unmet()).toEqual([]);
  });

  test.each<[string, string, Readonly<Record<string, readonly Fact[]>>]>([
    ["G3.1", "no required primary source", { "data-sources": changed("data-sources", { role: "secondary" }) }],
    [
      "G3.2",
      "a source that is hard to get",
      { "data-sources": changed("data-sources", { access: "not_requested", historyMonths: 2 }) },
    ],
    [
      "G3.2",
      "a source that says little",
      {
        "data-sources": changed("data-sources", {
          relevance: 1,
          univariateAuc: 0.5,
          populationCoverage: 0.1,
          linkageRate: 0.8,
        }),
      },
    ],
    [
      "G3.2",
      "a source whose availability is not known",
      { "data-sources": changed("data-sources", { rows: undefined }) },
    ],
    ["G3.3", "a legal basis that is pending", { "data-sources": changed("data-sources", { legal: "pending" }) }],
    ["G3.4", "labels that link too rarely", { "data-sources": changed("data-sources", { linkageRate: 0.79 }) }],
    ["G3.4", "no labels", { "data-sources": changed("data-sources", { carriesLabels: false }) }],
    ["G3.5", "no profile", { "quality-profiles": [] }],
    [
      "G3.5",
      "a dimension below 0.70",
      { "quality-profiles": changed("quality-profiles", { onTimeRecords: 1_500_000 }) },
    ],
    [
      "G3.5",
      "too few counts for a score",
      {
        "quality-profiles": changed("quality-profiles", {
          nullCells: undefined,
          checkedCells: undefined,
          validCells: undefined,
          records: undefined,
          onTimeRecords: undefined,
          auditedRecords: undefined,
          correctRecords: undefined,
        }),
      },
    ],
    ["G3.6", "no datasheet", { datasheets: [] }],
    ["G3.6", "a datasheet with an open section", { datasheets: changed("datasheets", { uses: undefined }) }],
  ])("%s alone fails for %s, and says where", (key, _name, change) => {
    const failed = unmet(bagWith(change));
    expect(keysOf(failed)).toEqual([key]);
    expect(failed[0]?.detail).toMatch(/^[A-Z].*\.$/);
    expect(failed[0]?.fix?.where).toMatch(/^\/facts\//);
  });

  test("takes a datasheet that is kept elsewhere", () => {
    const sheet = fact("sheet", { source: "warehouse", link: "https://wiki.example.org/sheet" });
    expect(unmet(bagWith({ datasheets: [sheet] }))).toEqual([]);
  });

  test("asks for no labels where none are needed", () => {
    const bare = { "data-sources": changed("data-sources", { carriesLabels: false }) };
    expect(unmet(bagWith(bare), withAnswer(DOCUMENT, "supervised", false))).toEqual([]);
  });

  test("judges the newest profile only", () => {
    const [good] = SAMPLES["quality-profiles"] ?? [];
    const older = changed("quality-profiles", { nullCells: 40_000_000 })[0];
    if (!good || !older) throw new Error("no sample");
    expect(unmet(bagWith({ "quality-profiles": [good, older] }))).toEqual([]);
    expect(keysOf(unmet(bagWith({ "quality-profiles": [older, good] })))).toEqual(["G3.5"]);
  });

  test("leaves a project of tier 1 without sources alone, and judges what it records", () => {
    expect(STAGE.requirements(DOCUMENT, completeFacts(1, factBag({})))).toEqual([]);
    const pending = bagWith({ "data-sources": changed("data-sources", { legal: "pending" }) });
    expect(keysOf(unmet(pending, DOCUMENT, 1))).toEqual(["G3.3"]);
  });

  test("names at most five of two hundred sources", () => {
    const [one] = SAMPLES["data-sources"] ?? [];
    if (!one) throw new Error("no sample");
    const many = Array.from({ length: 200 }, (_, i) => ({
      ...one,
      key: `s${i}`,
      data: { ...one.data, name: `Source ${i}`, legal: "pending" },
    }));
    const failed = unmet(bagWith({ "data-sources": many })).find(({ key }) => key === "G3.3");
    expect(failed?.detail).toBe("Not cleared: Source 0, Source 1, Source 2, Source 3, Source 4 and 195 more.");
  });
});

describe("items 3.4 and 3.6", () => {
  test("are met by the samples", () => {
    expect(rulesOf()).toMatchObject({
      "3.4": { met: true, detail: "One required source is scored on both." },
      "3.6": { met: true, detail: "3 features are known at the moment of prediction." },
    });
  });

  test("need the project's own needs, the source's facts, and features", () => {
    expect(rulesOf(bagWith({}), withAnswer(DOCUMENT, "requiredRows", undefined))["3.4"]?.met).toBe(false);
    const bare = { "data-sources": changed("data-sources", { historyMonths: undefined }) };
    expect(rulesOf(bagWith(bare))["3.4"]).toEqual({ met: false, detail: "Not known well enough to score: Warehouse." });
    expect(rulesOf(bagWith({ features: [] }))["3.6"]?.met).toBe(false);
    const late = { features: changed("features", { availableAtPrediction: false }) };
    expect(rulesOf(bagWith(late))["3.6"]).toEqual({
      met: false,
      detail: "Not known at the moment of prediction: amount_log.",
    });
  });
});

describe("what a fact says against itself or others is refused", () => {
  const context = {
    ...bagWith({}),
    before: null,
    project: { tier: 2, affectsPeople: true, documents: {}, states: {} },
    criteria: [],
    now: SAMPLE_NOW,
  } as const;
  const issues = (kind: string, change: FactData) => {
    const found: AnyFactKind = factKindOf(kind);
    return found.check({ ...SAMPLES[kind]?.[0]?.data, ...change }, context).map(({ path }) => path);
  };

  test.each([
    ["quality-profiles", { validCells: 50_000_000 }, "validCells"],
    ["quality-profiles", { duplicateRows: 2_400_001 }, "duplicateRows"],
    ["quality-profiles", { rulesPassed: 12_001 }, "rulesPassed"],
    ["quality-profiles", { onTimeRecords: 2_400_001 }, "onTimeRecords"],
    ["quality-profiles", { correctRecords: 201 }, "correctRecords"],
    ["quality-profiles", { nullCells: 48_000_001 }, "nullCells"],
    ["quality-profiles", { sampleShare: { north: 0.6, south: 0.5 } }, "sampleShare"],
    ["quality-profiles", { populationShare: { north: -0.1 } }, "populationShare"],
    ["data-sources", { loadsArrived: 31 }, "loadsArrived"],
  ])("%s %o", (kind, change, path) => {
    expect(issues(kind, {})).toEqual([]);
    expect(issues(kind, change)).toEqual([path]);
  });

  test("an empty datasheet", () => {
    expect(datasheet.check({ source: "warehouse" }, context)).toHaveLength(1);
    expect(datasheet.check({ source: "warehouse", uses: "For this project only." }, context)).toEqual([]);
  });

  test("a feature that claims to be known though its source is not; labels are known late by nature", () => {
    const claim = { name: "x", dtype: "number", source: "warehouse", availableAtPrediction: true } as const;
    const late = bagWith({ "data-sources": changed("data-sources", { availableAtPredictionTime: false }) });
    expect(feature.check(claim, { ...context, ...late })).toMatchObject([{ path: "availableAtPrediction" }]);
    expect(feature.check({ ...claim, availableAtPrediction: false }, { ...context, ...late })).toEqual([]);
    const label = bagWith({
      "data-sources": changed("data-sources", { availableAtPredictionTime: false, role: "label" }),
    });
    expect(feature.check(claim, { ...context, ...label })).toEqual([]);
  });
});

describe("figures", () => {
  const needs = { requiredHistoryMonths: 24, requiredRows: 5_000_000, requiredLatencyH: 4 };
  const context = {
    ...factBag({}),
    before: null,
    project: { tier: 2, affectsPeople: true, documents: { "data-selection": needs }, states: {} },
    criteria: [],
    now: SAMPLE_NOW,
  } as const;
  const worked = {
    name: "Clinic data",
    role: "primary",
    required: true,
    kind: "table",
    access: "granted",
    legal: "cleared",
    personalData: "personal",
    historyMonths: 18,
    rows: 8_200_000,
    latencyH: 6,
    loadsExpected: 30,
    loadsArrived: 28,
    relevance: 5,
    univariateAuc: 0.71,
    linkageRate: 0.94,
    populationCoverage: 0.88,
    labelNoise: 0.06,
    availableAtPredictionTime: true,
  } as const;
  const figuresOf = (change: object = {}) =>
    dataSource.figures({ ...fact("s", {}), data: { ...worked, ...change } }, context);
  const scoreOf = (name: string, change: object = {}) =>
    figuresOf(change).find((figure) => figure.name === name)?.value;

  test("are those of the worked source of C3, with their parts", () => {
    expect(scoreOf("availability")).toBeCloseTo(90.58, 2);
    expect(scoreOf("usefulness")).toBeCloseTo(80.7, 2);
    expect(figuresOf()[0]?.inputs).toMatchObject({
      "history part": 0.75,
      "freshness part": 2 / 3,
      "rows required": 5_000_000,
    });
  });

  test("say why they are not known", () => {
    expect(figuresOf({ rows: undefined })[0]).toMatchObject({ value: null, reason: expect.stringMatching(/\.$/) });
  });

  test("cap what is not known at prediction time, but not labels", () => {
    expect(scoreOf("usefulness", { availableAtPredictionTime: false })).toBe(20);
    expect(scoreOf("usefulness", { availableAtPredictionTime: false, role: "label" })).toBeCloseTo(80.7, 2);
  });

  test("warn of a licence that ends within thirty days", () => {
    expect(licenceDaysLeft("2026-04-15", SAMPLE_NOW)).toBe(30);
    expect(figuresOf({ licenceExpires: "2026-04-15" })[2]).toMatchObject({ label: "Licence ends soon", value: 30 });
    expect(figuresOf({ licenceExpires: "2026-12-31" })[2]).toMatchObject({ label: "Licence left" });
    expect(figuresOf({ licenceExpires: "2026-03-01" })[2]).toMatchObject({ label: "Licence ends soon", value: -15 });
  });

  test("of a profile are the seven dimensions, the score and the weakest", () => {
    const [sample] = changed("quality-profiles", {});
    if (!sample) throw new Error("no sample");
    const figures = qualityProfile.figures({ ...sample, data: sampleProfile() }, context);
    const byName = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
    expect(byName).toMatchObject({
      weakest: "accuracy",
      completeness: 0.99,
      validity: 0.99,
      uniqueness: 0.998,
      consistency: 0.98,
      timeliness: 0.97,
      representativeness: 0.98,
    });
    expect(byName.accuracy).toBeCloseTo(0.9042, 4);
    expect(figures).toHaveLength(9);
  });

  test("measured means stand for the guesses of stage 1 once every required source is measured", () => {
    const [source] = sourcesOf(bagWith({}), DOCUMENT);
    const measured = measuredData(bagWith({}), DOCUMENT);
    expect(measured).toEqual({ availability: source?.availability, quality: source?.qualityScore, sources: 1 });
    expect(gradeOf(93.5)).toBeCloseTo(4.74, 9);
    expect(gradeOf(null)).toBeNull();
    const second = [
      ...changed("data-sources", {}),
      ...changed("data-sources", {}).map((each) => ({ ...each, key: "second" })),
    ];
    expect(measuredData(bagWith({ "data-sources": second }), DOCUMENT)).toMatchObject({ quality: null, sources: 2 });
    expect(measuredData(factBag({}), DOCUMENT)).toEqual({ availability: null, quality: null, sources: 0 });
  });
});

function sampleProfile() {
  return {
    source: "warehouse",
    measuredAt: "2026-03-15T09:00:00Z",
    rows: 2_400_000,
    requiredColumns: 20,
    nullCells: 480_000,
    checkedCells: 48_000_000,
    validCells: 47_520_000,
    duplicateRows: 4_800,
    rulesEvaluated: 12_000,
    rulesPassed: 11_760,
    records: 2_400_000,
    onTimeRecords: 2_328_000,
    auditedRecords: 200,
    correctRecords: 189,
    sampleShare: { north: 0.52, south: 0.48 },
    populationShare: { north: 0.5, south: 0.5 },
  };
}

describe("what stages 3 and 4 tell the backward rules", () => {
  const at = (time: number, change: object) => ({
    ...fact("s", { ...SAMPLES["data-sources"]?.[0]?.data, ...change }),
    recordedAt: time,
  });
  const told = (change: Readonly<Record<string, readonly Fact[]>>, now = SAMPLE_NOW) =>
    backwardFactsOf({
      ...{ facts: bagWith(change), documents: { "data-selection": DOCUMENT }, alerts: [], liveSince: null },
      ...{ zone: "UTC", now },
    });
  const SIGNED = { "data-selection": SAMPLE_NOW, "data-bias": SAMPLE_NOW };
  const firedRules = (
    change: Readonly<Record<string, readonly Fact[]>>,
    now = SAMPLE_NOW,
    doneAt: Readonly<Record<string, number | null>> = SIGNED,
  ) => {
    const known = { criteria: [], goalposts: [], modelStartedAt: null, liveSince: null };
    const facts = { ...told(change, now), ...known, now, doneAt };
    return DATA_RULES.flatMap(({ rule, stages, find }) =>
      stages.filter((stage) => find(facts, stage) !== null).map((stage) => `${stage} ${rule}`),
    );
  };

  test("nothing of what the samples say sends anything back", () => {
    expect(firedRules({})).toEqual([]);
  });

  test.each<[string, string, Readonly<Record<string, readonly Fact[]>>]>([
    [
      "data-selection B3.1",
      "a schema that changed since",
      { "data-sources": [at(0, { schemaChangedAt: new Date(SAMPLE_NOW + 1).toISOString() })] },
    ],
    ["data-selection B3.2", "a legal basis that was withdrawn", { "data-sources": [at(0, { legal: "pending" })] }],
    [
      "data-selection B3.3",
      "availability below 40",
      { "data-sources": [at(0, { access: "not_requested", historyMonths: 0, rows: 0, loadsArrived: 0 })] },
    ],
    [
      "data-selection B3.5",
      "a licence that ends in a week",
      { "data-sources": [at(0, { licenceExpires: "2026-03-23" })] },
    ],
  ])("%s by %s", (rule, _name, change) => {
    expect(firedRules(change)).toContain(rule);
  });

  test("B3.6 only by a ratio that left the band since stages 3 and 4 were signed", () => {
    const baseline = (changedAt: number): Fact => ({
      ...fact(
        "b",
        { attribute: "age-band", group: "18-25", populationShare: 0.14, sampleShare: 0.07 },
        SAMPLE_NOW - 100,
      ),
      changedAt,
    });
    expect(firedRules({ "group-baselines": [baseline(SAMPLE_NOW)] })).toEqual([]);
    expect(firedRules({ "group-baselines": [baseline(SAMPLE_NOW + 1)] })).toEqual(["data-selection B3.6"]);
    const planning = { "data-selection": SAMPLE_NOW };
    expect(firedRules({ "group-baselines": [baseline(SAMPLE_NOW + 1)] }, SAMPLE_NOW, planning)).not.toContain(
      "data-selection B3.6",
    );
  });

  test("B4.4 by an acceptance that ended, unless the risk is low by now", () => {
    const later = SAMPLE_NOW + 200 * 86_400_000;
    expect(firedRules({}, later)).toEqual([]);
    const unproven = changed("bias-mitigations", {}).map((each) => ({
      ...each,
      data: { ...each.data, verified: false },
    }));
    expect(firedRules({ "bias-mitigations": unproven }, later)).toEqual(["data-bias B4.4"]);
  });
});
