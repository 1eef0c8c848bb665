import { geEps, leEps } from "#domain/comparison.ts";
import { framingScore } from "#domain/framing.ts";
import type { Requirement } from "#domain/requirement.ts";
import { type RiskAnswers, type RiskClass, riskClass } from "#domain/risk-class.ts";
import { valueModel } from "#domain/value.ts";
import { feasibilityOf } from "#stages/business-case/feasibility.ts";
import { framingOf, framingWords } from "#stages/business-case/framing-revision.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";
import { assumedBy, valueCaseOf } from "#stages/value-case.ts";

type Answers = StageDocument & {
  readonly horizonMonths?: number;
  readonly discountAnnual?: number;
  readonly mandatory?: boolean;
  readonly mandatoryReason?: string;
  readonly deRiskPlan?: string;
  readonly riskAnswers?: Partial<RiskAnswers>;
};

const LEAST_FEASIBILITY = 40;

/** G1.1 to G1.4. Tier 1 does not ask for what they rest on; what it recorded nevertheless is judged. */
export function caseRequirements(document: Answers, facts: StageFacts): Requirement[] {
  const asked = facts.tier >= 2;
  const discounted = document.horizonMonths !== undefined && document.discountAnnual !== undefined;
  const { measured } = feasibilityOf(document, facts);
  const risk = riskClass(document.riskAnswers ?? {});
  return [
    ...(asked ? [framed(document)] : []),
    ...(asked || discounted ? [worthIt(document, facts)] : []),
    ...(asked || measured !== null ? [feasible(document, measured)] : []),
    ...(asked || risk !== "unknown" ? [riskAllowed(risk)] : []),
  ];
}

function framed(document: Answers): Requirement {
  const { score, missing } = framingScore(framingOf(document));
  return requirement({
    key: "G1.1",
    label: "The problem is framed in all ten answers",
    met: missing.length === 0,
    detail: `Framing score ${score} of 100.`,
    fix: fieldFix(["PM", "ML"], "Answer the framing questions that are open.", `framing.${missing[0]}`),
    items: missing.map((name) => ({ label: framingWords(name), where: `#field-framing.${FIRST_FIELD[name] ?? name}` })),
  });
}

/** Where an answer has several parts, the first of them. */
const FIRST_FIELD: Readonly<Record<string, string>> = {
  errorCosts: "errorCosts.gainTp",
  nonMlBaseline: "nonMlBaseline.text",
};

function worthIt(document: Answers, facts: StageFacts): Requirement {
  const value = valueCaseOf(document, assumedBy(facts));
  const npv = value && valueModel(value).npv;
  const ordered = document.mandatory === true && document.mandatoryReason !== undefined;
  return requirement({
    key: "G1.2",
    label: "It is worth more than it costs, or it has to be done",
    met: ordered || (npv !== null && !leEps(npv, 0)),
    detail: worthWords(npv, document),
    fix: fieldFix(
      ["PM", "LD"],
      npv === null ? "Fill in benefit, costs and chance of success." : "Change the case, or say why it is mandatory.",
      npv === null ? "benefitMonthly" : "mandatory",
    ),
  });
}

function worthWords(npv: number | null, { mandatory, mandatoryReason }: Answers): string {
  const worth =
    npv === null
      ? "The net present value is not known."
      : `Net present value ${Math.round(npv).toLocaleString("en-GB")}.`;
  if (!mandatory) return worth;
  return mandatoryReason
    ? `${worth} It is mandatory: ${mandatoryReason}`
    : `${worth} It is mandatory, but no reason says why.`;
}

function feasible({ deRiskPlan }: Answers, score: number | null): Requirement {
  const enough = score !== null && geEps(score, LEAST_FEASIBILITY);
  return requirement({
    key: "G1.3",
    label: "It is feasible, or a plan takes the risk out",
    met: enough || (score !== null && deRiskPlan !== undefined),
    detail:
      score === null
        ? "Feasibility is not known; it needs four grades."
        : `Feasibility ${Math.round(score)} of 100, ${LEAST_FEASIBILITY} needed${enough ? "" : deRiskPlan ? "; a plan is linked" : ""}.`,
    fix: fieldFix(
      ["ML", "PM"],
      score === null ? "Grade at least four factors." : "Link the plan that takes the risk out.",
      score === null ? "feasibility.dataAvailability" : "deRiskPlan",
    ),
  });
}

function riskAllowed(risk: RiskClass): Requirement {
  return requirement({
    key: "G1.4",
    label: "The risk class is known and not prohibited",
    met: risk !== "unknown" && risk !== "prohibited",
    detail:
      risk === "unknown"
        ? "Some of the risk questions are open."
        : `Risk class ${risk}: a working aid, to be confirmed by people.`,
    fix: fieldFix(["PM"], "Answer the risk questions.", "riskAnswers.art5Practice"),
  });
}
