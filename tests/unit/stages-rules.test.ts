import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Requirement } from "#domain/requirement.ts";
import type { Tier } from "#domain/vocabulary.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { missingFields, requiredFields } from "#stages/completeness.ts";
import { parseDraft, stripBlanks } from "#stages/draft.ts";
import { factBag } from "#stages/fact.ts";
import type { CriterionFacts, StageFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import {
  completeDocument,
  completeFacts,
  criterion,
  fullDocuments,
  SAMPLE_NOW,
  SAMPLE_USER,
  sampleCriteria,
  withAnswer,
} from "../support/stage-samples.ts";

const OTHER_USER = "0190c4de-7a10-7000-8000-000000000002";
const DAY_MS = 86_400_000;

describe("success criteria", () => {
  const facts = (change: Partial<StageFacts> = {}) => completeFacts(2, change);
  const unmet = (given: StageFacts, document: StageDocument = completeDocument("success-criteria", given.tier)) =>
    unmetOf("success-criteria", document, given).map(({ key }) => key);
  const changed = (key: string, change: Partial<CriterionFacts>) =>
    sampleCriteria().map((each) => (each.key === key ? { ...each, ...change } : each));
  const without = (kind: string) => sampleCriteria().filter((each) => each.kind !== kind);

  test("are met together in a complete project", () => {
    expect(unmet(facts())).toEqual([]);
  });

  test.each(["model", "operational", "fairness"])("G2.1 alone fails without a %s criterion", (kind) => {
    expect(unmet(facts({ criteria: without(kind) }))).toEqual(["G2.1"]);
  });

  test("G2.1 and, with it, the north star fail without a business criterion", () => {
    expect(unmet(facts({ criteria: without("business") }))).toEqual(["G2.1", "G2.4"]);
  });

  test("G2.1 does not ask for fairness where nobody is affected", () => {
    expect(unmet(facts({ criteria: without("fairness"), affectsPeople: false }))).toEqual([]);
  });

  test.each<[string, Partial<CriterionFacts>]>([
    ["baseline", { baseline: null }],
    ["target", { target: null }],
    ["owner", { ownerId: null }],
    ["window", { windowSeconds: null }],
    ["minimum sample", { minSamples: null }],
  ])("G2.2 alone fails for a must-have without %s, and names it", (gap, change) => {
    const [failed, ...rest] = unmetOf(
      "success-criteria",
      completeDocument("success-criteria", 2),
      facts({ criteria: changed("recall", change) }),
    );
    expect(rest).toEqual([]);
    expect(failed).toMatchObject({ key: "G2.2", items: [{ label: `Recall: no ${gap}`, where: "#criteria" }] });
  });

  test("G2.2 does not ask it of a criterion that is no must-have", () => {
    expect(unmet(facts({ criteria: changed("recall", { baseline: null, mustHave: false }) }))).toEqual([]);
  });

  test("G2.2 takes both ends of a range for a target", () => {
    const range = { target: null, targetLow: -0.02, targetHigh: 0.02 };
    expect(unmet(facts({ criteria: changed("recall", range) }))).toEqual([]);
    expect(unmet(facts({ criteria: changed("recall", { ...range, targetHigh: null }) }))).toEqual(["G2.2"]);
  });

  test("G2.2 wants at least one must-have", () => {
    const criteria = sampleCriteria().map((each) => ({ ...each, mustHave: false }));
    expect(unmet(facts({ criteria }))).toEqual(["G2.2", "G2.4"]);
  });

  test("G2.3 alone fails for a definition that contradicts itself", () => {
    const criteria = changed("recall", { validationIssues: ["Where more is better, the guardrail is at or below."] });
    expect(unmet(facts({ criteria }))).toEqual(["G2.3"]);
  });

  test.each<[string, string | undefined]>([
    ["not chosen", undefined],
    ["no criterion", "unheard_of"],
    ["not a business criterion", "recall"],
  ])("G2.4 alone fails for a north star that is %s", (_name, northStar) => {
    const document = withAnswer(completeDocument("success-criteria", 2), "northStar", northStar);
    expect(unmet(facts(), document)).toEqual(["G2.4"]);
  });

  test("G2.4 alone fails for a north star that is no must-have", () => {
    expect(unmet(facts({ criteria: changed("net_fraud_loss", { mustHave: false }) }))).toEqual(["G2.4"]);
  });

  const signed = completeFacts(2).signOffs[0];
  if (!signed) throw new Error("The complete project has a sign-off");
  test.each<[string, StageFacts["signOffs"]]>([
    ["missing", []],
    ["for an earlier version", [{ ...signed, version: 2 }]],
    ["voided", [{ ...signed, voided: true }]],
    ["a refusal", [{ ...signed, decision: "rejected" }]],
    ["by somebody other than the business owner", [{ ...signed, userId: OTHER_USER }]],
    ["on another item", [{ ...signed, subject: "item:2.7" }]],
  ])("G2.5 alone fails when the owner's sign-off is %s", (_name, signOffs) => {
    expect(unmet(facts({ signOffs }))).toEqual(["G2.5"]);
  });

  test("G2.5 takes any signature of item 2.8 while no business owner is named", () => {
    const documents = { "business-case": completeDocument("business-case", 1) };
    const signOffs = [{ ...signed, userId: OTHER_USER, role: "LD" as const }];
    expect(unmet(completeFacts(1, { documents, signOffs }))).toEqual([]);
  });

  test("the trade-off rule is asked for from tier 2 once two must-haves can conflict", () => {
    const silent = withAnswer(completeDocument("success-criteria", 2), "tradeOffRule", undefined);
    expect(unmet(facts(), silent)).toEqual(["G2.trade-off"]);
    expect(unmet(completeFacts(1), silent)).toEqual([]);
    const one = sampleCriteria().map((each) => ({ ...each, mustHave: each.key === "net_fraud_loss" }));
    expect(unmet(facts({ criteria: one }), silent)).toEqual([]);
  });

  test("items 2.1 to 2.3 and 2.5 are computed from the criteria", () => {
    const bare = [criterion({ guardrail: null, hasPoints: false })];
    expect(ruleVerdicts(stageOf("success-criteria"), {}, facts({ criteria: bare }))).toEqual({
      "2.1": { met: false, detail: "No business, no operational, no fairness criterion yet." },
      "2.2": { met: true, detail: "The one must-have has a baseline.", where: "/stages/success-criteria#criteria" },
      "2.3": { met: false, detail: "Without a guardrail: Recall." },
      "2.5": { met: false, detail: "Without a series that holds a point: Recall." },
    });
    const range = [criterion({ guardrail: null, guardrailLow: -1, guardrailHigh: 1 })];
    expect(ruleVerdicts(stageOf("success-criteria"), {}, facts({ criteria: range }))["2.3"]?.met).toBe(true);
  });
});

describe("requirements on documents", () => {
  test.each<[Tier, string, StageDocument, string[]]>([
    [1, "go without a budget", { goNoGo: "go" }, []],
    [1, "no decision", {}, ["G1.5"]],
    [1, "a decision to defer", { goNoGo: "defer" }, ["G1.5"]],
    [2, "no budget", { goNoGo: "go", buildCost: 10 }, ["G1.6"]],
    [1, "a budget below the spend", { goNoGo: "go", upfrontCost: 5, buildCost: 10, budgetTotal: 14.99 }, ["G1.6"]],
    [3, "a budget equal to the spend", { goNoGo: "go", upfrontCost: 0.1, buildCost: 0.2, budgetTotal: 0.3 }, []],
  ])("business case at tier %i: %s", (tier, _name, document, expected) => {
    const { goNoGo: _, budgetTotal: __, ...rest } = completeDocument("business-case", tier);
    const whole = { ...rest, upfrontCost: 0, buildCost: 0, ...document };
    expect(unmetOf("business-case", whole, completeFacts(tier)).map(({ key }) => key)).toEqual(expected);
  });

  test.each(["rollback", "incidentProcess"])("G7.1 refuses no as an answer to %s", (question) => {
    const path = `deploymentAnswers.${question}.answer`;
    const document = withAnswer(completeDocument("integration", 1), path, "no");
    expect(unmetOf("integration", document, completeFacts(1))).toMatchObject([
      { key: "G7.1", fix: { where: `#field-${path}` } },
    ]);
    expect(unmetOf("integration", withAnswer(document, path, "planned"), completeFacts(1))).toEqual([]);
  });

  test.each<[string, string, number, string[]]>([
    ["period.to", "180 days ago", -180, []],
    ["period.to", "181 days ago", -181, ["G8.4"]],
    ["nextReview", "in 180 days", 180, []],
    ["nextReview", "in 181 days", 181, ["G8.4"]],
  ])("G8.4 judges %s %s", (path, _name, days, expected) => {
    const document = withAnswer({}, path, new Date(SAMPLE_NOW + days * DAY_MS).toISOString());
    expect(unmetOf("solution-bias", document, completeFacts(1, factBag({}))).map(({ key }) => key)).toEqual(expected);
  });

  test("G10.6 wants a human at tier 3 alone", () => {
    const document = { approval: "automatic" };
    const keys = (tier: Tier) => unmetOf("retraining", document, completeFacts(tier)).map(({ key }) => key);
    expect(keys(3)).toContain("G10.6");
    expect(keys(2)).not.toContain("G10.6");
  });

  test("item 9.1 names the must-haves without a point", () => {
    const criteria = [criterion({ name: "Waste share", hasPoints: false }), criterion({ key: "wape" })];
    expect(ruleVerdicts(stageOf("monitoring"), {}, completeFacts(1, { criteria }))["9.1"]).toEqual({
      met: false,
      detail: "Without a single point: Waste share.",
    });
  });

  test("item 10.3 wants a margin for a criterion that exists", () => {
    const verdict = (document: StageDocument) =>
      ruleVerdicts(stageOf("retraining"), document, completeFacts(1))["10.3"]?.met;
    expect(verdict({ primaryMetric: "recall", margin: 0.01 })).toBe(true);
    expect(verdict({ primaryMetric: "unheard_of", margin: 0.01 })).toBe(false);
    expect(verdict({ primaryMetric: "recall" })).toBe(false);
  });
});

describe("answers that contradict each other", () => {
  test.each<[string, string, StageDocument, string[]]>([
    ["business-case", "falling delays", { delayOptimistic: 2, delayLikely: 1, delayPessimistic: 4 }, ["delayLikely"]],
    ["business-case", "one delay alone", { delayLikely: 1 }, []],
    ["data-selection", "more agreed than labelled", { labelAudit: { n: 50, agree: 51 } }, ["labelAudit.agree"]],
    ["model", "shares beyond one", { split: { train: 0.8, validation: 0.2, test: 0.1 } }, ["split.train"]],
    ["model", "shares that make one only nearly", { split: { train: 0.1, validation: 0.2, test: 0.7 } }, []],
    [
      "model",
      "a test period inside the training period",
      { split: { trainUntil: "2025-10-31", testFrom: "2025-10-31" } },
      ["split.testFrom"],
    ],
    ["integration", "traffic that falls", { rolloutPlan: steps(0.5, 0.2, 1) }, ["rolloutPlan"]],
    ["integration", "traffic that stops short", { rolloutPlan: steps(0.1, 0.5) }, ["rolloutPlan"]],
    ["integration", "traffic that rises to all", { rolloutPlan: steps(0.1, 1) }, []],
    [
      "solution-bias",
      "a period that ends before it begins",
      { period: { from: "2026-02-02T00:00:00Z", to: "2026-02-02T01:00:00+02:00" } },
      ["period.to"],
    ],
    ["solution-bias", "a reference outside the groups", { groups: ["a"], referenceGroup: "b" }, ["referenceGroup"]],
    ["solution-bias", "the extremes as reference", { groups: ["a"], referenceGroup: "best" }, []],
  ])("%s: %s", (key, _name, document, paths) => {
    const problems = missingFields(stageOf(key), document, bare(1)).filter(({ problem }) => problem !== "missing");
    expect(problems.map(({ path }) => path)).toEqual(paths);
  });

  test("three feasibility grades are too few from tier 2", () => {
    const grades = { dataAvailability: 3, dataQuality: 3, skills: 3 };
    const found = (tier: Tier, feasibility: StageDocument) =>
      missingFields(stageOf("business-case"), { feasibility }, bare(tier)).filter(({ path }) => /^feasib/.test(path));
    expect(found(2, grades)).toMatchObject([{ problem: "At least 4 of the six feasibility grades; this has 3" }]);
    expect(found(2, { ...grades, integration: 1 })).toEqual([]);
    expect(found(1, {})).toEqual([]);
  });
});

describe("how long decisions can be traced", () => {
  const contradictions = (days: number, riskAnswers: unknown) =>
    stageOf("monitoring").inconsistencies(
      { decisionLogRetentionDays: days },
      bare(3, { "business-case": { riskAnswers } }),
    );

  test("is half a year at least where the risk class is high", () => {
    const high = { annexIiiArea: "employment" };
    expect(contradictions(182, high)).toMatchObject([{ path: "decisionLogRetentionDays" }]);
    expect(contradictions(183, high)).toEqual([]);
    expect(contradictions(30, { ...high, annexIiiArea: "none" })).toEqual([]);
    expect(contradictions(30, undefined)).toEqual([]);
  });
});

describe("conditions", () => {
  test.each<[string, string, StageDocument, ConditionFacts]>([
    ["data-bias", "attributeUnavailablePlan", { attributeSource: "unavailable" }, bare(1)],
    ["data-selection", "labelDefinition", { supervised: true }, bare(1)],
    ["data-pipeline", "skewThreshold", { trainingServingPath: "separate" }, bare(1)],
    ["model", "baseModel.licence", { transferLearning: true }, bare(1)],
    ["model", "searchBudget.trials", { searchStrategy: "grid" }, bare(2)],
    ["model", "operatingThreshold", {}, bare(1, { "business-case": { framing: { taskType: "binary" } } })],
    ["retraining", "strategyReason", { strategy: "none" }, bare(1)],
    ["retraining", "trainingWindow.days", { trainingWindow: { kind: "sliding" } }, bare(2)],
    ["data-selection", "minimisationNote", {}, bare(2, { "business-case": { personalData: true } })],
    ["integration", "userNotice", {}, { ...bare(1), affectsPeople: true }],
    [
      "monitoring",
      "proxyUntilLabels",
      { labelFeedback: { delayDays: 8 } },
      bare(2, { "data-selection": { supervised: true } }),
    ],
  ])("%s asks for %s only while its condition holds", (key, path, document, project) => {
    const stage = stageOf(key);
    const asked = (given: StageDocument, facts: ConditionFacts) =>
      requiredFields(stage, given, facts).some((field) => field.path === path);
    expect(asked(document, project)).toBe(true);
    expect(asked({}, bare(project.tier))).toBe(false);
  });
});

describe("messages", () => {
  const issue = (key: string, document: StageDocument) => {
    const parsed = parseDraft(stageOf(key), document);
    return parsed.ok ? null : parsed.issues[0];
  };

  test.each<[string, StageDocument, string, string]>([
    ["business-case", { problemStatement: "Too short  " }, "problemStatement", "At least 50 characters; this has 9"],
    [
      "business-case",
      { framing: { entity: "x".repeat(201) } },
      "framing.entity",
      "At most 200 characters; this has 201",
    ],
    ["business-case", { buildCost: 1.005 }, "buildCost", "At most two decimals"],
    ["business-case", { buildCost: -1 }, "buildCost", "At least 0"],
    ["business-case", { benefitMonthly: 0 }, "benefitMonthly", "More than 0"],
    ["business-case", { buildCost: "12" }, "buildCost", "A finite number is expected"],
    ["business-case", { buildCost: Number.POSITIVE_INFINITY }, "buildCost", "A finite number is expected"],
    ["business-case", { horizonMonths: 12.5 }, "horizonMonths", "A whole number is expected"],
    ["business-case", { successProbability: 1.01 }, "successProbability", "At most 1"],
    ["business-case", { goNoGo: "perhaps" }, "goNoGo", "One of: go, no_go, pivot, defer"],
    ["business-case", { personalData: "yes" }, "personalData", "Yes or no is expected (true or false)"],
    ["business-case", { framing: "card" }, "framing", "A group of named answers is expected"],
    ["business-case", { jurisdictions: ["Germany"] }, "jurisdictions.0", "Use two capital letters, as in DE or US"],
    [
      "business-case",
      { alternatives: [{ colour: "red" }] },
      "alternatives.0.colour",
      "There is no answer called “colour” here",
    ],
    [
      "business-case",
      { deRiskPlan: "javascript:alert(1)" },
      "deRiskPlan",
      "A web address is expected, starting with http:// or https://",
    ],
    ...(["http://flow.example.org/card", "javascript:alert(1)", "https://"] as const).map(
      (architectureLink) =>
        [
          "data-pipeline",
          { architectureLink },
          "architectureLink",
          "A web address is expected, starting with https://",
        ] as [string, StageDocument, string, string],
    ),
    ["data-pipeline", { architectureLink: 5 }, "architectureLink", "Text is expected"],
    ["data-pipeline", { onCall: "mara" }, "onCall", "A person of this installation is expected, by id"],
    ["monitoring", { fireDrillAt: "2026-02-30" }, "fireDrillAt", "A date is expected, as in 2026-03-16"],
  ])("%s %j", (key, document, path, message) => {
    expect(issue(key, document)).toEqual({ path, message });
  });

  test("a document that is no object is refused whole", () => {
    for (const sent of [null, 7, "x", [], undefined]) {
      expect(parseDraft(stageOf("model"), sent)).toMatchObject({ ok: false, issues: [{ path: "" }] });
    }
  });

  test("a row may be unfinished in a draft; the gate names row and column", () => {
    const parsed = parseDraft(stageOf("integration"), { rolloutPlan: [{ traffic: 1, hours: 0 }, {}] });
    expect(parsed).toEqual({ ok: true, document: { rolloutPlan: [{ traffic: 1, hours: 0 }] } });
    const problems = missingFields(stageOf("integration"), parsed.ok ? parsed.document : {}, bare(1));
    expect(problems.find(({ path }) => path === "rolloutPlan")?.problem).toBe("Row 1, rule to go on: Missing");
  });

  test("names of the language itself are unknown names", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "x"}');
    const parsed = parseDraft(stageOf("business-case"), hostile);
    expect(parsed.ok).toBe(false);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test("a document nested without end is refused, not followed", () => {
    const deep = JSON.parse(`${'{"framing":'.repeat(2000)}1${"}".repeat(2000)}`);
    expect(parseDraft(stageOf("business-case"), deep).ok).toBe(false);
  });
});

describe("stripping blanks", () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("", " ", null, 0, false, "a", 1),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), tie("value"), { maxKeys: 3 }),
    ),
  })).value;

  test("is idempotent", () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), json, { maxKeys: 3 }), (document) => {
        const once = stripBlanks(document);
        expect(stripBlanks(once)).toEqual(once);
      }),
    ));

  test("keeps zero and no", () => {
    expect(stripBlanks({ a: 0, b: false, c: [0, null, ""], d: { e: [] } })).toEqual({ a: 0, b: false, c: [0] });
  });
});

function unmetOf(key: string, document: StageDocument, facts: StageFacts): Requirement[] {
  return stageOf(key)
    .requirements(document, facts)
    .filter(({ met }) => !met);
}

function bare(tier: Tier, documents: ConditionFacts["documents"] = {}): ConditionFacts {
  return { tier, affectsPeople: false, documents };
}

function steps(...shares: number[]) {
  return shares.map((traffic) => ({ traffic, hours: 24, rule: "No alert" }));
}

test("the samples name the same person throughout", () => {
  expect(fullDocuments()["business-case"]).toMatchObject({ businessOwner: SAMPLE_USER });
});
