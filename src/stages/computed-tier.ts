import { governanceTier, type Impact, type RiskAnswers, riskClass } from "#domain/risk-class.ts";
import type { Tier } from "#domain/vocabulary.ts";
import type { StageDocument } from "#stages/field.ts";

type RiskPart = { riskAnswers?: Partial<RiskAnswers>; impact?: Partial<Impact> };

/** The tier that the risk questions of the business case ask for; null while they are open. */
export function computedTier(document: StageDocument & RiskPart): Tier | null {
  const { riskAnswers = {}, impact = {} } = document;
  const { severity, reach, autonomy } = impact;
  const whole = severity !== undefined && reach !== undefined && autonomy !== undefined;
  return governanceTier(riskClass(riskAnswers), whole ? { severity, reach, autonomy } : null);
}
