import { delayCost, valueModel } from "#domain/value.ts";
import {
  FEASIBILITY_WEIGHTS,
  type FeasibilityAnswers,
  type FeasibilityFactor,
  feasibility,
  priority,
  type Quadrant,
  quadrant,
  valueScore,
} from "#domain/value-score.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageDocument } from "#stages/field.ts";
import { type ValueAssumptions, valueCaseOf } from "#stages/value-case.ts";

export type WorthAssumptions = ValueAssumptions & { npvReference: number };

export type Worth = {
  value: number | null;
  feasibility: number | null;
  quadrant: Quadrant | null;
  priority: number | null;
  /** What one month of delay costs, in the project's currency. */
  delayLoss: number | null;
};

/**
 * What stage 1 says of a project beside others (C1): the two axes of the map, and what waiting costs. `grades`: those of
 * the document, unless stage 3 has measured what two of them only guess.
 */
export function worthOf(
  document: StageDocument,
  assumptions: WorthAssumptions,
  grades: FeasibilityAnswers = gradesOf(document),
): Worth {
  const grade = (path: string) => numberAt(document, path);
  const money = valueCaseOf(document, assumptions);
  const value = valueScore({
    npv: money ? valueModel(money).npv : null,
    npvReference: assumptions.npvReference,
    strategic: grade("strategicAlignment"),
    urgency: grade("urgency"),
  });
  const feasible = feasibility(grades);
  return {
    value,
    feasibility: feasible,
    quadrant: quadrant(value, feasible),
    priority: priority(value, feasible),
    delayLoss: money ? delayCost(money, 1) : null,
  };
}

/** As stage 1 guesses them. */
export function gradesOf(document: StageDocument): FeasibilityAnswers {
  const factors = Object.keys(FEASIBILITY_WEIGHTS) as FeasibilityFactor[];
  return Object.fromEntries(factors.map((factor) => [factor, numberAt(document, `feasibility.${factor}`)]));
}

function numberAt(document: StageDocument, path: string): number | null {
  const answer = answerAt(document, path);
  return typeof answer === "number" ? answer : null;
}
