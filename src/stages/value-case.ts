import type { ProjectFacts } from "#domain/stage-law.ts";
import type { ValueCase } from "#domain/value.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageDocument } from "#stages/field.ts";

/** What the organisation assumes where the business case is silent. */
export type ValueAssumptions = { discountAnnual: number };

/** As the law knows it, so that a gate judges the same number that stands on screen. */
export const assumedBy = ({ discountAnnual = 0 }: Pick<ProjectFacts, "discountAnnual">): ValueAssumptions => ({
  discountAnnual,
});

/** The value model's inputs from a business case; null until benefit, costs and chance of success are there. */
export function valueCaseOf(document: StageDocument, { discountAnnual }: ValueAssumptions): ValueCase | null {
  const amount = (path: string) => {
    const answer = answerAt(document, path);
    return typeof answer === "number" ? answer : undefined;
  };
  const benefitMonthly = amount("benefitMonthly");
  const buildCost = amount("buildCost");
  const runCostMonthly = amount("runCostMonthly");
  const successProbability = amount("successProbability");
  if (benefitMonthly === undefined || buildCost === undefined) return null;
  if (runCostMonthly === undefined || successProbability === undefined) return null;
  return {
    benefitMonthly,
    buildCost,
    runCostMonthly,
    successProbability,
    horizonMonths: amount("horizonMonths") ?? 36,
    buildMonths: amount("buildMonths") ?? 0,
    rampMonths: amount("rampMonths") ?? 0,
    upfrontCost: amount("upfrontCost") ?? 0,
    discountAnnual: amount("discountAnnual") ?? discountAnnual,
    delayBurnMonthly: amount("delayBurnMonthly") ?? 0,
  };
}

/** Net benefit of a year at full use, weighed by the chance of success. */
export function annualValueOf(value: ValueCase): number {
  return 12 * (value.successProbability * value.benefitMonthly - value.runCostMonthly);
}
