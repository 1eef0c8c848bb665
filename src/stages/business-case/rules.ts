import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { answerAt } from "#stages/answer-at.ts";
import { framingFields } from "#stages/business-case/framing-fields.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";
import { leavesOf } from "#stages/stage-fields.ts";
import { valueCaseOf } from "#stages/value-case.ts";

type Value = {
  readonly upfrontCost?: number;
  readonly buildCost?: number;
  readonly budgetTotal?: number;
  readonly goNoGo?: "go" | "no_go" | "pivot" | "defer";
  readonly delayOptimistic?: number;
  readonly delayLikely?: number;
  readonly delayPessimistic?: number;
  readonly feasibility?: Readonly<Record<string, number | undefined>>;
};

const FRAMING = leavesOf(framingFields, "framing.");
const FEASIBILITY_ASKED = 4;

/** Framing score = answered framing questions / all of them; the item asks for every one. */
export function framingComplete(document: StageDocument): RuleVerdict {
  const open = FRAMING.filter(({ path }) => answerAt(document, path) === undefined);
  return {
    met: open.length === 0,
    detail:
      open.length === 0
        ? `All ${FRAMING.length} framing questions are answered.`
        : `Still open: ${open.map(({ label }) => label.toLowerCase()).join(", ")}.`,
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
        : `Approved ${budgetTotal}; upfront and build cost together ${spend}.`,
    fix: fieldFix(["LD"], "Raise the budget or lower the cost.", "budgetTotal"),
  });
  const budgetAsked = facts.tier >= 2 || budgetTotal !== undefined;
  return budgetAsked ? [decided, funded] : [decided];
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

function cents(amount: number): number {
  return Math.round(amount * 100);
}
