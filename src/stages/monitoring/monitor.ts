import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, number, numberAbove, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { defineFact, type FactContext, may, told } from "#stages/fact-kind.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { slo } from "#stages/monitoring/slo.ts";

const MONTH_SECONDS = 31 * 86_400;

export const MONITORED = ["criterion", "threshold", "drift", "stale", "burn_rate"] as const;

const schema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  what: told(choice(MONITORED, { stale: "Missing data", burn_rate: "Error budget" }), { label: "Watches" }),
  target: told(text(1, 200), {
    label: "Of what",
    help: "The key of a criterion, source or objective, the name of a feature or a series.",
  }),
  series: may(text(1, 200), {
    label: "Series",
    help: "Where the values come from, if the target is not a series itself.",
  }),
  comparison: may(choice(["above", "at_least", "below", "at_most"]), { label: "Alerts when the value is" }),
  limit: may(number(-1e300, 1e300), { label: "Limit" }),
  intervalSeconds: may(numberAbove(0, 366 * 86_400), {
    label: "Expected interval",
    unit: "seconds",
    help: "How often a point comes. Data is missing after three intervals.",
  }),
  forSeconds: may(wholeNumber(0, MONTH_SECONDS), {
    label: "Opens after",
    unit: "seconds",
    help: "How long it has to hold without a break; at once if left out.",
  }),
  keepSeconds: may(wholeNumber(0, MONTH_SECONDS), { label: "Closes after", unit: "seconds" }),
  severity: told(choice(["warning", "critical"]), { label: "Severity" }),
  enabled: told(yesNo(), { label: "In use" }),
});
export type MonitorData = z.infer<typeof schema>;

export const monitor = defineFact({
  kind: "monitors",
  one: "monitor",
  many: "monitors",
  stage: "monitoring",
  help: "What raises an alert: a value beyond a limit, drift, missing data, an error budget that burns. Criteria and features with a drift reference are watched without one.",
  name: "name",
  writers: ["ML", "LD", "PM"],
  columns: ["what", "target", "limit", "severity", "enabled"],
  schema,
  check: (next, context) => [...unsaid(next), ...nowhere(next, context)],
});

const NEEDED: Readonly<Record<MonitorData["what"], readonly (keyof MonitorData)[]>> = {
  criterion: [],
  threshold: ["comparison", "limit"],
  drift: [],
  stale: ["intervalSeconds"],
  burn_rate: [],
};

function unsaid(next: MonitorData): Issue[] {
  return NEEDED[next.what]
    .filter((part) => next[part] === undefined)
    .map((path) => ({ path, message: "This kind of monitor is about it" }));
}

function nowhere({ what, target }: MonitorData, context: FactContext<MonitorData>): Issue[] {
  const issue = (message: string) => [{ path: "target", message }];
  if (what === "criterion" && !context.criteria.some(({ key }) => key === target))
    return issue(`There is no criterion “${target}”`);
  if (what === "drift" && !context.of(driftReference).some(({ data }) => data.feature === target))
    return issue(`There is no drift reference of a feature “${target}”`);
  if (what === "burn_rate" && !context.of(slo).some(({ key }) => key === target))
    return issue(`There is no service level objective “${target}”`);
  return [];
}
