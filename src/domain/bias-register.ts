/** A risk of the register. Likelihood and severity are whole numbers 1..5, `after` is what the mitigation promises. */
export type BiasRisk = {
  likelihood: number;
  severity: number;
  after: { likelihood: number; severity: number } | null;
  mitigationVerified: boolean;
};

export type RiskBand = "low" | "medium" | "high" | "critical";

export type JudgedRisk = {
  inherent: number;
  /** What stands today: the promised value only once its metric is verified. */
  residual: number;
  /** What will stand if every mitigation works; gate 4 plans with it. */
  planned: number;
  band: RiskBand;
  /** 1 − residual / inherent; negative where a mitigation made it worse. */
  reduction: number;
};

export type BiasRegister = {
  risks: JudgedRisk[];
  exposureInherent: number;
  exposureResidual: number;
  /** The gate's number; null for an empty register. */
  maxResidual: number | null;
};

/** Risk = likelihood × severity (C4), 1..25; exposure is the sum, the gate uses the maximum. */
export function biasRegister(items: readonly BiasRisk[]): BiasRegister {
  const risks = items.map(judge);
  return {
    risks,
    exposureInherent: sum(risks.map(({ inherent }) => inherent)),
    exposureResidual: sum(risks.map(({ residual }) => residual)),
    maxResidual: risks.length > 0 ? Math.max(...risks.map(({ residual }) => residual)) : null,
  };
}

/** 1–4 low, 5–9 medium, 10–15 high, 16–25 critical: severity 5 at likelihood 1 is medium, never low. */
export function riskBand(level: number): RiskBand {
  if (level >= 16) return "critical";
  if (level >= 10) return "high";
  return level >= 5 ? "medium" : "low";
}

export const ACCEPTANCE_DAYS = 180;

export type RiskAcceptance = { byOwner: boolean; byLead: boolean; byReviewer: boolean; from: Date; until: Date | null };

/**
 * Whether a residual risk may stand (C4). Low needs nobody; medium its owner; high the lead and the reviewer with an end
 * at most 180 days after the acceptance; critical cannot be accepted. An acceptance counts until the instant it ends.
 */
export function mayStand(level: number, acceptance: RiskAcceptance | null, now: Date): boolean {
  const band = riskBand(level);
  if (band === "low") return true;
  if (band === "critical" || acceptance === null) return false;
  const { byOwner, byLead, byReviewer, from, until } = acceptance;
  const lasting = until === null || until.getTime() > now.getTime();
  if (band === "medium") return lasting && (byOwner || (byLead && byReviewer));
  return lasting && byLead && byReviewer && until !== null && until.getTime() - from.getTime() <= ACCEPTANCE_DAYS * DAY;
}

const DAY = 86_400_000;

function judge({ likelihood, severity, after, mitigationVerified }: BiasRisk): JudgedRisk {
  const inherent = likelihood * severity;
  const planned = after ? after.likelihood * after.severity : inherent;
  const residual = mitigationVerified ? planned : inherent;
  return { inherent, residual, planned, band: riskBand(residual), reduction: 1 - residual / inherent };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
