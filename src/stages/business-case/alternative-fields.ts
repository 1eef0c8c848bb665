import { z } from "zod";
import { fraction, money, records, text, yesNo } from "#stages/answers.ts";
import { field } from "#stages/field.ts";

/** What the case is compared with: doing nothing, and at least one way without machine learning, in money. */
export const alternatives = field(
  records(
    {
      option: column(text(3, 200), "Option", "What else could be done."),
      usesMl: z.optional(column(yesNo(), "Uses machine learning", "No, unless you say so.")),
      cost: column(money(), "Cost at the start", "What it costs once.", "money"),
      runCostMonthly: z.optional(column(money(), "Cost a month", "What it costs as long as it runs.", "money")),
      benefitMonthly: z.optional(column(money(), "Benefit a month", "What it brings a month, in full use.", "money")),
      chance: z.optional(column(fraction(0.05, 1), "Chance", "That the benefit comes; else that of the case.")),
      benefit: z.optional(column(text(3, 500), "Benefit in words", "What it would bring.")),
      whyNot: z.optional(column(text(3, 500), "Why not", "Why it was not chosen.")),
    },
    2,
    20,
  ),
  {
    label: "Alternatives",
    help: "Doing nothing, and at least one way without machine learning with its cost and benefit.",
    from: 2,
    who: "PM",
  },
);

function column<S extends z.ZodType>(schema: S, label: string, help: string, unit?: string): S {
  return field(schema, { label, help, from: 2, who: "PM", ...(unit && { unit }) });
}
