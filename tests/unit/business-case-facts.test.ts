import { describe, expect, test } from "vitest";
import type { Tier } from "#domain/vocabulary.ts";
import { assumption } from "#stages/business-case/assumption.ts";
import { benefitQuarters, businessCaseBackward } from "#stages/business-case/backward.ts";
import { benefitRealised } from "#stages/business-case/benefit-realised.ts";
import { budgetLine, spendOf } from "#stages/business-case/budget-line.ts";
import { caseFigures } from "#stages/business-case/case-figures.ts";
import { feasibilityOf } from "#stages/business-case/feasibility.ts";
import { framingChange, framingOf, framingRevision } from "#stages/business-case/framing-revision.ts";
import { sensitivityShown } from "#stages/business-case/rules.ts";
import { stakeholder } from "#stages/business-case/stakeholder.ts";
import { valueRevision } from "#stages/business-case/value-revision.ts";
import { worthOf } from "#stages/business-case/worth.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import { valueCaseOf } from "#stages/value-case.ts";
import { completeDocument, completeFacts, fullDocuments, SAMPLE_NOW, withAnswer } from "../support/stage-samples.ts";

const STAGE = stageOf("business-case");
const FULL = fullDocuments()["business-case"] ?? {};
const CONTEXT = {
  ...factBag({}),
  before: null,
  project: { tier: 2, affectsPeople: true, documents: {}, states: {} } as const,
  criteria: [],
  now: SAMPLE_NOW,
};

function fact<T extends FactData>(data: T, at = SAMPLE_NOW): Fact<T> {
  return { key: "k", at, version: 1, recordedAt: at, changedAt: at, recordedBy: null, data };
}

/** A project whose data was not measured yet, so that the grades of stage 1 count. */
function unmetOf(document: StageDocument, tier: Tier = 2, bag = factBag({})) {
  return STAGE.requirements(document, completeFacts(tier, { ...bag }))
    .filter(({ met }) => !met)
    .map(({ key }) => key);
}

describe("gate 1", () => {
  const complete = completeDocument("business-case", 2);
  const low = { dataAvailability: 2, dataQuality: 2, technicalSimplicity: 3, skills: 2 };

  test("is open with the sample, and judges six predicates and the alternatives", () => {
    const keys = STAGE.requirements(complete, completeFacts(2, factBag({}))).map(({ key }) => key);
    expect(keys).toEqual(["G1.1", "G1.2", "G1.3", "G1.4", "G1.alternatives", "G1.5", "G1.6"]);
    expect(unmetOf(complete)).toEqual([]);
  });

  test.each<[string, string, string, unknown]>([
    ["G1.1", "one of the ten answers missing", "framing.actor", undefined],
    ["G1.2", "a benefit that does not pay", "benefitMonthly", 20_000],
    ["G1.2", "no chance of success told", "successProbability", undefined],
    ["G1.3", "low grades and no plan", "feasibility", low],
    ["G1.3", "three grades", "feasibility", { dataAvailability: 5, dataQuality: 5, skills: 5 }],
    ["G1.4", "a prohibited practice", "riskAnswers.art5Practice", true],
    ["G1.4", "an open risk question", "riskAnswers.profilesPeople", undefined],
    ["G1.5", "another decision", "goNoGo", "pivot"],
    ["G1.6", "a budget below the cost", "budgetTotal", 719_999.99],
  ])("%s alone fails with %s", (key, _why, path, answer) => {
    expect(unmetOf(withAnswer(complete, path, answer))).toEqual([key]);
  });

  test("takes a case that does not pay when it is mandatory and somebody says why", () => {
    const poor = withAnswer(complete, "benefitMonthly", 20_000);
    expect(unmetOf({ ...poor, mandatory: true })).toEqual(["G1.2"]);
    expect(unmetOf({ ...poor, mandatory: true, mandatoryReason: "The directive asks for it from 2027." })).toEqual([]);
  });

  test("takes a hard case with a plan, but not one whose grades are unknown", () => {
    const plan = { deRiskPlan: "https://wiki.example.org/plan" };
    expect(unmetOf({ ...complete, feasibility: low, ...plan })).toEqual([]);
    expect(unmetOf({ ...complete, feasibility: {}, ...plan })).toEqual(["G1.3"]);
  });

  test("asks tier 1 for none of it, but judges what it recorded", () => {
    const light = completeDocument("business-case", 1);
    expect(unmetOf(light, 1)).toEqual([]);
    expect(unmetOf({ ...light, benefitMonthly: 1 }, 1)).toEqual([]);
    expect(unmetOf({ ...light, benefitMonthly: 1, horizonMonths: 36, discountAnnual: 0.08 }, 1)).toEqual(["G1.2"]);
    expect(unmetOf({ ...light, feasibility: low }, 1)).toEqual(["G1.3"]);
    expect(unmetOf({ ...light, riskAnswers: { art5Practice: true } }, 1)).toEqual(["G1.4"]);
  });

  test("counts measured data instead of the guess", () => {
    const bag = completeFacts(2);
    const { answered, measured, data } = feasibilityOf({ ...complete, feasibility: low }, bag);
    expect(answered).toBeLessThan(40);
    expect(data.sources).toBe(1);
    expect(measured ?? 0).toBeGreaterThan(40);
    expect(unmetOf({ ...complete, feasibility: low }, 2, bag)).toEqual([]);
  });
});

