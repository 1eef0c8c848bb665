import type { BackwardFacts } from "#domain/backward-facts.ts";
import { cashFlows, type ValueCase } from "#domain/value.ts";
import { assumption } from "#stages/business-case/assumption.ts";
import { benefitRealised } from "#stages/business-case/benefit-realised.ts";
import { budgetLine, spendOf } from "#stages/business-case/budget-line.ts";
import type { FactBag } from "#stages/fact.ts";
import type { StageDocument } from "#stages/field.ts";
import { valueCaseOf } from "#stages/value-case.ts";

type Setting = {
  /** The answers of stage 1. */
  document: StageDocument;
  /** When it went live; null while it has not. */
  liveSince: number | null;
  now: number;
};

/** What rules B1.2, B1.3 and B1.6 look at; risk and business owner are known to the server alone. */
export function businessCaseBackward(
  bag: FactBag,
  { document, liveSince, now }: Setting,
): Required<Pick<BackwardFacts, "benefitQuarters" | "cost" | "assumptions">> {
  const value = valueCaseOf(document, { discountAnnual: 0 });
  return {
    benefitQuarters: value && liveSince !== null ? benefitQuarters(bag, value, { liveSince, now }) : [],
    cost: spendOf(bag.of(budgetLine)),
    assumptions: bag.of(assumption).map(({ data: { statement, state, settledAt }, changedAt, recordedAt }) => ({
      statement,
      brokenAt: state !== "broken" ? null : settledAt ? Date.parse(settledAt) : (changedAt ?? recordedAt),
    })),
  };
}

type Quarter = { end: number; realised: number | null; planned: number };

/**
 * Calendar quarters (UTC) that lie wholly after the month of go-live and have ended. Planned: the benefit of the value
 * model, weighed by the chance of success, in the same month after go-live. A quarter with a month that nobody has
 * entered is not known.
 */
export function benefitQuarters(
  bag: FactBag,
  value: ValueCase,
  { liveSince, now }: { liveSince: number; now: number },
): Quarter[] {
  const months = benefitMonths(bag, value, { liveSince, now });
  const quarters = Map.groupBy(months, ({ month }) => Math.floor(month / 3));
  return [...quarters].flatMap(([quarter, whole]) => {
    const end = monthStart(3 * quarter + 3);
    if (whole.length < 3 || end > now) return [];
    const known = whole.flatMap(({ realised }) => realised ?? []);
    return [{ end, planned: sum(whole.map(({ planned }) => planned)), realised: known.length < 3 ? null : sum(known) }];
  });
}

/** `month` counts from year 0. */
export type BenefitMonth = { month: number; start: number; realised: number | null; planned: number };

/** Month by month from the one after go-live up to the present one: what was planned and what came. */
export function benefitMonths(
  bag: FactBag,
  value: ValueCase,
  { liveSince, now }: { liveSince: number; now: number },
): BenefitMonth[] {
  const flows = cashFlows(value);
  const realised = Map.groupBy(bag.of(benefitRealised), ({ data }) => monthOf(Date.parse(data.month)));
  const first = monthOf(liveSince) + 1;
  return Array.from({ length: Math.max(0, monthOf(now) - first + 1) }, (_, i) => {
    const entered = realised.get(first + i);
    return {
      month: first + i,
      start: monthStart(first + i),
      planned: flows[Math.min(value.horizonMonths, value.buildMonths + 1 + i)]?.benefit ?? 0,
      realised: entered ? sum(entered.map(({ data }) => data.amount)) : null,
    };
  });
}

function monthOf(time: number): number {
  const date = new Date(time);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
