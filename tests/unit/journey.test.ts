import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { journey, POC_ITEMS, pocFraction, type StageProgress, stageCompletion } from "#domain/journey.ts";
import { STAGES } from "#stages/registry.ts";

const PARTIAL: StageProgress = {
  state: "in_progress",
  requiredFields: 7,
  filledFields: 7,
  requiredItems: 8,
  doneItems: 5,
};

describe("completion of a stage", () => {
  it.each<[string, StageProgress, number | null]>([
    ["CARDGUARD's retraining", { ...PARTIAL, requiredFields: 8, filledFields: 7, doneItems: 6 }, 0.8125],
    [
      "CARDGUARD's flagged monitoring",
      { state: "needs_attention", requiredFields: 9, filledFields: 9, requiredItems: 9, doneItems: 8 },
      0.9444,
    ],
    ["one that has everything but the approval", { ...PARTIAL, doneItems: 8 }, 0.95],
    ["one that is done", { ...PARTIAL, state: "done" }, 1],
    ["one that was set aside", { ...PARTIAL, state: "not_applicable" }, null],
    ["one without a required item", { ...PARTIAL, filledFields: 3.5, requiredItems: 0, doneItems: 0 }, 0.5],
    [
      "one that asks for nothing",
      { state: "in_progress", requiredFields: 0, filledFields: 0, requiredItems: 0, doneItems: 0 },
      0,
    ],
  ])("%s", (_, stage, expected) => {
    const result = stageCompletion(stage);
    if (expected === null) expect(result).toBeNull();
    else expect(result).toBeCloseTo(expected, 4);
  });
});

describe("the journey", () => {
  const stages = (completion: (number: number) => number | null) =>
    STAGES.map(({ number, weight }) => ({ weight, completion: completion(number) }));

  it("shows a tenth for a finished proof of concept", () => {
    expect(
      journey(
        1,
        stages(() => 0),
      ).journey,
    ).toBeCloseTo(0.1, 12);
  });

  it("shows 72.1 % with stages 1 to 6 done to production standard", () => {
    expect(
      journey(
        1,
        stages((number) => (number <= 6 ? 1 : 0)),
      ).journey,
    ).toBeCloseTo(0.721, 9);
  });

  it("shows READMIT at .897 and SHELFCAST at .5725", () => {
    const readmit: Record<number, number> = { 8: (7 / 9 + 4 / 8) / 2, 9: (4 / 9 + 3 / 9) / 2, 10: 0 };
    expect(
      journey(
        1,
        stages((number) => readmit[number] ?? 1),
      ).journey,
    ).toBeCloseTo(0.897, 3);
    const shelf: Record<number, number | null> = {
      4: null,
      8: null,
      5: (7 / 10 + 5 / 9) / 2,
      6: (6 / 11 + 4 / 9) / 2,
      7: 0,
      9: 0,
      10: 0,
    };
    const result = journey(
      1,
      stages((number) => (number in shelf ? (shelf[number] ?? null) : 1)),
    );
    expect(result.productionProgress).toBeCloseTo(0.525, 3);
    expect(result.journey).toBeCloseTo(0.5725, 3);
  });

  it("is 0 where every stage was set aside", () => {
    expect(
      journey(
        0,
        stages(() => null),
      ),
    ).toEqual({ productionProgress: 0, journey: 0 });
  });

  it("stays within 0 and 1 and never falls when a stage advances", () => {
    const completions = fc.array(fc.option(fc.double({ min: 0, max: 0.9, noNaN: true })), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), completions, fc.nat(9), (poc, drawn, at) => {
        const before = journey(
          poc,
          stages((number) => drawn[number - 1] ?? null),
        ).journey;
        const after = journey(
          poc,
          stages((number) => {
            const value = drawn[number - 1] ?? null;
            return number - 1 === at && value !== null ? value + 0.1 : value;
          }),
        ).journey;
        expect(before).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThanOrEqual(1 + 1e-12);
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });
});

describe("proof of concept", () => {
  it("is the share of its six items", () => {
    const none = {
      framingAnswered: false,
      sampleProfiled: false,
      baselineMeasured: false,
      modelTrained: false,
      errorsAnalysed: false,
      goNoGoRecorded: false,
    };
    expect(POC_ITEMS).toHaveLength(6);
    expect(pocFraction(none)).toBe(0);
    expect(pocFraction({ ...none, framingAnswered: true, goNoGoRecorded: true })).toBeCloseTo(1 / 3, 12);
  });
});
