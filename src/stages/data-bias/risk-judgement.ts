import { type BiasRegister, biasRegister, mayStand } from "#domain/bias-register.ts";
import {
  type AcceptanceData,
  acceptanceRecord,
  mitigationRecord,
  type RiskData,
} from "#stages/data-bias/risk-records.ts";
import type { Fact, FactBag } from "#stages/fact.ts";

export type Movement = { likelihood: number; severity: number };

export type JudgedBiasRisk = BiasRegister["risks"][number] & {
  before: Movement;
  after: Movement | null;
  /** How many mitigations it has, and how many of them are verified. */
  mitigations: number;
  verified: number;
  mitigationVerified: boolean;
};

/** A risk with both numbers, weighed with its mitigations; null while likelihood or severity is open. */
export function judgeRisk({ key, data }: Pick<Fact<RiskData>, "key" | "data">, bag: FactBag): JudgedBiasRisk | null {
  const { likelihood, severity, likelihoodAfter, severityAfter } = data;
  if (likelihood === undefined || severity === undefined) return null;
  const after =
    likelihoodAfter === undefined || severityAfter === undefined
      ? null
      : { likelihood: likelihoodAfter, severity: severityAfter };
  const mine = bag.of(mitigationRecord).filter((mitigation) => mitigation.data.risk === key);
  const verified = mine.filter((mitigation) => mitigation.data.verified).length;
  // What is promised rests on all of them: one that is not proven leaves the risk where it was.
  const mitigationVerified = mine.length > 0 && verified === mine.length;
  const [judged] = biasRegister([{ likelihood, severity, after, mitigationVerified }]).risks;
  if (!judged) return null;
  return { ...judged, before: { likelihood, severity }, after, mitigations: mine.length, verified, mitigationVerified };
}

/** Acceptances of the risk that have not ended, newest first. */
export function standingAcceptances(risk: string, bag: FactBag, now: number): Fact<AcceptanceData>[] {
  return bag
    .of(acceptanceRecord)
    .filter(({ data }) => data.risk === risk && Date.parse(data.validUntil) > now)
    .toSorted((a, b) => b.recordedAt - a.recordedAt);
}

/**
 * Whether a risk of this level may stand: low always, medium by its owner (the engineer, where nobody is named), high by
 * the lead and the reviewer, critical never.
 */
export function isAccepted(
  level: number,
  risk: Pick<Fact<RiskData>, "key" | "data">,
  bag: FactBag,
  now: number,
): boolean {
  const standing = standingAcceptances(risk.key, bag, now);
  const { owner } = risk.data;
  const byOwner = standing.some(({ recordedBy, data }) => (owner ? recordedBy === owner : data.role === "ML"));
  const lead = standing.find(({ data }) => data.role === "LD");
  const reviewer = standing.find(({ data }) => data.role === "RV");
  const counted = standing.filter((each) => each === lead || each === reviewer || byOwner);
  if (counted.length === 0) return mayStand(level, null, new Date(now));
  const ends = Math.min(...counted.map(({ data }) => Date.parse(data.validUntil)));
  const acceptance = {
    byOwner,
    byLead: lead !== undefined,
    byReviewer: reviewer !== undefined,
    from: new Date(Math.max(...counted.map(({ recordedAt }) => recordedAt))),
    until: new Date(ends),
  };
  return mayStand(level, acceptance, new Date(now));
}
