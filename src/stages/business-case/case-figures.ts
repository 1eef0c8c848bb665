import { governanceTier, type RiskAnswers, riskClass } from "#domain/risk-class.ts";
import { breakEvenProbability, delayAtRisk, delayCost, type ValueCase, valueModel } from "#domain/value.ts";
import { stressedNpv } from "#domain/value-sensitivity.ts";
import { answerAt } from "#stages/answer-at.ts";
import { type WorthAssumptions, worthOf } from "#stages/business-case/worth.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { StageDocument } from "#stages/field.ts";
import { valueCaseOf } from "#stages/value-case.ts";

type CaseFigure =
  | "npv"
  | "roi"
  | "payback"
  | "oneMonthLate"
  | "expectedLoss"
  | "worstLoss"
  | "lessLikely"
  | "late"
  | "breakEven"
  | "value"
  | "feasibility"
  | "quadrant"
  | "priority"
  | "riskClass"
  | "tier";
export type CaseFigures = Readonly<Record<CaseFigure, Figure>>;

/**
 * Every number of a business case (C1, C10.4) by its name, the same on the server and while it is typed. What cannot be
 * computed is null with the reason.
 */
export function caseFigures(document: StageDocument, assumptions: WorthAssumptions): CaseFigures {
  const value = valueCaseOf(document, assumptions);
  return named([
    ...moneyFigures(value),
    ...delayFigures(value, document),
    breakEven(document),
    ...standing(document, assumptions),
    ...risk(document),
  ]);
}

type Told = Omit<Figure, "name"> & { name: CaseFigure };

const NO_VALUE = "It needs benefit, build cost, run cost and the chance of success.";

function moneyFigures(value: ValueCase | null): Told[] {
  const model = value && valueModel(value);
  const common = { calculator: "value_model", inputs: { ...value } };
  const unless = (reason: string) => (model ? reason : NO_VALUE);
  return [
    { ...common, ...known("npv", "Net present value", model?.npv, NO_VALUE), unit: "money" },
    { ...common, ...known("roi", "Return", model?.roi, unless("Nothing is spent.")) },
    {
      ...common,
      ...known("payback", "Payback", model?.paybackMonths, unless("It ends below zero.")),
      unit: "months",
    },
  ];
}

function delayFigures(value: ValueCase | null, document: StageDocument): Told[] {
  const [o, l, p] = ["delayOptimistic", "delayLikely", "delayPessimistic"].map((path) => numberAt(document, path));
  const range = value && o !== undefined && l !== undefined && p !== undefined ? delayAtRisk(value, o, l, p) : null;
  const stressed = value && stressedNpv(value, l ?? 1);
  const months = { optimistic: o ?? null, likely: l ?? null, pessimistic: p ?? null };
  const unless = (reason: string) => (value ? reason : NO_VALUE);
  const money = { unit: "money" };
  const spread = { ...money, calculator: "delay_var", inputs: months };
  const untold = unless("It needs an optimistic, a likely and a pessimistic delay.");
  const late = l === undefined ? "Value one month late" : `Value ${l} ${l === 1 ? "month" : "months"} late`;
  return [
    {
      ...money,
      ...{ calculator: "delay_cost", inputs: { months: 1 } },
      ...known("oneMonthLate", "One month late costs", value && delayCost(value, 1), NO_VALUE),
    },
    { ...spread, ...known("expectedLoss", "Expected loss by delay", range?.expectedLoss, untold) },
    { ...spread, ...known("worstLoss", "Worst loss by delay", range?.worstLoss, untold) },
    {
      ...money,
      ...{ calculator: "value_model", inputs: { successProbability: value && value.successProbability - 0.2 } },
      ...known("lessLikely", "Value with the chance 20 points lower", stressed?.lessLikely, NO_VALUE),
    },
    {
      ...money,
      ...{ calculator: "value_model", inputs: { delayMonths: l ?? 1 } },
      ...known("late", late, stressed?.late, NO_VALUE),
    },
  ];
}

/** Acting pays from this probability on; it stands beside the operating threshold. */
function breakEven(document: StageDocument): Told {
  const gainTp = numberAt(document, "framing.errorCosts.gainTp");
  const costFp = numberAt(document, "framing.errorCosts.costFp");
  const told = gainTp !== undefined && costFp !== undefined;
  const common = { calculator: "act_threshold", inputs: { gainTp, costFp }, unit: "percent" };
  const reason = "It needs the gain of a right alarm and the cost of a false one.";
  return {
    ...common,
    ...known("breakEven", "Break-even probability", told ? breakEvenProbability(gainTp, costFp) : null, reason),
  };
}

function standing(document: StageDocument, assumptions: WorthAssumptions): Told[] {
  const { value, feasibility, quadrant, priority } = worthOf(document, assumptions);
  const inputs = { value, feasibility };
  const both = value === null ? NO_VALUE : "It needs value and feasibility.";
  const grades = "It needs at least four grades.";
  const { npvReference } = assumptions;
  const urgency = numberAt(document, "urgency");
  const strategic = numberAt(document, "strategicAlignment");
  return [
    {
      ...{ calculator: "value_score", inputs: { npvReference, strategic, urgency }, unit: "score" },
      ...known("value", "Value", value, NO_VALUE),
    },
    {
      ...{ calculator: "feasibility", inputs: groupAt(document, "feasibility"), unit: "score" },
      ...known("feasibility", "Feasibility", feasibility, grades),
    },
    { ...{ calculator: "quadrant", inputs }, ...known("quadrant", "Place in the portfolio", quadrant, both) },
    { ...{ calculator: "priority", inputs }, ...known("priority", "Priority", priority, both) },
  ];
}

function risk(document: StageDocument): Told[] {
  const answers: Partial<RiskAnswers> = groupAt(document, "riskAnswers");
  const found = riskClass(answers);
  const [severity, reach, autonomy] = ["severity", "reach", "autonomy"].map((path) =>
    numberAt(document, `impact.${path}`),
  );
  const whole = severity !== undefined && reach !== undefined && autonomy !== undefined;
  const least = governanceTier(found, whole ? { severity, reach, autonomy } : null);
  // An open question can still raise it, unless it is the highest already.
  const tier = found === "unknown" && least !== 3 ? null : least;
  const open = "Some of the risk questions are open.";
  return [
    {
      ...{ calculator: "risk_class", inputs: { ...answers } },
      ...known("riskClass", "Risk class", found === "unknown" ? null : found, open),
    },
    {
      ...{ calculator: "governance_tier", inputs: { riskClass: found, severity, reach, autonomy } },
      ...known("tier", "Governance tier", tier, open),
    },
  ];
}

function known(name: CaseFigure, label: string, value: number | string | null | undefined, reason: string) {
  return value === null || value === undefined ? { name, label, value: null, reason } : { name, label, value };
}

function numberAt(document: StageDocument, path: string): number | undefined {
  const answer = answerAt(document, path);
  return typeof answer === "number" ? answer : undefined;
}

function groupAt(document: StageDocument, path: string): Record<string, unknown> {
  const group = answerAt(document, path);
  return typeof group === "object" && group !== null ? { ...group } : {};
}

/** Guarantee: each name of the list stands in it once, which its test counts. */
function named(figures: readonly Told[]): CaseFigures {
  return Object.fromEntries(figures.map((figure) => [figure.name, figure])) as CaseFigures;
}
