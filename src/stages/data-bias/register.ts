import { riskBand } from "#domain/bias-register.ts";
import { biasRisk } from "#stages/data-bias/bias-risk.ts";
import { isAccepted, type JudgedBiasRisk, judgeRisk } from "#stages/data-bias/risk-judgement.ts";
import type { RiskData } from "#stages/data-bias/risk-records.ts";
import type { Fact, FactBag } from "#stages/fact.ts";

export type RegisteredRisk = JudgedBiasRisk & {
  key: string;
  title: string;
  fact: Fact<RiskData>;
  /** Whether what the plan leaves may stand, and whether what stands today may. */
  plannedAccepted: boolean;
  residualAccepted: boolean;
};

export type Register = {
  /** Highest inherent risk first. */
  risks: RegisteredRisk[];
  /** Recorded, but likelihood or severity is open. */
  unweighed: Fact<RiskData>[];
  exposure: number;
  residual: number;
  /** Null for an empty register. */
  maxResidual: number | null;
  maxPlanned: number | null;
};

/**
 * The register as it stands (C4). Gate 4 judges what the plan leaves (`planned`), since nothing is built yet; health and
 * the assessment of the solution judge what is proven (`residual`). Risks that were closed no longer count.
 */
export function registerOf(bag: FactBag, now: number): Register {
  const open = bag.of(biasRisk).filter(({ data }) => data.state !== "closed");
  const risks = open.flatMap((fact) => registered(fact, bag, now)).toSorted((a, b) => b.inherent - a.inherent);
  return {
    risks,
    unweighed: open.filter(({ data }) => data.likelihood === undefined || data.severity === undefined),
    exposure: sum(risks.map(({ inherent }) => inherent)),
    residual: sum(risks.map(({ residual }) => residual)),
    maxResidual: highest(risks.map(({ residual }) => residual)),
    maxPlanned: highest(risks.map(({ planned }) => planned)),
  };
}

/** The level from which a risk needs a mitigation, and an acceptance where it stays. */
export const HIGH_RISK = 10;

export function isCritical(level: number): boolean {
  return riskBand(level) === "critical";
}

function registered(fact: Fact<RiskData>, bag: FactBag, now: number): RegisteredRisk[] {
  const judged = judgeRisk(fact, bag);
  if (!judged) return [];
  return [
    {
      ...judged,
      key: fact.key,
      title: fact.data.title,
      fact,
      plannedAccepted: isAccepted(judged.planned, fact, bag, now),
      residualAccepted: isAccepted(judged.residual, fact, bag, now),
    },
  ];
}

function highest(levels: readonly number[]): number | null {
  return levels.length > 0 ? Math.max(...levels) : null;
}

function sum(levels: readonly number[]): number {
  return levels.reduce((total, each) => total + each, 0);
}
