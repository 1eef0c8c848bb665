import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disparity, type Groups } from "#domain/disparity.ts";
import { fairness } from "#domain/fairness.ts";
import { measureVerdict } from "#domain/fairness-measure.ts";
import { groupRate, isEligible, isShownToViewers, projectFloors } from "#domain/fairness-rates.ts";
import { fairnessVerdict, isReleasable, overallVerdict } from "#domain/fairness-verdict.ts";
import { gateOutcome } from "#domain/predicate.ts";
import { type SolutionBiasFacts, solutionBiasPredicates } from "#domain/solution-bias-gate.ts";
import type { Outcomes } from "#domain/value.ts";

const CARDGUARD: Groups = {
  "18-25": cells(420, 1050, 150, 198_380),
  "26-40": cells(760, 2010, 260, 396_970),
  "41-60": cells(540, 1480, 190, 297_790),
  "61+": cells(260, 590, 110, 149_040),
};
const READMIT: Groups = {
  private: cells(180, 120, 60, 640),
  public: cells(210, 150, 90, 750),
  uninsured: cells(45, 27, 35, 193),
  other: cells(3, 2, 4, 11),
};
const READMIT_LATER: Groups = { ...READMIT, uninsured: cells(58, 39, 22, 181) };

describe("the demo's assessments", () => {
  it.each([
    ["fpr", 0.002, 0.00132, "pass", "proven"],
    ["tpr", 0.08, 0.0424, "pass", "point_only"],
    ["ppv", 0.1, 0.0386, "pass", "proven"],
  ] as const)("judges %s of CARDGUARD", (rate, limit, value, verdict, certainty) => {
    const judged = fairnessVerdict(CARDGUARD, { rate, kind: "difference", limit });
    expect(judged.value).toBeCloseTo(value, 4);
    expect(judged).toMatchObject({ verdict, certainty });
    expect(fairness(CARDGUARD).demographic_parity_ratio).toBeCloseTo(0.771, 3);
  });

  it("fails READMIT by the chance of the uninsured to be found, and passes it on follow-up", () => {
    const first = measureVerdict(READMIT, "equal_opportunity_difference", 0.1);
    expect(first).toMatchObject({ value: 0.1875, verdict: "fail", certainty: "point_only" });
    expect(first.rates[0]).toMatchObject({ alpha: 0.025, disparity: { tooSmall: ["other"] } });
    expect(first.rates[0]?.interval?.[0]).toBeCloseTo(0.0688, 4);
    expect(measureVerdict(READMIT_LATER, "equal_opportunity_difference", 0.1).verdict).toBe("pass");
    expect(fairness(READMIT_LATER).demographic_parity_ratio).toBeCloseTo(0.9278, 4);
  });

  it("counts .24 / .30 as four fifths, narrowly", () => {
    const judged = measureVerdict(READMIT, "demographic_parity_ratio");
    expect(judged).toMatchObject({ verdict: "pass", certainty: "point_only", narrow: true });
    expect(measureVerdict(READMIT_LATER, "demographic_parity_ratio").narrow).toBe(false);
    expect(measureVerdict(READMIT, "predictive_parity_difference").narrow).toBe(false);
  });
});

describe("groups", () => {
  it("are judged from 30 rows and 10 in the denominator, ends included", () => {
    expect(isEligible(cells(5, 5, 5, 15), "tpr")).toBe(true);
    expect(isEligible(cells(5, 5, 4, 16), "tpr")).toBe(false);
    expect(isEligible(cells(5, 5, 5, 14), "tpr")).toBe(false);
    expect(isEligible(cells(0, 0, 10, 90), "ppv")).toBe(false);
  });

  it("may be asked to be larger, but not smaller than 30 and 5", () => {
    expect(projectFloors({})).toEqual({ rows: 30, denominator: 10 });
    expect(projectFloors({ rows: 1, denominator: 1 })).toEqual({ rows: 30, denominator: 5 });
    expect(projectFloors({ rows: 100 })).toEqual({ rows: 100, denominator: 10 });
  });

  it("are hidden from viewers below 10 rows", () => {
    expect(isShownToViewers(cells(3, 2, 4, 1))).toBe(true);
    expect(isShownToViewers(cells(3, 2, 3, 1))).toBe(false);
  });

  it("have no rate without a denominator", () => {
    expect(groupRate(cells(0, 0, 0, 0), "selection_rate").value).toBeNull();
    expect(groupRate(cells(1, 2, 3, 4), "base_rate")).toEqual({ count: 4, total: 10, value: 0.4 });
  });

  it("tie to the first name by bytes, not by locale or UTF-16 unit", () => {
    const same = cells(30, 0, 0, 70);
    const names = { é: same, a: same, Z: same, "\u{1F600}": same, "\uFFFD": same };
    const found = disparity(names, "selection_rate");
    expect(found.extremes).toMatchObject({ low: { name: "Z" }, high: { name: "Z" } });
    expect(found.rated.map(({ name }) => name)).toEqual(["Z", "a", "é", "\uFFFD", "\u{1F600}"]);
    expect(found).toMatchObject({ difference: 0, ratio: 1 });
  });
});

