import { z } from "zod";
import { choice, money, number, text } from "#stages/answers.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";

export const BUDGET_CATEGORIES = ["people", "compute", "data", "licence", "other"] as const;

const schema = z.object({
  title: told(text(2, 120), { label: "Line", help: "What the money is for, e.g. two data engineers." }),
  category: told(choice(BUDGET_CATEGORIES), { label: "Category" }),
  period: told(text(4, 40), { label: "Period", help: "As your budget cuts time: 2026, 2026-Q1 or 2026-03." }),
  planned: told(money(), { label: "Planned", unit: "money" }),
  actual: may(money(), { label: "Actual", help: "What was spent once the period is over.", unit: "money" }),
  fte: may(number(0, 10_000), { label: "People", unit: "FTE" }),
});

export type BudgetLine = z.infer<typeof schema>;

export const budgetLine = defineFact({
  kind: "budget-lines",
  one: "budget line",
  many: "budget lines",
  stage: "business-case",
  help: "What the project may spend and what it has spent, by category and period. Beyond a quarter over plan the case is looked at again.",
  name: "title",
  writers: ["PM", "LD"],
  columns: ["category", "period", "planned", "actual", "fte"],
  schema,
  figures: ({ data }) => [againstPlan(data)],
});

/** Only the lines whose actual cost is known count on both sides: a period that runs is no saving. */
export function spendOf(lines: readonly Pick<Fact<BudgetLine>, "data">[]): { planned: number; actual: number } | null {
  const known = lines.flatMap(({ data: { planned, actual } }) => (actual === undefined ? [] : [{ planned, actual }]));
  if (known.length === 0) return null;
  const total = (pick: (line: { planned: number; actual: number }) => number) =>
    known.reduce((sum, line) => sum + Math.round(pick(line) * 100), 0) / 100;
  return { planned: total(({ planned }) => planned), actual: total(({ actual }) => actual) };
}

function againstPlan({ planned, actual }: BudgetLine): Figure {
  const figure = { name: "againstPlan", label: "Actual against plan", unit: "percent", calculator: "against_plan" };
  const inputs = { planned, actual };
  if (actual === undefined) return { ...figure, inputs, value: null, reason: "The actual cost is not known yet." };
  if (planned === 0) return { ...figure, inputs, value: null, reason: "Nothing was planned." };
  return { ...figure, inputs, value: actual / planned };
}
