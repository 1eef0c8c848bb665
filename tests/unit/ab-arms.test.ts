import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AbArms, falseWinChance } from "#domain/ab-analysis.ts";
import { holm, readTreatments } from "#domain/ab-arms.ts";

const rates = (old: number, next: number, n = 12_000): AbArms => ({
  kind: "rates",
  arms: [
    { successes: old, n },
    { successes: next, n },
  ],
});
const PLAN = { method: "fixed", looks: 1, alpha: 0.05, smallestEffect: 0.006 } as const;

describe("Holm's adjusted p", () => {
  it.each([
    ["rising ones", [0.01, 0.02, 0.03], [0.03, 0.04, 0.04]],
    ["in any order", [0.03, 0.01, 0.02], [0.04, 0.03, 0.04]],
    ["at most 1", [0.5, 0.9], [1, 1]],
    ["a single one as it is", [0.04], [0.04]],
    ["unknown ones count among all", [0.01, null, 0.04], [0.03, null, 0.08]],
    ["none", [], []],
  ])("%s", (_, ps, expected) => {
    expect(holm(ps).map((p) => (p === null ? null : Number(p.toFixed(9))))).toEqual(expected);
  });

  it("never lies below the plain p, and keeps the order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (ps) => {
        const adjusted = holm(ps);
        for (const [i, p] of ps.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          for (const [j, other] of ps.entries())
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 1);
        }
      }),
    );
  });
});

describe("several treatments", () => {
  const level = (all: ReturnType<typeof readTreatments>) => all.map((each) => Number(each.level.toFixed(4)));

  it("one treatment is judged by the whole chance of a false win", () => {
    const [only] = readTreatments([{ name: "new", looks: [rates(480, 552)] }], PLAN);
    expect(only?.level).toBe(0.05);
    expect(only?.adjustedP).toBeCloseTo(0.022, 4);
    expect(only?.reading?.methodInterval[0]).toBeCloseTo(0.0009, 4);
  });

  it("what differs leaves its share to the rest, which then differs too", () => {
    const strong = { name: "strong", looks: [rates(480, 600)] };
    const weak = { name: "weak", looks: [rates(480, 552)] };
    const both = readTreatments([strong, weak], PLAN);
    expect(level(both)).toEqual([0.025, 0.025]);
    expect(both.map(({ reading }) => (reading?.methodInterval[0] ?? 0) > 0)).toEqual([true, true]);
    const weaker = { name: "weaker", looks: [rates(480, 545)] };
    const later = readTreatments([strong, weaker], PLAN);
    expect(level(later)).toEqual([0.025, 0.05]);
    expect(later.map(({ reading }) => (reading?.methodInterval[0] ?? 0) > 0)).toEqual([true, true]);
  });

  it("a difference that stands alone is not enough among several", () => {
    const weak = { name: "weak", looks: [rates(480, 545)] };
    const none = { name: "none", looks: [rates(480, 480)] };
    const alone = readTreatments([weak], PLAN);
    const among = readTreatments([weak, none], PLAN);
    expect(alone[0]?.reading?.methodInterval[0]).toBeGreaterThan(0);
    expect(among[0]?.reading?.methodInterval[0]).toBeLessThan(0);
    expect(level(among)).toEqual([0.025, 0.025]);
    expect(among[0]?.adjustedP).toBeCloseTo(2 * (alone[0]?.adjustedP ?? 0), 9);
  });

  it("an interval by Holm agrees with the adjusted p", () => {
    const treatment = fc
      .integer({ min: 300, max: 700 })
      .map((next) => ({ name: `${next}`, looks: [rates(480, next)] }));
    fc.assert(
      fc.property(fc.array(treatment, { minLength: 1, maxLength: 5 }), (treatments) => {
        for (const { adjustedP, reading } of readTreatments(treatments, PLAN)) {
          const [low, high] = reading?.methodInterval ?? [0, 0];
          // The p is pooled and the interval is not: within a hair of the bound they may differ.
          if (Math.abs((adjustedP ?? 1) - 0.05) > 0.01) expect(low > 0 || high < 0).toBe((adjustedP ?? 1) < 0.05);
        }
      }),
    );
  });
});

describe("always-valid looks", () => {
  const always = { ...PLAN, method: "always_valid", alpha: 0.05 } as const;

  it("keep the least p: a later look that fades does not take it back", () => {
    const [read] = readTreatments([{ name: "new", looks: [rates(480, 700), rates(900, 930, 20_000)] }], always);
    expect(read?.run).toHaveLength(2);
    expect(read?.run[1]).toBe(read?.run[0]);
    expect(read?.run[0]).toBeLessThan(0.001);
    expect(read?.reading?.alwaysValidP).toBeGreaterThan(0.5);
  });

  it("the interval is what every look allows, and the newest alone where looks contradict each other", () => {
    const first = rates(480, 552);
    const second = rates(960, 1_090, 24_000);
    const [both] = readTreatments([{ name: "new", looks: [first, second] }], always);
    const [late] = readTreatments([{ name: "new", looks: [second] }], always);
    expect(both?.reading?.methodInterval[0]).toBeGreaterThanOrEqual(late?.reading?.methodInterval[0] ?? 0);
    const [turned] = readTreatments([{ name: "new", looks: [rates(480, 900), rates(960, 500, 24_000)] }], always);
    const [newest] = readTreatments([{ name: "new", looks: [rates(960, 500, 24_000)] }], always);
    expect(turned?.reading?.methodInterval).toEqual(newest?.reading?.methodInterval);
  });
});

describe("looks that the plan does not pay for", () => {
  it.each<[string, Parameters<typeof falseWinChance>[0], number, number | null]>([
    ["the one look that was planned", PLAN, 1, null],
    ["five looks where one was planned", PLAN, 5, 0.142],
    ["always valid, however often", { ...PLAN, method: "always_valid" }, 90, null],
    ["five planned by Pocock", { ...PLAN, method: "pocock", looks: 5 }, 5, null],
    ["ten where Pocock planned five", { ...PLAN, method: "pocock", looks: 5 }, 10, 0.071],
  ])("%s", (_, plan, taken, expected) => {
    const chance = falseWinChance(plan, taken);
    if (expected === null) expect(chance).toBeNull();
    else expect(chance).toBeCloseTo(expected, 2);
  });
});
