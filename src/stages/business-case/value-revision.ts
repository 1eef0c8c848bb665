import { z } from "zod";
import { valueModel } from "#domain/value.ts";
import { tags, text, wholeNumber } from "#stages/answers.ts";
import { writtenByRule } from "#stages/business-case/revision-guard.ts";
import { valueFields } from "#stages/business-case/value-fields.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";
import { metaOf } from "#stages/field.ts";
import { valueCaseOf } from "#stages/value-case.ts";

/** The answers from which the value model is computed. */
export const VALUE_ANSWERS = [
  "horizonMonths",
  "discountAnnual",
  "upfrontCost",
  "buildCost",
  "buildMonths",
  "rampMonths",
  "runCostMonthly",
  "benefitMonthly",
  "successProbability",
  "delayOptimistic",
  "delayLikely",
  "delayPessimistic",
  "delayBurnMonthly",
] as const;
export type ValueAnswer = (typeof VALUE_ANSWERS)[number];
export type ValueAnswers = Partial<Record<ValueAnswer, number>>;
export type ValueRevision = Fact<z.infer<typeof schema>>;

const schema = z.object({
  summary: told(text(1, 200), { label: "What changed" }),
  revision: told(wholeNumber(1, 100_000), { label: "Revision" }),
  changed: may(tags(1, 60, VALUE_ANSWERS.length), { label: "Answers that changed" }),
  value: z.object(optional(valueFields)),
});

/** The value case as it stood, each time a cost, a benefit, a chance or a time changed. */
export const valueRevision = defineFact({
  kind: "value-revisions",
  one: "value-case revision",
  many: "value-case revisions",
  stage: "business-case",
  help: "What the case was worth, revision by revision. It is kept by itself whenever a cost, a benefit or a time changes.",
  name: "summary",
  writers: ["PM", "LD", "ML"],
  appendOnly: true,
  columns: ["revision", "changed"],
  schema,
  guard: () => writtenByRule("a cost, a benefit or a time", "benefitMonthly"),
  figures: ({ data }) => figuresOf(data.value),
});

export function valueAnswersOf(document: Readonly<Record<string, unknown>>): ValueAnswers {
  return Object.fromEntries(
    VALUE_ANSWERS.flatMap((name) => (typeof document[name] === "number" ? [[name, document[name]]] : [])),
  );
}

export function changedValues(before: ValueAnswers, after: ValueAnswers): ValueAnswer[] {
  return VALUE_ANSWERS.filter((name) => before[name] !== after[name]);
}

export function valueWords(name: ValueAnswer): string {
  return metaOf(valueFields[name])?.label ?? name;
}

function figuresOf(answers: ValueAnswers): Figure[] {
  const value = valueCaseOf(answers, { discountAnnual: answers.discountAnnual ?? 0 });
  const common = { calculator: "value_model", inputs: answers };
  if (!value) {
    const reason = "It needs build cost, run cost, benefit and chance of success.";
    return [{ ...common, name: "npv", label: "Net present value", value: null, unit: "money", reason }];
  }
  const { npv, roi, paybackMonths } = valueModel(value);
  const never = paybackMonths === null ? { reason: "It ends below zero." } : {};
  const free = roi === null ? { reason: "Nothing is spent." } : {};
  return [
    { ...common, name: "npv", label: "Net present value", value: npv, unit: "money" },
    { ...common, name: "roi", label: "Return", value: roi, ...free },
    { ...common, name: "payback", label: "Payback", value: paybackMonths, unit: "months", ...never },
  ];
}

function optional(fields: typeof valueFields) {
  return {
    horizonMonths: z.optional(fields.horizonMonths),
    discountAnnual: z.optional(fields.discountAnnual),
    upfrontCost: z.optional(fields.upfrontCost),
    buildCost: z.optional(fields.buildCost),
    buildMonths: z.optional(fields.buildMonths),
    rampMonths: z.optional(fields.rampMonths),
    runCostMonthly: z.optional(fields.runCostMonthly),
    benefitMonthly: z.optional(fields.benefitMonthly),
    successProbability: z.optional(fields.successProbability),
    delayOptimistic: z.optional(fields.delayOptimistic),
    delayLikely: z.optional(fields.delayLikely),
    delayPessimistic: z.optional(fields.delayPessimistic),
    delayBurnMonthly: z.optional(fields.delayBurnMonthly),
  };
}
