import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { incidentTimes } from "#domain/incident-times.ts";
import { instant, link, text, wholeNumber } from "#stages/answers.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(3, 120), { label: "What happened" }),
  severity: told(wholeNumber(1, 4), {
    label: "Severity",
    help: "1 is the worst: people are harmed or the service is down.",
  }),
  startedAt: told(instant(), { label: "Started" }),
  acknowledgedAt: may(instant(), { label: "Answered" }),
  resolvedAt: may(instant(), { label: "Resolved" }),
  cause: may(text(3, 1000), { label: "Cause" }),
  action: may(text(3, 1000), { label: "What was done" }),
  postmortem: may(link(), { label: "Review afterwards" }),
});
export type IncidentData = z.infer<typeof schema>;

export const incident = defineFact({
  kind: "incidents",
  one: "incident",
  many: "incidents",
  stage: "monitoring",
  help: "What went wrong in use, how soon somebody answered, how it ended and what was learned.",
  name: "name",
  at: "startedAt",
  writers: ["ML", "LD", "PM"],
  columns: ["severity", "startedAt", "acknowledgedAt", "resolvedAt"],
  schema,
  check: disordered,
  figures: (fact) => minutesOf(fact),
});

/** Mean times over all incidents, as `incidentTimes` counts them. */
export function meanTimes(incidents: readonly Fact<IncidentData>[]) {
  return incidentTimes(incidents.map(({ data }) => timesOf(data)));
}

export function timesOf({ startedAt, acknowledgedAt, resolvedAt }: IncidentData) {
  const at = (time: string | undefined) => (time ? Date.parse(time) : null);
  return { openedAt: Date.parse(startedAt), acknowledgedAt: at(acknowledgedAt), resolvedAt: at(resolvedAt) };
}

function disordered({ startedAt, acknowledgedAt, resolvedAt }: IncidentData): Issue[] {
  const began = Date.parse(startedAt);
  const issues: Issue[] = [];
  if (acknowledgedAt && Date.parse(acknowledgedAt) < began)
    issues.push({ path: "acknowledgedAt", message: "Nobody can answer before it started" });
  if (resolvedAt && Date.parse(resolvedAt) < began)
    issues.push({ path: "resolvedAt", message: "It cannot end before it started" });
  return issues;
}

function minutesOf({ data }: Fact<IncidentData>): Figure[] {
  const { acknowledgeMinutes, resolveMinutes } = incidentTimes([timesOf(data)]);
  const shared = { unit: "minutes", calculator: "incident_times" };
  const { startedAt, acknowledgedAt, resolvedAt } = data;
  return [
    {
      ...{ name: "acknowledgeMinutes", label: "Until somebody answered", value: acknowledgeMinutes, ...shared },
      inputs: { startedAt, acknowledgedAt },
      ...(acknowledgeMinutes === null && { reason: "Nobody has answered yet" }),
    },
    {
      ...{ name: "resolveMinutes", label: "Until it was over", value: resolveMinutes, ...shared },
      inputs: { startedAt, resolvedAt },
      ...(resolveMinutes === null && { reason: "It is still open" }),
    },
  ];
}
