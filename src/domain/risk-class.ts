import type { Tier } from "#domain/vocabulary.ts";

/** From mild to forbidden. A working classification for people to confirm, not legal advice (C10.4). */
export const RISK_CLASSES = ["unknown", "minimal", "limited", "high", "prohibited"] as const;
export type RiskClass = (typeof RISK_CLASSES)[number];

export type RiskAnswers = {
  art5Practice: boolean;
  annexIThirdPartyAssessment: boolean;
  /** "none" where it is used in no high-risk area. */
  annexIiiArea: string;
  art63Exempt: boolean;
  profilesPeople: boolean;
  interactsWithPeople: boolean;
  syntheticContent: boolean;
  emotionOrBiometricCategorisation: boolean;
};

const QUESTIONS = [
  "art5Practice",
  "annexIThirdPartyAssessment",
  "annexIiiArea",
  "art63Exempt",
  "profilesPeople",
  "interactsWithPeople",
  "syntheticContent",
  "emotionOrBiometricCategorisation",
] as const satisfies readonly (keyof RiskAnswers)[];

/**
 * The logic of the EU AI Act (C10.4): a prohibited practice; an Annex I product that a third party assesses is high; an
 * Annex III area is high unless the Article 6(3) filter is claimed and nobody is profiled; talking to people, synthetic
 * content and emotion or biometric categories are limited; the rest is minimal. Prohibited and high are known as soon as
 * one answer says so; below them the class is unknown while a question is open.
 */
export function riskClass(answers: Partial<RiskAnswers>): RiskClass {
  const { annexIiiArea = "none", art63Exempt, profilesPeople } = answers;
  const filtered = art63Exempt === true && profilesPeople === false;
  if (answers.art5Practice) return "prohibited";
  if (answers.annexIThirdPartyAssessment || (annexIiiArea !== "none" && !filtered)) return "high";
  if (QUESTIONS.some((question) => answers[question] === undefined)) return "unknown";
  const limited = answers.interactsWithPeople || answers.syntheticContent || answers.emotionOrBiometricCategorisation;
  return limited ? "limited" : "minimal";
}

/** Each 1 to 5. */
export type Impact = { severity: number; reach: number; autonomy: number };

/**
 * The governance tier (C10.4): prohibited and high are tier 3; else, also while the class is open, severity · max(reach,
 * autonomy) of 16 and more is tier 3, of 9 and more tier 2, below it tier 1, and a limited class at least 2. Null while the
 * impact is open.
 */
export function governanceTier(risk: RiskClass, impact: Impact | null): Tier | null {
  if (risk === "prohibited" || risk === "high") return 3;
  if (!impact) return null;
  const product = impact.severity * Math.max(impact.reach, impact.autonomy);
  if (product >= 16) return 3;
  return product >= 9 || risk === "limited" ? 2 : 1;
}