describe("verdicts", () => {
  const unequal = { a: cells(20, 10, 10, 60), b: cells(9, 3, 6, 37) };

  it("are insufficient for one group, for 0/0, and where a protected group is too small", () => {
    const limit = { rate: "selection_rate", kind: "ratio", limit: 0.8 } as const;
    expect(fairnessVerdict({ a: unequal.a }, limit)).toMatchObject({ verdict: "insufficient", value: null, p: null });
    const nobody = { a: cells(0, 0, 10, 90), b: cells(0, 0, 20, 80) };
    expect(fairnessVerdict(nobody, limit)).toMatchObject({ verdict: "insufficient", certainty: "point_only" });
    const tpr = { rate: "tpr", kind: "difference", limit: 0.1 } as const;
    expect(fairnessVerdict(READMIT, tpr, { protectedGroups: ["other"] }).verdict).toBe("insufficient");
    expect(fairnessVerdict(READMIT, tpr, { protectedGroups: ["uninsured"] }).verdict).toBe("fail");
  });

  it("need both rates for equalised odds and a reference for average odds", () => {
    expect(measureVerdict(READMIT, "equalised_odds_difference", 0.1)).toMatchObject({ value: 0.1875, verdict: "fail" });
    const noPositives = { a: cells(0, 10, 0, 90), b: cells(0, 20, 0, 80) };
    expect(measureVerdict(noPositives, "equalised_odds_difference", 0.1)).toMatchObject({
      value: null,
      verdict: "insufficient",
    });
    expect(measureVerdict(READMIT, "average_absolute_odds", 0.1).verdict).toBe("insufficient");
    const odds = measureVerdict(READMIT, "average_absolute_odds", 0.1, { reference: "private" });
    expect(odds.value).toBeCloseTo(0.11133373205741626, 12);
    expect(odds).toMatchObject({ verdict: "fail", certainty: "point_only" });
    expect(measureVerdict(READMIT, "average_absolute_odds", 0.12, { reference: "private" }).verdict).toBe("pass");
    expect(fairness(READMIT, undefined, "private").average_absolute_odds).toBe(odds.value);
  });

  it("prove nothing about a small group by a large one that happens to be equal", () => {
    const groups = { a: cells(300, 0, 0, 700), b: cells(300, 0, 0, 700), small: cells(9, 0, 0, 21) };
    const judged = fairnessVerdict(groups, { rate: "selection_rate", kind: "difference", limit: 0.1 });
    expect(judged).toMatchObject({ verdict: "pass", certainty: "point_only" });
  });

  it("rank pass, watch, insufficient, fail", () => {
    expect(overallVerdict(["pass", "watch", "insufficient"])).toBe("insufficient");
    expect(overallVerdict(["fail", "insufficient"])).toBe("fail");
    expect(overallVerdict([])).toBeNull();
    expect(isReleasable("watch", true) && isReleasable("pass", false)).toBe(true);
    expect(isReleasable("watch", false) || isReleasable("insufficient", true) || isReleasable(null, true)).toBe(false);
  });
});

describe("laws", () => {
  const count = fc.integer({ min: 10, max: 400 });
  const group = fc.record({ tp: count, fp: count, fn: count, tn: count });
  const groups = fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), group, { minKeys: 2, maxKeys: 5 });
  const rate = fc.constantFrom("selection_rate", "tpr", "fpr", "ppv" as const);

  it("a difference lies in 0..1, a ratio too, and the order of groups does not matter", () => {
    fc.assert(
      fc.property(groups, rate, (given, name) => {
        const found = disparity(given, name);
        const turned = disparity(Object.fromEntries(Object.entries(given).reverse()), name);
        expect(found).toEqual(turned);
        expect(found.difference).toBeGreaterThanOrEqual(0);
        expect(found.difference).toBeLessThanOrEqual(1);
        expect(found.ratio).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("a looser limit never worsens a verdict, and proven implies pass", () => {
    const limits = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    const worse = (name: string) => ["pass", "watch", "insufficient", "fail"].indexOf(name);
    fc.assert(
      fc.property(groups, rate, limits, (given, name, [a, b]) => {
        const judge = (limit: number) => fairnessVerdict(given, { rate: name, kind: "difference", limit });
        const [tight, loose] = [judge(Math.min(a, b)), judge(Math.max(a, b))];
        expect(worse(loose.verdict)).toBeLessThanOrEqual(worse(tight.verdict));
        if (loose.certainty === "proven") expect(loose.verdict).toBe("pass");
      }),
    );
  });
});

describe("gate 8", () => {
  const open: SolutionBiasFacts = {
    source: "canary",
    verdicts: { selection_rate: "pass", tpr: "watch", ppv: "insufficient" },
    acceptedWatches: ["tpr"],
    exemptions: ["ppv"],
    ageDays: 180,
    assessedRelease: "R14",
    candidateRelease: "R14",
    residualRisks: [
      { level: 15, accepted: true },
      { level: 9, accepted: false },
    ],
    reviewerSigned: true,
    reviewerInBuildTeam: false,
  };

  it("opens at its limits", () => {
    expect(gateOutcome(solutionBiasPredicates(open))).toEqual({ ready: true, failed: [] });
  });

  it.each<[string, Partial<SolutionBiasFacts>]>([
    ["G8.1", { source: null }],
    ["G8.2", { acceptedWatches: [] }],
    ["G8.2", { verdicts: {} }],
    ["G8.2", { unnotedPointOnly: ["selection_rate"] }],
    ["G8.3", { exemptions: [] }],
    ["G8.4", { ageDays: 181 }],
    ["G8.4", { ageDays: null }],
    ["G8.4", { assessedRelease: null, candidateRelease: null }],
    ["G8.5", { residualRisks: [{ level: 10, accepted: false }] }],
    ["G8.5", { residualRisks: [{ level: 16, accepted: true }] }],
    ["G8.6", { reviewerSigned: false }],
  ])("is shut by %s alone", (key, change) => {
    expect(gateOutcome(solutionBiasPredicates({ ...open, ...change })).failed).toEqual([key]);
  });
});

function cells(tp: number, fp: number, fn: number, tn: number): Outcomes {
  return { tp, fp, fn, tn };
}
