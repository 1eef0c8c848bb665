import type { RuleVerdict } from "#domain/evidence.ts";
import { framingScore } from "#domain/framing.ts";
import type { Requirement } from "#domain/requirement.ts";
import { stressedNpv } from "#domain/value-sensitivity.ts";
import { answerAt } from "#stages/answer-at.ts";
import { comparedWithout } from "#stages/business-case/alternative-requirement.ts";
import { caseRequirements } from "#stages/business-case/case-requirements.ts";
import { framingOf, framingWords } from "#stages/business-case/framing-revision.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";
import { assumedBy, valueCaseOf } from "#stages/value-case.ts";

type Value = StageDocument & {
  readonly upfrontCost?: number;
  readonly buildCost?: number;
  readonly budgetTotal?: number;
  readonly goNoGo?: "go" | "no_go" | "pivot" | "defer";
  readonly delayOptimistic?: number;
  readonly delayLikely?: number;
  readonly delayPessimistic?: number;
  readonly feasibility?: Readonly<Record<string, number | undefined>>;
};

const FEASIBILITY_ASKED = 4;

/** Within a sentence a label begins small; "ML" in it stays as it is. */
const inSentence = (label: string) => `${label.charAt(0).toLowerCase()}${label.slice(1)}`;

/** Item 1.2: a framing score of 100 (C1). */
export function framingComplete(document: StageDocument): RuleVerdict {
  const { score, missing } = framingScore(framingOf(document));
  return {
    met: missing.length === 0,
    detail:
      missing.length === 0
        ? "All ten framing questions are answered."
        : `Framing score ${score}. Still open: ${missing.map((name) => inSentence(framingWords(name))).join(", ")}.`,
  };
}

export function valueModelComplete(document: StageDocument): RuleVerdict {
  const met = valueCaseOf(document, { discountAnnual: 0 }) !== null;
  return {
    met,
    detail: met
      ? "Costs, benefit and chance of success are there, so the net present value can be computed."
      : "The net present value needs build cost, run cost, benefit and chance of success.",
  };
}

/** Item 1.5: what remains with the success probability 0.2 lower, and at the likely delay; one month where none is told. */
export function sensitivityShown(document: StageDocument, facts: Pick<StageFacts, "discountAnnual">): RuleVerdict {
  const value = valueCaseOf(document, assumedBy(facts));
  if (!value)
    return { met: false, detail: "The net present value needs build cost, run cost, benefit and chance of success." };
  const told = answerAt(document, "delayLikely");
  const months = typeof told === "number" ? told : 1;
  const { lessLikely, late } = stressedNpv(value, months);
  const words = `${months} ${months === 1 ? "month" : "months"}`;
  return {
    met: true,
    detail: `Net present value with the chance of success 20 points lower: ${whole(lessLikely)}; ${words} late: ${whole(late)}.`,
  };
}

export function businessCaseInconsistencies(document: Value, project: ConditionFacts): Inconsistency[] {
  return [...delaysOutOfOrder(document), ...(project.tier >= 2 ? tooFewFactors(document) : [])];
}

export function businessCaseRequirements(document: Value, facts: StageFacts): Requirement[] {
  const { goNoGo, budgetTotal, upfrontCost = 0, buildCost = 0 } = document;
  const spend = upfrontCost + buildCost;
  const decided = requirement({
    key: "G1.5",
    label: "The decision is to go",
    met: goNoGo === "go",
    detail: goNoGo ? `The decision is ${goNoGo.replace("_", " ")}.` : "No decision is recorded yet.",
    fix: fieldFix(["LD"], "Record the decision.", "goNoGo"),
  });
  const funded = requirement({
    key: "G1.6",
    label: "The budget covers upfront and build cost",
    met: budgetTotal !== undefined && cents(budgetTotal) >= cents(spend),
    detail:
      budgetTotal === undefined
        ? "No approved budget is recorded yet."
        : `Approved ${whole(budgetTotal)}; upfront and build cost together ${whole(spend)}.`,
    fix: fieldFix(["LD"], "Raise the budget or lower the cost.", "budgetTotal"),
  });
  const budgetAsked = facts.tier >= 2 || budgetTotal !== undefined;
  return [
    ...caseRequirements(document, facts),
    ...comparedWithout(document, facts),
    decided,
    ...(budgetAsked ? [funded] : []),
  ];
}

function delaysOutOfOrder({ delayOptimistic, delayLikely, delayPessimistic }: Value): Inconsistency[] {
  const known = [delayOptimistic, delayLikely, delayPessimistic].filter((months) => months !== undefined);
  const rising = known.every((months, i) => i === 0 || months >= (known[i - 1] ?? 0));
  if (rising) return [];
  return [{ path: "delayLikely", message: "The delays must not fall from optimistic over likely to pessimistic" }];
}

function tooFewFactors({ feasibility = {} }: Value): Inconsistency[] {
  const answered = Object.values(feasibility).filter((grade) => grade !== undefined).length;
  if (answered >= FEASIBILITY_ASKED) return [];
  const message = `At least ${FEASIBILITY_ASKED} of the six feasibility grades; this has ${answered}`;
  return [{ path: "feasibility.dataAvailability", message }];
}

function whole(amount: number): string {
  return Math.round(amount).toLocaleString("en-GB");
}

function cents(amount: number): number {
  return Math.round(amount * 100);
}
