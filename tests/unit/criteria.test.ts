import { describe, expect, it } from "vitest";
import {
  CRITERION_DEFAULTS,
  type Criterion,
  type CriterionInput,
  criterionInputSchema,
  criterionPatchSchema,
  criterionSchema,
  withCriterionDefaults,
} from "#domain/criteria.ts";
import { criterionIssues, criterionWarnings, movesGoalposts } from "#domain/criterion-rules.ts";

const INPUT: CriterionInput = {
  key: "recall",
  name: "Recall",
  kind: "model",
  direction: "gte",
  target: 0.8,
  series: { name: "recall" },
};
const RECALL = withCriterionDefaults(INPUT);
const RANGE: Criterion = { ...RECALL, direction: "range", target: null, targetLow: -0.02, targetHigh: 0.02 };

describe("what is sent", () => {
  it("needs only key, name, kind, direction and series", () => {
    expect(criterionInputSchema.safeParse({ ...INPUT, target: undefined }).success).toBe(true);
    for (const field of ["key", "name", "kind", "direction", "series"]) {
      expect(criterionInputSchema.safeParse({ ...INPUT, [field]: undefined }).success).toBe(false);
    }
  });

  it("is whole once the defaults are filled in", () => {
    expect(criterionSchema.parse(RECALL)).toEqual(RECALL);
    expect(RECALL).toMatchObject({
      breachAfter: 3,
      recoverAfter: 2,
      staleAfter: 2,
      minSamples: 1,
      weight: 1,
      mustHave: false,
    });
  });

  it("keeps what was given, null and false included", () => {
    const given = withCriterionDefaults({
      ...INPUT,
      breachAfter: 1,
      mustHave: true,
      baseline: null,
      weight: undefined,
    });
    expect(given).toMatchObject({ breachAfter: 1, mustHave: true, baseline: null, weight: CRITERION_DEFAULTS.weight });
  });

  it("lets a cadence that nobody chose follow a shorter window", () => {
    expect(withCriterionDefaults({ ...INPUT, windowSeconds: 3600 }).cadenceSeconds).toBe(3600);
    expect(withCriterionDefaults({ ...INPUT, windowSeconds: 604_800 }).cadenceSeconds).toBe(86_400);
  });

  it.each<[keyof Criterion, unknown, boolean]>([
    ["key", "r", false],
    ["key", "Recall", false],
    ["key", "recall_at_k2", true],
    ["windowSeconds", 299, false],
    ["windowSeconds", 300, true],
    ["cadenceSeconds", 59, false],
    ["cadenceSeconds", 60, true],
    ["cadenceSeconds", 60.5, false],
    ["minSamples", 0, false],
    ["breachAfter", 0, false],
    ["breachAfter", 20, true],
    ["breachAfter", 21, false],
    ["recoverAfter", 21, false],
    ["weight", 0, false],
    ["weight", 0.5, true],
    ["target", Number.NaN, false],
    ["target", Number.POSITIVE_INFINITY, false],
    ["baseline", null, true],
    ["kind", "technical", false],
    ["series", { name: "" }, false],
    ["series", { name: "recall", labels: { segment: "eu" } }, true],
  ])("%s of %j passes: %s", (field, value, passes) => {
    expect(criterionSchema.safeParse({ ...RECALL, [field]: value }).success).toBe(passes);
    expect(criterionInputSchema.safeParse({ ...INPUT, [field]: value }).success).toBe(passes);
  });

  it("changes everything later but the key", () => {
    expect(criterionPatchSchema.parse({ key: "other", target: 0.9 })).toEqual({ target: 0.9 });
  });
});

describe("contradictions", () => {
  it.each<[string, Criterion, string[]]>([
    ["a plain target", RECALL, []],
    ["a guardrail below the target, more is better", { ...RECALL, guardrail: 0.7 }, []],
    ["a guardrail equal to the target", { ...RECALL, guardrail: 0.8 }, []],
    ["a guardrail above the target, more is better", { ...RECALL, guardrail: 0.9 }, ["guardrail"]],
    ["a guardrail above the target, less is better", { ...RECALL, direction: "lte", guardrail: 0.9 }, []],
    ["a guardrail below the target, less is better", { ...RECALL, direction: "lte", guardrail: 0.7 }, ["guardrail"]],
    ["no target", { ...RECALL, target: null }, ["target"]],
    ["range limits without a range", { ...RECALL, targetLow: 0, guardrailHigh: 1 }, ["targetLow", "guardrailHigh"]],
    ["a range", RANGE, []],
    ["a range with guardrails around it", { ...RANGE, guardrailLow: -0.05, guardrailHigh: 0.05 }, []],
    ["a range with guardrails on its ends", { ...RANGE, guardrailLow: -0.02, guardrailHigh: 0.02 }, []],
    [
      "a range with guardrails inside it",
      { ...RANGE, guardrailLow: 0, guardrailHigh: 0 },
      ["guardrailLow", "guardrailHigh"],
    ],
    ["a range upside down", { ...RANGE, targetLow: 0.02, targetHigh: -0.02 }, ["targetHigh"]],
    ["a range of one point", { ...RANGE, targetLow: 0.02 }, ["targetHigh"]],
    ["a range without limits", { ...RANGE, targetLow: null, targetHigh: null }, ["targetLow", "targetHigh"]],
    ["a range with a single target", { ...RANGE, target: 0 }, ["target"]],
    ["a cadence as long as the window", { ...RECALL, windowSeconds: 300, cadenceSeconds: 300 }, []],
    ["a cadence longer than the window", { ...RECALL, windowSeconds: 300, cadenceSeconds: 600 }, ["cadenceSeconds"]],
  ])("of %s", (_, criterion, paths) => {
    expect(criterionIssues(criterion).map(({ path }) => path)).toEqual(paths);
  });
});

describe("warnings", () => {
  it.each<[string, Criterion, string[]]>([
    ["a target better than the baseline", { ...RECALL, baseline: 0.62 }, []],
    ["a target equal to the baseline", { ...RECALL, baseline: 0.8 }, ["target"]],
    ["a target worse than the baseline", { ...RECALL, baseline: 0.9 }, ["target"]],
    ["a lower target where less is better", { ...RECALL, direction: "lte", baseline: 0.9 }, []],
    ["no baseline", RECALL, []],
    ["a baseline outside the range", { ...RANGE, baseline: -0.06 }, []],
    ["a baseline inside the range", { ...RANGE, baseline: 0.01 }, ["targetLow"]],
  ])("for %s", (_, criterion, paths) => {
    expect(criterionWarnings(criterion).map(({ path }) => path)).toEqual(paths);
  });
});

describe("goalposts", () => {
  it("move with targets, guardrails and direction only", () => {
    expect(movesGoalposts(RECALL, { ...RECALL, target: 0.7 })).toBe(true);
    expect(movesGoalposts(RECALL, { ...RECALL, guardrail: 0.7 })).toBe(true);
    expect(movesGoalposts(RECALL, { ...RECALL, name: "Other", weight: 2, owner: "u1" })).toBe(false);
  });
});
