import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareByInterval, comparePaired, compareUnpaired } from "#domain/noninferiority.ts";
import { decidePromotion, type PromotionFacts } from "#domain/promotion.ts";

describe("a challenger on different rows", () => {
  it("is rejected where its bound falls below the margin (4,560 against 4,575 of 5,000)", () => {
    const result = compareUnpaired({ successes: 4560, n: 5000 }, { successes: 4575, n: 5000 }, 0.01);
    expect(result?.lower).toBeCloseTo(-0.0122, 4);
    expect(result).toMatchObject({ nonInferior: false, superior: false, rows: 5000 });
  });

  it("is superior only if it is not inferior, and its bound lies below its difference", () => {
    const side = fc.integer({ min: 1, max: 9000 }).chain((n) => fc.record({ n: fc.constant(n), successes: fc.nat(n) }));
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 0.2, noNaN: true }), (challenger, champion, margin) => {
        const result = compareUnpaired(challenger, champion, margin);
        if (!result) throw new Error("both sides have rows");
        expect(result.lower).toBeLessThanOrEqual(result.difference);
        if (result.superior && margin > 0) expect(result.nonInferior).toBe(true);
      }),
    );
  });

  it("is not judged where a side has no rows", () => {
    expect(compareUnpaired({ successes: 0, n: 0 }, { successes: 1, n: 1 }, 0.1)).toBeNull();
  });
});

describe("a challenger on the same rows", () => {
  it("is judged by what only one of them got right", () => {
    const result = comparePaired({ onlyChallenger: 612, onlyChampion: 498, rows: 40_000 }, 0.002);
    expect(result?.difference).toBeCloseTo(0.00285, 5);
    expect(result?.lower).toBeCloseTo(0.00148, 5);
    expect(result).toMatchObject({ nonInferior: true, superior: true });
  });

  it("with fewer than ten differing rows falls back on Wilson and is never superior", () => {
    const nine = comparePaired({ onlyChallenger: 9, onlyChampion: 0, rows: 1000 }, 0.003);
    expect(nine?.lower).toBeCloseTo(-0.002698, 6);
    expect(nine).toMatchObject({ nonInferior: true, superior: false });
    expect(comparePaired({ onlyChallenger: 9, onlyChampion: 0, rows: 1000 }, 0.002)?.nonInferior).toBe(false);
    expect(comparePaired({ onlyChallenger: 10, onlyChampion: 0, rows: 1000 }, 0.002)?.superior).toBe(true);
  });

  it("has no McNemar where they never differ, and no comparison without rows", () => {
    expect(comparePaired({ onlyChallenger: 0, onlyChampion: 0, rows: 600 }, 0.01)).toMatchObject({
      ...{ difference: 0, standardError: 0, mcNemar: null, nonInferior: true },
    });
    expect(comparePaired({ onlyChallenger: 0, onlyChampion: 0, rows: 0 }, 0.01)).toBeNull();
  });

  it("has p-values within 0..1", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (onlyChallenger, onlyChampion) => {
        const p = comparePaired({ onlyChallenger, onlyChampion, rows: 1000 }, 0.01)?.mcNemar?.p ?? 1;
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("a challenger with a bootstrap interval", () => {
  const SENT = { estimate: 0.01, low: -0.004, resamples: 1000, rows: 5000 };
  it("is judged by that interval, and by none of too few resamples", () => {
    expect(compareByInterval(SENT, 0.005)).toMatchObject({ nonInferior: true, superior: false, lower: -0.004 });
    expect(compareByInterval({ ...SENT, lowerOneSided: -0.001 }, 0.002)?.nonInferior).toBe(true);
    expect(compareByInterval({ ...SENT, low: 0.001 }, 0.005)?.superior).toBe(true);
    expect(compareByInterval({ ...SENT, resamples: 999 }, 0.005)).toBeNull();
  });
});

describe("promotion", () => {
  const better = { difference: 0.01, lower: 0.004, nonInferior: true, superior: true, rows: 4000 };
  const equal = { ...better, superior: false };
  const worse = { ...equal, nonInferior: false };
  const FACTS: PromotionFacts = {
    primary: better,
    guardrails: [{ name: "precision", comparison: equal }],
    benefits: [],
    marginFixedBefore: true,
    fairness: [{ name: "equal opportunity", verdict: "pass" }],
    latencyWithinBudget: true,
    failedBlockingTests: [],
    tier: 1,
    approval: "automatic",
  };
  it.each<[string, Partial<PromotionFacts>, string]>([
    ["superior, everything holds", {}, "canary"],
    ["at tier 3", { tier: 3 }, "awaiting_approval"],
    ["where a person approves", { approval: "human" }, "awaiting_approval"],
    ["no better and of no benefit", { primary: equal }, "rejected"],
    ["no better, but cheaper", { primary: equal, benefits: ["cheaper"] }, "canary"],
    ["no better, but the champion is too old", { primary: equal, benefits: ["champion_over_age"] }, "canary"],
    ["worse, though cheaper", { primary: worse, benefits: ["cheaper"] }, "rejected"],
    ["worse on a guardrail", { guardrails: [{ name: "precision", comparison: worse }] }, "rejected"],
    ["unfair", { fairness: [{ name: "x", verdict: "fail" }] }, "rejected"],
    ["fairness only watched", { fairness: [{ name: "x", verdict: "watch" }] }, "rejected"],
    ["fairness with too little data", { fairness: [{ name: "x", verdict: "insufficient" }] }, "inconclusive"],
    ["too slow", { latencyWithinBudget: false }, "rejected"],
    ["latency not measured", { latencyWithinBudget: null }, "inconclusive"],
    ["a blocking test failed", { failedBlockingTests: ["invariance"] }, "rejected"],
    ["499 rows", { primary: { ...better, rows: 499 } }, "inconclusive"],
    ["500 rows", { primary: { ...better, rows: 500 } }, "canary"],
    ["499 rows on a guardrail", { guardrails: [{ name: "p", comparison: { ...equal, rows: 499 } }] }, "inconclusive"],
    [
      "499 rows, and unfair",
      { primary: { ...better, rows: 499 }, fairness: [{ name: "x", verdict: "fail" }] },
      "rejected",
    ],
    ["nothing compared", { primary: null }, "inconclusive"],
    ["a margin that was chosen afterwards", { marginFixedBefore: false }, "inconclusive"],
  ])("%s", (_, changes, outcome) => {
    const decision = decidePromotion({ ...FACTS, ...changes });
    expect(decision.outcome).toBe(outcome);
    expect(decision.because.length).toBeGreaterThan(0);
  });

  it("says in one sentence on how many groups it was not compared, and names the first of them", () => {
    const guardrails = Array.from({ length: 50 }, (_, at) => ({ name: `group ${at}`, comparison: null }));
    expect(decidePromotion({ ...FACTS, guardrails }).because).toEqual([
      "There is no comparison on group 0, group 1, group 2, group 3, group 4 and 45 more.",
    ]);
  });
});
