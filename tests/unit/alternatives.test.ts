import { describe, expect, test } from "vitest";
import { valueModel } from "#domain/value.ts";
import { alternativesCompared, comparedWithout } from "#stages/business-case/alternative-requirement.ts";
import { alternativesOf } from "#stages/business-case/alternatives.ts";
import { valueCaseOf } from "#stages/value-case.ts";

const CASE = {
  ...{ horizonMonths: 12, discountAnnual: 0, benefitMonthly: 100, buildCost: 240, runCostMonthly: 20 },
  successProbability: 0.5,
};
const NOTHING = { option: "Do nothing" };
const PEOPLE = { option: "More people", cost: 120, runCostMonthly: 10, benefitMonthly: 60 };
const assumed = { discountAnnual: 0.08 };
const rowsOf = (...alternatives: object[]) => alternativesOf({ ...CASE, alternatives }, assumed);

describe("an alternative in the money of the case", () => {
  test("takes horizon, rate and chance of the case, and runs from the first month", () => {
    // 12 × (0.5 × 60 − 10) − 120 = 120; cost 240, benefit 360, return 0.5
    expect(rowsOf(PEOPLE)[0]).toMatchObject({ npv: 120, roi: 0.5, gaps: [], usesMl: false, nothing: false });
    expect(valueModel(valueCaseOf(CASE, assumed) ?? never()).npv).toBe(120);
  });

  test("has its own chance where one is told", () => {
    expect(rowsOf({ ...PEOPLE, chance: 1 })[0]?.npv).toBe(480);
  });

  test("is worth nothing where nothing is done, and not known where its figures are not", () => {
    const [nothing, sketch] = rowsOf(NOTHING, { option: "Rules" });
    expect(nothing).toMatchObject({ nothing: true, npv: 0, gaps: [] });
    expect(sketch).toMatchObject({ npv: null, roi: null, gaps: ["no cost", "no benefit a month"] });
  });

  test("stands alone while the case has no value yet", () => {
    expect(alternativesOf({ alternatives: [PEOPLE] }, { discountAnnual: 0 })[0]?.npv).toBe(36 * 50 - 120);
  });

  test("is none where the document has none, or something else", () => {
    expect(alternativesOf({}, assumed)).toEqual([]);
    expect(alternativesOf({ alternatives: "rules" }, assumed)).toEqual([]);
  });
});

const judged = (tier: 1 | 2 | 3, ...alternatives: object[]) => comparedWithout({ ...CASE, alternatives }, { tier })[0];

describe("the gate", () => {
  test.each<[string, 1 | 2 | 3, object[], string | null]>([
    ["asks nothing of a light project", 1, [], null],
    ["nor for doing nothing", 1, [NOTHING], null],
    ["is content with one costed way", 2, [NOTHING, PEOPLE], "“More people” has a net present value of 120"],
  ])("%s", (_, tier, rows, detail) => {
    const verdict = judged(tier, ...rows);
    expect(verdict?.met ?? true).toBe(true);
    if (detail) expect(verdict?.detail).toContain(detail);
  });

  test.each<[string, 1 | 2 | 3, object[], string]>([
    ["nothing but doing nothing", 2, [NOTHING], "Nothing but doing nothing is compared"],
    ["machine learning alone", 2, [{ ...PEOPLE, usesMl: true }], "Nothing but doing nothing is compared"],
    ["no benefit in money", 2, [{ option: "Rules", cost: 5 }], "Rules: no benefit a month"],
    ["a light project that began to compare", 1, [{ option: "Rules" }], "Rules: no cost, no benefit a month"],
    ["no reason at tier 3", 3, [PEOPLE], "More people: no word why it is not taken"],
    [
      "no reason against what is worth more",
      2,
      [{ ...PEOPLE, chance: 1 }],
      "More people: worth more than the case, and no word why it is not taken",
    ],
  ])("says what is missing: %s", (_, tier, rows, words) => {
    const verdict = judged(tier, ...rows);
    expect(verdict?.met).toBe(false);
    expect([verdict?.detail, ...(verdict?.items ?? []).map(({ label }) => label)].join(" ")).toContain(words);
    expect(verdict?.fix?.where).toBe("#field-alternatives");
  });
});

describe("item 1.9", () => {
  test.each<[string, object[], boolean]>([
    ["is proven by the rows themselves", [NOTHING, PEOPLE], true],
    ["not by nothing", [], false],
    ["not without doing nothing", [PEOPLE], false],
    ["not by sketches", [NOTHING, { option: "Rules" }], false],
    ["not by machine learning alone", [NOTHING, { ...PEOPLE, usesMl: true }], false],
  ])("%s", (_, alternatives, met) => {
    expect(alternativesCompared({ ...CASE, alternatives }, { tier: 1 }).met).toBe(met);
  });
});

function never(): never {
  throw new Error("the case is whole");
}