describe("the rule items", () => {
  test("1.2 wants the ten framing answers, 1.5 shows the value when luck is worse", () => {
    const verdicts = ruleVerdicts(STAGE, FULL, completeFacts(2));
    expect(verdicts["1.2"]).toEqual({ met: true, detail: "All ten framing questions are answered." });
    expect(verdicts["1.5"]).toMatchObject({ met: true });
    expect(verdicts["1.5"]?.detail).toMatch(/20 points lower: 1,7\d\d,\d{3}; 1 month late: 2,557,317\.$/);
    const silent = withAnswer(withAnswer(FULL, "framing.actor", undefined), "benefitMonthly", undefined);
    const unmet = ruleVerdicts(STAGE, silent, completeFacts(2));
    expect(unmet["1.2"]).toEqual({ met: false, detail: "Framing score 90. Still open: actor." });
    expect(unmet["1.5"]?.met).toBe(false);
  });
});

test("the sample case has the worth of lifecycle G1", () => {
  const { value, feasibility, priority, quadrant } = worthOf(
    { ...FULL, urgency: 5 },
    { discountAnnual: 0.08, npvReference: 1e6 },
  );
  expect([value, feasibility, Number(priority?.toFixed(2)), quadrant]).toEqual([100, 70, 83.67, "do_now"]);
});

describe("the facts", () => {
  test("are refused where they speak of what has not come", () => {
    const days = (count: number) => new Date(SAMPLE_NOW + count * 86_400_000).toISOString();
    const who = { name: "Card holders", relation: "affected" } as const;
    expect(stakeholder.check({ ...who, consultedAt: days(2).slice(0, 10) }, CONTEXT)).toHaveLength(1);
    expect(stakeholder.check({ ...who, consultedAt: days(-2).slice(0, 10) }, CONTEXT)).toEqual([]);
    const said = { statement: "Volumes stay", confidence: 3 } as const;
    expect(assumption.check({ ...said, state: "broken", settledAt: days(1) }, CONTEXT)).toHaveLength(1);
    expect(assumption.check({ ...said, state: "open", settledAt: days(-1) }, CONTEXT)).toHaveLength(1);
    expect(assumption.check({ ...said, state: "broken" }, CONTEXT)).toEqual([]);
    expect(benefitRealised.check({ month: days(40).slice(0, 10), amount: 1 }, CONTEXT)).toHaveLength(1);
    expect(benefitRealised.check({ month: "2026-03-31", amount: -1 }, CONTEXT)).toEqual([]);
  });

  test("histories are written by the case alone", () => {
    expect(
      framingRevision.guard({ summary: "x", revision: 1, framing: { errorCosts: {}, nonMlBaseline: {} } }, CONTEXT),
    ).toMatchObject([{ met: false, fix: { where: "#field-framing.predictionTarget" } }]);
    expect(valueRevision.guard({ summary: "x", revision: 1, value: {} }, CONTEXT)).toMatchObject([{ met: false }]);
  });

  test("a revision carries its own figures", () => {
    const value = { ...FULL } as never;
    const data = { summary: "First value case", revision: 1, value };
    const npv = valueRevision.figures(fact(data), CONTEXT).find(({ name }) => name === "npv");
    expect(Number(npv?.value).toFixed(2)).toBe("2737620.73");
    const bare = valueRevision.figures(fact({ ...data, value: {} }), CONTEXT);
    expect(bare).toMatchObject([{ name: "npv", value: null, reason: expect.any(String) }]);
  });

  test("a budget compares only the lines whose actual cost is known", () => {
    const line = (planned: number, actual?: number) =>
      fact({
        title: "Team",
        category: "people" as const,
        period: "2026",
        planned,
        ...(actual !== undefined && { actual }),
      });
    expect(spendOf([line(100.1, 125.2), line(0.1, 0.2), line(900)])).toEqual({ planned: 100.2, actual: 125.4 });
    expect(spendOf([line(900)])).toBeNull();
    const figure = (planned: number, actual?: number) => budgetLine.figures(line(planned, actual), CONTEXT)[0];
    expect(figure(80, 100)?.value).toBe(1.25);
    expect(figure(0, 1)?.reason).toBe("Nothing was planned.");
    expect(figure(5)?.reason).toBe("The actual cost is not known yet.");
  });
});

