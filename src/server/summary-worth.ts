import { toCents, valueModel } from "#domain/value.ts";
import type { FeasibilityAnswers } from "#domain/value-score.ts";
import type { Organisation } from "#generated/prisma/client.ts";
import { worthOf } from "#stages/business-case/worth.ts";
import type { StageDocument } from "#stages/field.ts";
import { annualValueOf, valueCaseOf } from "#stages/value-case.ts";

type Assumed = Pick<Organisation, "discountAnnual" | "npvReference">;

/**
 * What the portfolio shows of a business case: money to the cent, scores 0 to 100, null what is not told yet. `grades`: of
 * feasibility, with what stage 3 measured in place of the guesses.
 */
export function worthColumns(document: StageDocument, organisation: Assumed | null, grades: FeasibilityAnswers) {
  const discountAnnual = organisation?.discountAnnual ?? 0.08;
  const value = valueCaseOf(document, { discountAnnual });
  const npvReference = Number(organisation?.npvReference ?? 1_000_000);
  const worth = worthOf(document, { discountAnnual, npvReference }, grades);
  return {
    npv: value ? toCents(valueModel(value).npv) : null,
    annualValue: value ? toCents(annualValueOf(value)) : null,
    valueScore: worth.value,
    feasibility: worth.feasibility,
    quadrant: worth.quadrant,
    delayLoss: worth.delayLoss === null ? null : toCents(worth.delayLoss),
  };
}
