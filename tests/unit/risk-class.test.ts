import { describe, expect, it } from "vitest";
import { governanceTier, type Impact, type RiskAnswers, type RiskClass, riskClass } from "#domain/risk-class.ts";
import type { Tier } from "#domain/vocabulary.ts";

const NONE: RiskAnswers = {
  art5Practice: false,
  annexIThirdPartyAssessment: false,
  annexIiiArea: "none",
  art63Exempt: false,
  profilesPeople: false,
  interactsWithPeople: false,
  syntheticContent: false,
  emotionOrBiometricCategorisation: false,
};

describe("the working risk class", () => {
  it.each<[string, Partial<RiskAnswers>, RiskClass]>([
    ["nothing of note", {}, "minimal"],
    ["a prohibited practice, whatever else", { art5Practice: true, syntheticContent: true }, "prohibited"],
    ["a product that a third party assesses", { annexIThirdPartyAssessment: true }, "high"],
    ["an Annex III area", { annexIiiArea: "employment" }, "high"],
    ["an Annex III area with the filter claimed", { annexIiiArea: "employment", art63Exempt: true }, "minimal"],
    [
      "the filter claimed while people are profiled",
      { annexIiiArea: "employment", art63Exempt: true, profilesPeople: true },
      "high",
    ],
    [
      "the filter claimed, and it talks to people",
      { annexIiiArea: "education", art63Exempt: true, interactsWithPeople: true },
      "limited",
    ],
    ["synthetic content", { syntheticContent: true }, "limited"],
    ["emotion recognition", { emotionOrBiometricCategorisation: true }, "limited"],
  ])("of %s", (_, answers, expected) => {
    expect(riskClass({ ...NONE, ...answers })).toBe(expected);
  });

  it.each(Object.keys(NONE))("is unknown while %s is not answered", (question) => {
    expect(riskClass({ ...NONE, [question]: undefined })).toBe("unknown");
  });
});

describe("an open question", () => {
  it("does not hide a class that is certain already", () => {
    expect(riskClass({ art5Practice: true })).toBe("prohibited");
    expect(riskClass({ annexIThirdPartyAssessment: true })).toBe("high");
    expect(riskClass({ annexIiiArea: "migration" })).toBe("high");
    expect(riskClass({ syntheticContent: true })).toBe("unknown");
  });
});

describe("the governance tier", () => {
  const mild: Impact = { severity: 2, reach: 4, autonomy: 1 };

  it.each<[RiskClass, Impact | null, Tier | null]>([
    ["prohibited", null, 3],
    ["high", mild, 3],
    ["limited", mild, 2],
    ["minimal", mild, 1],
    ["minimal", { severity: 3, reach: 1, autonomy: 3 }, 2],
    ["minimal", { severity: 4, reach: 4, autonomy: 3 }, 3],
    ["limited", { severity: 4, reach: 1, autonomy: 4 }, 3],
    ["minimal", null, null],
    ["unknown", mild, 1],
    ["unknown", { severity: 4, reach: 4, autonomy: 3 }, 3],
    ["unknown", null, null],
  ])("of %s with %j is %s", (risk, impact, tier) => {
    expect(governanceTier(risk, impact)).toBe(tier);
  });
});
