import { type ValueCase, valueModel } from "#domain/value.ts";
import { isGroup } from "#stages/answer-at.ts";
import type { StageDocument } from "#stages/field.ts";
import { type ValueAssumptions, valueCaseOf } from "#stages/value-case.ts";

/** One option in the same money as the case: over the same horizon and at the same rate, in use from the first month. */
export type Alternative = {
  option: string;
  /** The row that is always there. */
  nothing: boolean;
  usesMl: boolean;
  /** Null while its cost, or the benefit that it should bring, is not told. */
  npv: number | null;
  roi: number | null;
  whyNot: string | null;
  /** What still keeps it from being compared, in words. */
  gaps: readonly string[];
};

/** The alternatives of a business case as they are written down, unfinished rows too. */
export function alternativesOf(document: StageDocument, assumptions: ValueAssumptions): Alternative[] {
  const { alternatives: rows } = document;
  const terms = termsOf(document, assumptions);
  return Array.isArray(rows) ? rows.filter(isGroup).map((row) => alternativeOf(row, terms)) : [];
}

function alternativeOf(row: StageDocument, terms: Terms): Alternative {
  const option = typeof row.option === "string" ? row.option : "";
  const nothing = /^do(ing)? nothing$/i.test(option.trim());
  const free = nothing ? 0 : null;
  const cost = numberIn(row.cost) ?? free;
  const benefit = numberIn(row.benefitMonthly) ?? free;
  const worth = cost === null || benefit === null ? null : valueModel(pricedAt(row, cost, benefit, terms));
  return {
    ...{ option, nothing, usesMl: row.usesMl === true },
    npv: worth?.npv ?? null,
    roi: worth?.roi ?? null,
    whyNot: typeof row.whyNot === "string" ? row.whyNot : null,
    gaps: [...(cost === null ? ["no cost"] : []), ...(benefit === null ? ["no benefit a month"] : [])],
  };
}

type Terms = Pick<ValueCase, "horizonMonths" | "discountAnnual" | "successProbability">;

/** What the case says of time and chance; its own defaults where it is not whole yet. */
function termsOf(document: StageDocument, assumptions: ValueAssumptions): Terms {
  const found = valueCaseOf(document, assumptions);
  if (found) return found;
  return {
    horizonMonths: numberIn(document.horizonMonths) ?? 36,
    discountAnnual: numberIn(document.discountAnnual) ?? assumptions.discountAnnual,
    successProbability: numberIn(document.successProbability) ?? 1,
  };
}

function pricedAt(row: StageDocument, cost: number, benefit: number, terms: Terms): ValueCase {
  return {
    horizonMonths: terms.horizonMonths,
    discountAnnual: terms.discountAnnual,
    successProbability: numberIn(row.chance) ?? terms.successProbability,
    ...{ upfrontCost: cost, benefitMonthly: benefit, runCostMonthly: numberIn(row.runCostMonthly) ?? 0 },
    ...{ buildMonths: 0, rampMonths: 0, buildCost: 0, delayBurnMonthly: 0 },
  };
}

function numberIn(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
