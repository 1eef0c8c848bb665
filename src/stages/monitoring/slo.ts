import { z } from "zod";
import { budgetLeft, burnRate } from "#domain/burn-rate.ts";
import { fraction, instant, number, text, wholeNumber } from "#stages/answers.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  objective: told(fraction(0, 0.999999), { label: "Objective", help: "The share of requests that has to be good." }),
  good: told(text(3, 300), { label: "What is good", help: "E.g. answered in time with all required features." }),
  periodDays: told(wholeNumber(1, 366), { label: "Period", unit: "days" }),
  goodSeries: may(text(1, 200), {
    label: "Series of good requests",
    help: "Each point counts what came since the last.",
  }),
  badSeries: may(text(1, 200), { label: "Series of bad requests" }),
  badCount: may(number(0, 1e15), { label: "Bad in this period", help: "Where no series counts them." }),
  totalCount: may(number(0, 1e15), { label: "Requests in this period" }),
  countedAt: may(instant(), { label: "Counted at" }),
});
export type SloData = z.infer<typeof schema>;

export const slo = defineFact({
  kind: "slos",
  one: "service level objective",
  many: "service level objectives",
  stage: "monitoring",
  help: "How many requests have to be good in a period. What may go wrong is a budget; the alert tells when it burns too fast.",
  name: "name",
  writers: ["ML", "LD", "PM"],
  columns: ["objective", "periodDays", "badCount", "totalCount"],
  schema,
  check(next) {
    if ((next.goodSeries === undefined) !== (next.badSeries === undefined))
      return [{ path: next.goodSeries ? "badSeries" : "goodSeries", message: "Good and bad are counted together" }];
    if ((next.badCount === undefined) !== (next.totalCount === undefined))
      return [{ path: next.badCount === undefined ? "badCount" : "totalCount", message: "Say both, or none" }];
    if ((next.badCount ?? 0) > (next.totalCount ?? Number.POSITIVE_INFINITY))
      return [{ path: "badCount", message: "No more can be bad than there were" }];
    return [];
  },
  figures: ({ data }) => sloFigures(data),
});

const UNCOUNTED = "Nothing is counted yet";

function sloFigures({ objective, badCount, totalCount }: SloData): Figure[] {
  const counted = badCount !== undefined && totalCount !== undefined && totalCount > 0;
  const tally = { bad: badCount ?? 0, total: totalCount ?? 0 };
  const inputs = { objective, bad: badCount, requests: totalCount };
  const known = (value: number | null) => (counted && value !== null ? { value } : { value: null, reason: UNCOUNTED });
  return [
    { name: "burn", label: "Burn rate", ...known(burnRate(tally, objective)), calculator: "burn", inputs },
    {
      ...{ name: "budgetLeft", label: "Error budget left", unit: "percent", calculator: "budget_left", inputs },
      ...known(budgetLeft(tally, objective)),
    },
  ];
}
