import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, factKey, groupName, number, numberAbove, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { defineFact, type FactContext, may, told } from "#stages/fact-kind.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { slo } from "#stages/monitoring/slo.ts";

const MONTH_SECONDS = 31 * 86_400;

export const MONITORED = ["criterion", "threshold", "drift", "stale", "burn_rate", "explanation"] as const;
export const LIMIT_KINDS = ["fixed", "reference_sigma"] as const;

const schema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  what: told(
    choice(MONITORED, {
      ...{ criterion: "Missed target", stale: "Missing data", burn_rate: "Error budget" },
      explanation: "Explanation drift",
    }),
    { label: "Watches" },
  ),
  target: told(text(1, 200), {
    label: "Of what",
    help: "The key of a criterion, source or objective, the name of a feature or a series.",
  }),
  series: may(text(1, 200), {
    label: "Series",
    help: "Where the values come from, if the target is not a series itself.",
  }),
  pipeline: may(factKey("pipelines"), {
    label: "Pipeline",
    help: "Of missing data: its last run that succeeded says when data last came.",
  }),
  attribute: may(factKey("protected-attributes"), {
    label: "Protected attribute",
    help: "Of a limit or of missing data: only series that are labelled with it, or with “group”.",
  }),
  group: may(groupName("attribute"), {
    label: "Group",
    help: "Of that attribute, as stage 4 names it; left out: each.",
  }),
  comparison: may(choice(["above", "at_least", "below", "at_most"]), { label: "Alerts when the value is" }),
  limitKind: may(choice(LIMIT_KINDS, { fixed: "A number", reference_sigma: "Three sigma of the reference" }), {
    label: "Limit is",
    help: "Three sigma: the mean of the first days, or of the reference’s own windows of drift, and three standard deviations.",
  }),
  limit: may(number(-1e300, 1e300), {
    label: "Limit",
    help: "Of explanation drift: places among the first five that may change before it alerts.",
  }),
  referenceDays: may(wholeNumber(2, 366), {
    label: "Days of reference",
    unit: "days",
    help: "The first days with data, from which three sigma are learnt; nothing alerts before they are over. 28 if left out.",
  }),
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
/** So many days of reference are taken where nothing else is said. */
export const REFERENCE_DAYS = 28;
export type MonitorData = z.infer<typeof schema>;

export const monitor = defineFact({
  kind: "monitors",
  one: "monitor",
  many: "monitors",
  stage: "monitoring",
  help: "What raises an alert: a value beyond a limit, a target missed, drift, missing data, an error budget that burns. Breaches of criteria and features with a drift reference are watched without one.",
  name: "name",
  writers: ["ML", "LD", "PM"],
  seen: [{ newest: 2000 }],
  columns: ["what", "target", "limit", "severity", "enabled"],
  schema,
  check: (next, context) => [...unsaid(next), ...nowhere(next, context), ...strangeGroup(next, context)],
});

const NEEDED: Readonly<Record<MonitorData["what"], readonly (keyof MonitorData)[]>> = {
  criterion: [],
  threshold: ["comparison"],
  drift: [],
  stale: ["intervalSeconds"],
  burn_rate: [],
  explanation: [],
};

function unsaid(next: MonitorData): Issue[] {
  const limit = next.what === "threshold" && next.limitKind !== "reference_sigma" ? (["limit"] as const) : [];
  return [...NEEDED[next.what], ...limit]
    .filter((part) => next[part] === undefined)
    .map((path) => ({ path, message: "This kind of monitor is about it" }));
}

const BY_GROUP: readonly MonitorData["what"][] = ["threshold", "stale"];

function strangeGroup({ what, attribute, group, pipeline }: MonitorData, { of }: FactContext<MonitorData>): Issue[] {
  if (attribute === undefined)
    return group === undefined ? [] : [{ path: "attribute", message: "Say of which attribute it is a group" }];
  if (!BY_GROUP.includes(what) || pipeline !== undefined)
    return [{ path: "attribute", message: "Only a limit or missing data of series is watched by group" }];
  const groups = of(protectedAttribute).find(({ key }) => key === attribute)?.data.groups ?? [];
  if (group === undefined || groups.includes(group)) return [];
  return [{ path: "group", message: `One of the groups is expected: ${groups.join(", ")}` }];
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
