import { describe, expect, test } from "vitest";
import { DATA_RULES } from "#domain/backward-data.ts";
import type { ItemAnswer } from "#domain/evidence.ts";
import { checklistVerdicts } from "#domain/gate.ts";
import { backwardFactsOf } from "#stages/backward.ts";
import { checklistFor, ruleVerdicts } from "#stages/checklist.ts";
import { missingFields, requiredFields } from "#stages/completeness.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { feature } from "#stages/data-selection/feature.ts";
import { sourcesOf } from "#stages/data-selection/source-overview.ts";
import { type Fact, type FactBag, type FactData, factBag } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import { baselinesMeasured } from "#stages/success-criteria/rules.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, SAMPLE_NOW } from "../support/stage-samples.ts";

/* What is recorded is not asked again: neither as evidence of an item nor as an answer of the document. */

const DAY_MS = 86_400_000;
const SAMPLES = sampledFacts({ tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const bagWith = (change: Readonly<Record<string, readonly Fact[]>>) => factBag({ ...SAMPLES, ...change });
const fact = (key: string, data: FactData, at = SAMPLE_NOW): Fact => ({
  ...{ key, at, version: 1, recordedAt: at, recordedBy: null, data },
});
const changed = (kind: string, change: FactData) =>
  (SAMPLES[kind] ?? []).map((each, at) => (at === 0 ? { ...each, data: { ...each.data, ...change } } : each));

function verdictOf(stage: string, item: string, bag: FactBag, answer?: ItemAnswer, document?: StageDocument) {
  const law = stageOf(stage);
  const answers = completeDocument(stage, 3);
  const facts = completeFacts(3, {
    ...bag,
    documents: { ...completeFacts(3).documents, [stage]: document ?? answers },
  });
  const given = document ?? answers;
  const verdicts = checklistVerdicts({
    ...{ tier: 3, version: 1, now: SAMPLE_NOW, signOffs: [], checklist: checklistFor(law, given, facts) },
    answers: answer ? { [item]: answer } : {},
    rules: ruleVerdicts(law, given, facts),
  });
  return verdicts.find(({ key }) => key === item);
}

describe("an item that is recorded already", () => {
  test.each<[string, string, RegExp]>([
    ["data-selection", "3.3", /^One required source is described\.$/],
    ["data-selection", "3.5", /profiled within 30 days/],
    ["data-selection", "3.8", /4 groups are compared by Age band/],
    ["data-bias", "4.2", /4 of 4 groups have their shares, the smallest ratio 0\.90/],
    ["data-bias", "4.3", /4 of 4 groups/],
    ["data-bias", "4.4", /the strongest association 0\.21/],
  ])("%s %s asks for no evidence, and says where it is recorded", (stage, item, words) => {
    expect(verdictOf(stage, item, bagWith({}))).toMatchObject({
      met: true,
      detail: expect.stringMatching(words),
      where: expect.stringMatching(/^\/facts\//),
    });
  });

  test.each<[string, string, StageDocument | undefined, boolean, RegExp, string]>([
    [
      "business-case",
      "1.3",
      undefined,
      true,
      /^The framing says what the simple rule reaches: 0\.52\.$/,
      "#field-framing",
    ],
    ["business-case", "1.3", {}, false, /does not say what the simple rule reaches/, "#field-framing"],
    ["success-criteria", "2.2", undefined, true, /^All \d must-haves have a baseline\.$/, "#criteria"],
  ])("%s %s looks at the answer that holds the baseline", (stage, item, document, met, words, where) => {
    expect(verdictOf(stage, item, bagWith({ "training-runs": [] }), undefined, document)).toMatchObject({
      met,
      detail: expect.stringMatching(words),
      where: expect.stringContaining(`/stages/${stage}${where}`),
    });
  });

  test("1.3 is proven by a finished run of the baseline too, and not by one that failed", () => {
    const run = (status: string) => ({
      "training-runs": [
        fact("rules", { name: "Rules", experiment: "e", status, baseline: true, metrics: { auc: 0.6 } }),
      ],
    });
    expect(verdictOf("business-case", "1.3", bagWith(run("succeeded")), undefined, {})).toMatchObject({
      met: true,
      detail: "“Rules” measured the simple baseline.",
      where: "/facts/training-runs/rules",
    });
    expect(verdictOf("business-case", "1.3", bagWith(run("failed")), undefined, {})).toMatchObject({ met: false });
  });

  test("2.2 names the must-haves without a baseline", () => {
    const criteria = completeFacts(3).criteria.map((each) => ({
      ...each,
      ...(each.key === "recall" && { baseline: null }),
    }));
    expect(baselinesMeasured({}, completeFacts(3, { criteria }))).toMatchObject({
      met: false,
      detail: "Without a baseline: Recall.",
    });
  });

  test("3.7 is proven by the audit that the document tells of", () => {
    const document = { ...completeDocument("data-selection", 3), supervised: true, labelAudit: { n: 200, agree: 188 } };
    const verdict = verdictOf("data-selection", "3.7", bagWith({}), undefined, document);
    expect(verdict).toMatchObject({ met: true, detail: "6.0% of 200 rows that were labelled twice got two labels." });
  });

  test.each<[string, string, string, Readonly<Record<string, readonly Fact[]>>, RegExp]>([
    [
      "a section is open",
      "data-selection",
      "3.3",
      { datasheets: changed("datasheets", { uses: undefined }) },
      /Warehouse/,
    ],
    ["no sheet", "data-selection", "3.3", { datasheets: [] }, /Without a whole datasheet: Warehouse/],
    [
      "an old profile",
      "data-selection",
      "3.5",
      {
        "quality-profiles": (SAMPLES["quality-profiles"] ?? []).map((each) => ({
          ...each,
          at: SAMPLE_NOW - 31 * DAY_MS,
        })),
      },
      /more than 30 days ago/,
    ],
    ["no profile", "data-selection", "3.5", { "quality-profiles": [] }, /Never profiled/],
    [
      "a group without shares",
      "data-bias",
      "4.2",
      { "group-baselines": (SAMPLES["group-baselines"] ?? []).slice(1) },
      /Age band, /,
    ],
    [
      "a base rate is open",
      "data-bias",
      "4.3",
      { "group-baselines": changed("group-baselines", { baseRate: undefined }) },
      /Age band, /,
    ],
    [
      "a stand-in was not tested",
      "data-bias",
      "4.4",
      {
        features: [
          fact("zip", { name: "zip", dtype: "category", isProxyFor: "age-band", availableAtPrediction: true }),
        ],
      },
      /Not tested: zip/,
    ],
  ])("%s leaves it open", (_name, stage, item, change, words) => {
    const verdict = verdictOf(stage, item, bagWith(change));
    expect(verdict).toMatchObject({ met: false, detail: expect.stringMatching(words) });
  });

  test("a file still counts where nothing is recorded", () => {
    const evidence = [{ kind: "file" as const, label: "datasheet.md", validUntil: null }];
    const answer: ItemAnswer = { state: "done", reason: null, reasonApproved: false, evidence };
    expect(verdictOf("data-selection", "3.3", bagWith({ datasheets: [] }), answer)).toMatchObject({ met: true });
    const bare = { ...answer, evidence: [] };
    expect(verdictOf("data-selection", "3.3", bagWith({ datasheets: [] }), bare)).toMatchObject({
      met: false,
      detail: expect.stringMatching(/^Ticked, but without a file\. Without a whole/),
    });
  });
});

const asked = (bag: FactBag, document: StageDocument = {}) =>
  requiredFields(stageOf("data-bias"), document, completeFacts(3, bag)).map(({ path }) => path);

describe("the plan of stage 4", () => {
  test("asks for attributes, stand-ins and harms only while none is recorded", () => {
    const once = ["protectedAttributes", "attributeSource", "suspectedProxies", "harmTypes"];
    const none = bagWith({ "protected-attributes": [], features: [], "bias-risks": [] });
    expect(asked(none)).toEqual(expect.arrayContaining(once));
    for (const path of once) expect(asked(bagWith({}))).not.toContain(path);
  });

  test("asks how fairness is judged where the membership of a recorded attribute is not known", () => {
    expect(asked(bagWith({}), { attributeSource: "unavailable" })).not.toContain("attributeUnavailablePlan");
    const unknown = bagWith({ "protected-attributes": changed("protected-attributes", { source: "unavailable" }) });
    expect(asked(unknown)).toContain("attributeUnavailablePlan");
  });

  test("asks at most eight answers at tier 1", () => {
    for (const key of ["data-selection", "data-bias"]) {
      const facts = completeFacts(1, factBag({}));
      expect(requiredFields(stageOf(key), {}, { ...facts, ...factBag({}) }).length).toBeLessThanOrEqual(8);
    }
  });

  const problemOf = (suspectedProxies: readonly string[], bag: FactBag) =>
    missingFields(stageOf("data-bias"), { suspectedProxies }, { ...completeFacts(3), ...bag }).find(
      ({ path, problem }) => path === "suspectedProxies" && problem !== "missing",
    )?.problem;
  const plain = bagWith({ features: (SAMPLES.features ?? []).filter(({ data }) => !data.isProxyFor) });

  test("names features that exist, and says which there are", () => {
    expect(problemOf(["Amount log", "days_since_last"], plain)).toBeUndefined();
    expect(problemOf(["none found"], plain)).toBeUndefined();
    expect(problemOf(["postcode"], plain)).toBe(
      "“postcode” is not a recorded feature; known are amount_log, days_since_last",
    );
    expect(problemOf(["postcode", "accent"], factBag({}))).toMatch(
      /are not recorded features; record the feature first/,
    );
  });

  test("reads the features once one is marked", () => {
    expect(problemOf(["postcode"], bagWith({}))).toBeUndefined();
  });
});

describe("what arrived after the signature", () => {
  const SIGNED = SAMPLE_NOW - 10 * DAY_MS;
  const newsOf = (bag: FactBag, document: StageDocument = {}) => {
    const setting = { facts: bag, documents: { "data-bias": document }, alerts: [], liveSince: null, zone: "UTC" };
    const told = backwardFactsOf({ ...setting, now: SAMPLE_NOW });
    const facts = { ...told, now: SAMPLE_NOW, criteria: [], goalposts: [], modelStartedAt: null, liveSince: null };
    const rule = DATA_RULES.find((each) => each.rule === "B4.5");
    return rule?.find({ ...facts, doneAt: { "data-bias": SIGNED } }, "data-bias")?.because;
  };
  const attribute = (at: number) => fact("sex", { name: "Sex", groups: ["women", "men"], source: "collected" }, at);
  const old = (kind: string) => (SAMPLES[kind] ?? []).map((each) => ({ ...each, recordedAt: SIGNED - DAY_MS }));
  const before = { "protected-attributes": old("protected-attributes"), features: old("features") };

  test("is news: an attribute, and a feature that is marked later", () => {
    expect(newsOf(bagWith(before))).toBeUndefined();
    expect(newsOf(bagWith({ ...before, "protected-attributes": [attribute(SAMPLE_NOW)] }))).toMatch(
      /attribute was added: “Sex”/,
    );
    const marked = old("features").map((each) => ({
      ...each,
      data: { ...each.data, isProxyFor: "age-band", proxySince: new Date(SAMPLE_NOW).toISOString() },
    }));
    expect(newsOf(bagWith({ ...before, features: marked.slice(0, 1) }))).toMatch(/A proxy was added/);
  });

  test("is not news where the signed plan named it already", () => {
    const later = bagWith({ ...before, "protected-attributes": [attribute(SAMPLE_NOW)] });
    expect(newsOf(later, { protectedAttributes: ["sex"] })).toBeUndefined();
  });

  test("a feature keeps since when it is marked", () => {
    const plain = { name: "zip", dtype: "category", source: "s", availableAtPrediction: true } as const;
    const since = feature.settle({ ...plain, isProxyFor: "age-band" }, plain, SAMPLE_NOW).proxySince;
    expect(since).toBe(new Date(SAMPLE_NOW).toISOString());
    const marked = { ...plain, isProxyFor: "age-band", proxySince: since };
    expect(feature.settle({ ...plain, isProxyFor: "age-band" }, marked, SAMPLE_NOW + 1).proxySince).toBe(since);
    expect(feature.settle(plain, marked, SAMPLE_NOW)).not.toHaveProperty("proxySince");
  });
});

describe("a source", () => {
  const source = (SAMPLES["data-sources"]?.[0]?.data ?? {}) as Parameters<typeof dataSource.settle>[0];

  test("keeps its earlier schemas, and since when the present one holds", () => {
    const first = { ...source, schemaVersion: "1", schemaChangedAt: "2026-01-01T00:00:00.000Z" };
    const second = dataSource.settle(
      { ...first, schemaVersion: "2", schemaChange: "amount in cents" },
      first,
      SAMPLE_NOW,
    );
    expect(second).toMatchObject({
      schemaVersion: "2",
      schemaChangedAt: new Date(SAMPLE_NOW).toISOString(),
      schemaHistory: [{ version: "1", since: "2026-01-01T00:00:00.000Z" }],
    });
    const third = dataSource.settle({ ...source, schemaVersion: "3" }, second, SAMPLE_NOW + DAY_MS);
    expect(third.schemaHistory).toMatchObject([{ version: "2", change: "amount in cents" }, { version: "1" }]);
    expect(third).not.toHaveProperty("schemaChange");
  });

  test("whose schema is told for the first time did not change", () => {
    expect(dataSource.settle({ ...source, schemaVersion: "1" }, source, SAMPLE_NOW)).not.toHaveProperty(
      "schemaChangedAt",
    );
  });

  test("that carries labels takes its noise from the label audit", () => {
    const unsaid = bagWith({ "data-sources": changed("data-sources", { labelNoise: undefined }) });
    const [quiet] = sourcesOf(unsaid, {});
    const [loud] = sourcesOf(unsaid, { labelAudit: { n: 100, agree: 60 } });
    expect(loud?.usefulness).toBeLessThan(quiet?.usefulness ?? 0);
  });
});

const contextOf = (bag: FactBag, before: Fact | null = null) => ({
  ...completeFacts(2, bag),
  ...{ before, project: completeFacts(2), now: SAMPLE_NOW },
});

describe("groups are named once", () => {
  const [attribute] = SAMPLES["protected-attributes"] ?? [];
  const check = (groups: readonly string[], bag = bagWith({})) =>
    plain(protectedAttribute).check({ ...attribute?.data, groups }, contextOf(bag, attribute));

  test("one that others name cannot vanish under them", () => {
    expect(check(["18-25", "26-40", "41-60", "61+", "unknown"])).toEqual([]);
    expect(check(["18-25", "26-40", "41-60"])).toEqual([
      { path: "groups", message: expect.stringMatching(/^“61\+” is named by the group baseline “age-band-61-up”/) },
    ]);
    expect(check(["26-40", "41-60", "61+"], bagWith({ "group-baselines": [] }))[0]?.message).toMatch(/risk|assessment/);
  });

  const shares = (groupShares: readonly FactData[]) => ({ tag: "d1", state: "published", groupShares });
  const judge = (groupShares: readonly FactData[]) =>
    plain(datasetVersion)
      .check(shares(groupShares), contextOf(bagWith({})))
      .map(({ path, message }) => `${path}: ${message}`);

  test("a data version tells the shares of those groups", () => {
    expect(judge([{ attribute: "age-band", group: "61+", share: 0.2 }])).toEqual([]);
    expect(judge([{ attribute: "age-band", group: "old", share: 0.2 }])).toEqual([
      "groupShares.0.group: One of the groups is expected: 18-25, 26-40, 41-60, 61+",
    ]);
    expect(judge([{ attribute: "age", group: "61+", share: 0.2 }])).toEqual([
      "groupShares.0.attribute: The key of a protected attribute is expected: age-band",
    ]);
    const twice = { attribute: "age-band", group: "61+", share: 0.1 };
    expect(judge([twice, twice])).toEqual(["groupShares.1.group: This group stands here twice"]);
  });

  test("and is compared with their shares in the population", () => {
    const data = shares([
      { attribute: "age-band", group: "61+", share: 0.1 },
      { attribute: "age-band", group: "18-25", share: 0.15 },
    ]);
    const figures = plain(datasetVersion).figures(fact("d1", data), contextOf(bagWith({})));
    expect(figures).toMatchObject([{ value: 0.5, label: "Furthest from its share: 61+" }, { value: "61+" }]);
    expect(plain(datasetVersion).figures(fact("d1", { tag: "d1" }), contextOf(bagWith({})))).toEqual([]);
  });
});

function plain(kind: { kind: string }): AnyFactKind {
  return factKindOf(kind.kind);
}
