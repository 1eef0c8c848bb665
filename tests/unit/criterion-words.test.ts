import { describe, expect, test } from "vitest";
import { findingWords, guardrailWords, measureWords, targetWords } from "#lib/criterion-words.ts";

const LIMITS = {
  ...{ direction: "gte", unit: "", target: 0.72, guardrail: 0.66 },
  ...{ targetLow: null, targetHigh: null, guardrailLow: null, guardrailHigh: null },
};
const RANGE = { ...LIMITS, direction: "range", target: null, guardrail: null, targetLow: -0.02, targetHigh: 0.02 };

describe("a limit in words", () => {
  test("says at least, at most and between", () => {
    expect(targetWords(LIMITS)).toBe("≥ 0.72");
    expect(guardrailWords(LIMITS)).toBe("≥ 0.66");
    expect(targetWords({ ...LIMITS, direction: "lte", unit: "ms", target: 80 })).toBe("≤ 80 ms");
    expect(targetWords(RANGE)).toMatch(/^[−-]0\.02 to 0\.02$/);
  });

  test("is a dash where there is none, and zero is one", () => {
    expect(targetWords({ ...LIMITS, target: null })).toBe("–");
    expect(guardrailWords(RANGE)).toBe("–");
    expect(targetWords({ ...LIMITS, target: 0 })).toBe("≥ 0");
  });
});

describe("how it is measured", () => {
  const measured = { ...LIMITS, aggregation: "mean", windowSeconds: 604_800, cadenceSeconds: 86_400, minSamples: 400 };

  test("says window, rhythm and sample", () => {
    expect(measureWords({ ...measured, samples: 1150 })).toBe(
      "mean of 7 days, evaluated every 1 day, 1,150 in the last window",
    );
    expect(measureWords({ ...measured, samples: null })).toBe("mean of 7 days, evaluated every 1 day, 400 needed");
    expect(measureWords({ ...measured, samples: 0 })).toContain("0 in the last window");
    expect(measureWords({ ...measured, aggregation: "p95", samples: null })).toMatch(/^p95 of 7 days/);
  });
});

describe("the finding", () => {
  test.each([
    ["met", 0.8, [0.7, 0.8], "It went from 0.70 to 0.80; the target is met: ≥ 0.72."],
    ["at_risk", 0.7, [0.7, 0.75], "It stayed at 0.70; it is at risk against the target of ≥ 0.72."],
    ["breached", 0.5, [null, 0.9], "It went from 0.90 to 0.50; it is breached, guardrail ≥ 0.66."],
    ["no_data", null, [], "Nothing measured in this range yet."],
    ["met", 0.8, [null], "Nothing measured in this range yet."],
    ["met", 0, [0, 0], "It stayed at 0; the target is met: ≥ 0.72."],
  ])("of a criterion that is %s at %s is a sentence", (state, value, history, words) => {
    expect(
      findingWords(
        { ...LIMITS, state, value },
        history.map((each) => ({ value: each })),
      ),
    ).toBe(words);
  });

  test("falls back to the target where there is no guardrail", () => {
    const words = findingWords({ ...LIMITS, guardrail: null, state: "breached", value: 0.5 }, [{ value: 0.5 }]);
    expect(words).toBe("It stayed at 0.50; it is breached, guardrail ≥ 0.72.");
  });
});