describe("a change of the framing", () => {
  const before = framingOf(FULL);

  test("is told by the ten answers, in whatever order their parts come", () => {
    const { gainTp, costFp, costFn, valueTn } = before.errorCosts ?? {};
    expect(framingChange(before, { ...before, errorCosts: { valueTn, costFn, costFp, gainTp } })).toEqual({
      reframed: [],
      added: [],
    });
    expect(framingChange(before, { ...before, predictionTarget: "Length of stay" }).reframed).toEqual([
      "predictionTarget",
    ]);
  });

  test("completing is not reframing; taking an answer away is", () => {
    const { actor: _, ...partial } = before;
    expect(framingChange(partial, before)).toEqual({ reframed: [], added: ["actor"] });
    expect(framingChange(before, partial)).toEqual({ reframed: ["actor"], added: [] });
    expect(framingOf({ framing: { taskType: "binary", entity: "One payment" } })).toEqual({ entity: "One payment" });
  });
});

describe("what sends stage 1 back", () => {
  const value = valueCaseOf(FULL, { discountAnnual: 0 });
  if (!value) throw new Error("The sample has a value case");
  const month = (day: string, amount: number) => fact({ month: day, amount }, Date.parse(day));
  const liveSince = Date.parse("2025-09-20");
  const bag = (...months: Fact[]) => factBag({ "benefit-realised": months });

  test("compares whole quarters after go-live with the same months of the plan", () => {
    const facts = bag(
      month("2025-10-01", 20_000),
      month("2025-11-01", 30_000),
      month("2025-12-31", 50_000),
      month("2025-12-01", 10_000),
      month("2026-01-01", 90_000),
    );
    const plan = 0.85 * 210_000;
    expect(benefitQuarters(facts, value, { liveSince, now: Date.parse("2026-04-01") })).toEqual([
      { end: Date.parse("2026-01-01"), realised: 110_000, planned: expect.closeTo((plan * (1 + 2 + 3)) / 4, 6) },
      { end: Date.parse("2026-04-01"), realised: null, planned: expect.closeTo(3 * plan, 6) },
    ]);
  });

  test("leaves out the quarter of go-live and the one that runs", () => {
    const now = Date.parse("2026-02-10");
    expect(benefitQuarters(bag(), value, { liveSince: Date.parse("2025-10-02"), now })).toEqual([]);
    expect(benefitQuarters(bag(), value, { liveSince: Date.parse("2027-01-01"), now })).toEqual([]);
  });

  test("hands over cost and assumptions, and no quarter before go-live", () => {
    const said = (state: string, settledAt?: string) => ({ statement: state, confidence: 3, state, settledAt });
    const facts = factBag({
      assumptions: [fact(said("open")), fact(said("broken")), fact(said("broken", "2026-01-05T10:00:00Z"))],
      "budget-lines": [fact({ title: "Team", category: "people", period: "2026", planned: 10, actual: 13 })],
    });
    expect(businessCaseBackward(facts, { document: FULL, liveSince: null, now: SAMPLE_NOW })).toEqual({
      benefitQuarters: [],
      cost: { planned: 10, actual: 13 },
      assumptions: [
        { statement: "open", brokenAt: null },
        { statement: "broken", brokenAt: SAMPLE_NOW },
        { statement: "broken", brokenAt: Date.parse("2026-01-05T10:00:00Z") },
      ],
    });
  });
});

test("where no discount rate is told, checklist and gate judge by the organisation's, as the figures on screen do", () => {
  const told = { benefitMonthly: 25_000, buildCost: 120_000, runCostMonthly: 4000, successProbability: 0.7 };
  const assumed = { discountAnnual: 0.08, npvReference: 1_000_000 };
  const shown = Math.round(Number(caseFigures(told, assumed).lessLikely.value)).toLocaleString("en-GB");
  expect(sensitivityShown(told, { discountAnnual: 0.08 }).detail).toContain(`lower: ${shown};`);
  expect(sensitivityShown(told, {}).detail).not.toContain(shown);
});
