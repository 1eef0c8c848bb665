import { z } from "zod";
import { day, signedMoney, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

/**
 * The monthly benefit after go-live. A table of facts rather than a metric series: the rules read facts with their
 * months and money to the cent, and whoever owns the benefit enters a month as easily as a line of a budget.
 */
export const benefitRealised = defineFact({
  kind: "benefit-realised",
  one: "realised benefit",
  many: "realised benefits",
  stage: "business-case",
  help: "What each month after go-live really brought. Two quarters below half of the plan send the case back.",
  name: "month",
  at: "month",
  writers: ["PM", "LD"],
  columns: ["amount", "basis"],
  schema: z.object({
    month: told(day(), {
      label: "Month",
      help: "Any day of the month that is meant; several figures of one month are added up.",
    }),
    amount: told(signedMoney(), { label: "Benefit", help: "Gross, as the plan counts it.", unit: "money" }),
    basis: may(text(2, 500), { label: "Where the figure comes from" }),
  }),
  check({ month }, { now }) {
    if (Date.parse(`${month.slice(0, 7)}-01`) <= now) return [];
    return [{ path: "month", message: "A month that has begun is expected" }];
  },
});
