import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BiasRisk, biasRegister, mayStand, type RiskAcceptance, riskBand } from "#domain/bias-register.ts";

const NOW = new Date("2026-03-16T09:00:00Z");

describe("the register", () => {
  it("lets a promise count only once it is verified (READMIT)", () => {
    const register = biasRegister([
      risk([4, 4], [2, 4], true),
      risk([4, 5], [2, 4], false),
      risk([3, 4], [2, 3], true),
      risk([3, 3], [2, 3], true),
      risk([2, 4], [1, 4], true),
    ]);
    expect(register).toMatchObject({ exposureInherent: 65, exposureResidual: 44, maxResidual: 20 });
    expect(register.risks[1]).toEqual({ inherent: 20, residual: 20, planned: 8, band: "critical", reduction: 0 });
  });

  it("knows no maximum of nothing", () => {
    expect(biasRegister([])).toEqual({ risks: [], exposureInherent: 0, exposureResidual: 0, maxResidual: null });
  });

  it("calls severity 5 at likelihood 1 medium, never low", () => {
    expect([4, 5, 9, 10, 15, 16, 25].map(riskBand)).toEqual([
      "low",
      "medium",
      "medium",
      "high",
      "high",
      "critical",
      "critical",
    ]);
  });

  it("never lets exposure rise by a mitigation that does not make things worse", () => {
    const score = fc.integer({ min: 1, max: 5 });
    const item = fc.record({ l0: score, s0: score, l1: score, s1: score, verified: fc.boolean() });
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const helpful = items.map(({ l0, s0, l1, s1, verified }) =>
          risk([l0, s0], [Math.min(l0, l1), Math.min(s0, s1)], verified),
        );
        const register = biasRegister(helpful);
        expect(register.exposureResidual).toBeLessThanOrEqual(register.exposureInherent);
        for (const { reduction, planned, residual } of register.risks) {
          expect(reduction).toBeGreaterThanOrEqual(0);
          expect(planned).toBeLessThanOrEqual(residual);
        }
      }),
    );
  });
});

describe("acceptance", () => {
  const nobody = { byOwner: false, byLead: false, byReviewer: false, from: NOW, until: null };
  const both: RiskAcceptance = { ...nobody, byLead: true, byReviewer: true, until: new Date("2026-09-12T09:00:00Z") };

  it("is not needed for low, and the owner's for medium", () => {
    expect(mayStand(4, null, NOW)).toBe(true);
    expect(mayStand(9, null, NOW)).toBe(false);
    expect(mayStand(9, nobody, NOW)).toBe(false);
    expect(mayStand(9, { ...nobody, byOwner: true }, NOW)).toBe(true);
  });

  it("of a high risk takes lead and reviewer, for at most 180 days", () => {
    expect(mayStand(15, both, NOW)).toBe(true);
    expect(mayStand(15, { ...both, byReviewer: false, byOwner: true }, NOW)).toBe(false);
    expect(mayStand(15, { ...both, until: null }, NOW)).toBe(false);
    expect(mayStand(15, { ...both, until: new Date("2026-09-12T09:00:01Z") }, NOW)).toBe(false);
    expect(mayStand(15, both, new Date("2026-09-12T09:00:00Z"))).toBe(false);
  });

  it("does not exist for a critical risk", () => {
    expect(mayStand(16, { ...both, byOwner: true }, NOW)).toBe(false);
  });
});

function risk([l0, s0]: [number, number], [l1, s1]: [number, number], mitigationVerified: boolean): BiasRisk {
  return { likelihood: l0, severity: s0, after: { likelihood: l1, severity: s1 }, mitigationVerified };
}
