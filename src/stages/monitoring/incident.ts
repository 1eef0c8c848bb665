import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { incidentTimes } from "#domain/incident-times.ts";
import { alertIds, instant, link, text, wholeNumber } from "#stages/answers.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(3, 120), { label: "What happened" }),
  severity: told(wholeNumber(1, 4), {
    label: "Severity",
    help: "1 is the worst: people are harmed or the service is down.",
  }),
  startedAt: told(instant(), { label: "Started" }),
  detectedAt: may(instant(), { label: "Noticed", help: "When an alert opened, or somebody told of it." }),
  acknowledgedAt: may(instant(), { label: "Answered" }),
  mitigatedAt: may(instant(), {
    label: "Mitigated",
    help: "When it did no more harm, though the cause may have lasted.",
  }),
  resolvedAt: may(instant(), { label: "Resolved" }),
  alerts: may(alertIds(20), {
    label: "Alerts",
    help: "Those that told of it; the list of alerts offers to open an incident with its own.",
  }),
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
  seen: [{ where: { severity: [1] } }],
  columns: ["severity", "startedAt", "acknowledgedAt", "mitigatedAt", "resolvedAt"],
  schema,
  check: disordered,
  figures: (fact) => minutesOf(fact),
});

/** Mean times over all incidents, as `incidentTimes` counts them; those noticed and mitigated over the ones that say so. */
export function meanTimes(incidents: readonly Fact<IncidentData>[]) {
  const from = (other: "detectedAt" | "mitigatedAt") =>
    incidentTimes(
      incidents.map(({ data }) => ({ ...timesOf(data), acknowledgedAt: data[other] ? Date.parse(data[other]) : null })),
    ).acknowledgeMinutes;
  return {
    ...incidentTimes(incidents.map(({ data }) => timesOf(data))),
    detectMinutes: from("detectedAt"),
    mitigateMinutes: from("mitigatedAt"),
  };
}

export function timesOf({ startedAt, acknowledgedAt, resolvedAt }: IncidentData) {
  const at = (time: string | undefined) => (time ? Date.parse(time) : null);
  return { openedAt: Date.parse(startedAt), acknowledgedAt: at(acknowledgedAt), resolvedAt: at(resolvedAt) };
}

function disordered({ startedAt, resolvedAt, ...times }: IncidentData): Issue[] {
  const began = Date.parse(startedAt);
  const { detectedAt, acknowledgedAt, mitigatedAt } = times;
  const early = (path: string, at: string | undefined, message: string) =>
    at && Date.parse(at) < began ? [{ path, message }] : [];
  const late = mitigatedAt && resolvedAt && Date.parse(resolvedAt) < Date.parse(mitigatedAt);
  return [
    ...early("detectedAt", detectedAt, "Nobody can notice it before it started"),
    ...early("acknowledgedAt", acknowledgedAt, "Nobody can answer before it started"),
    ...early("mitigatedAt", mitigatedAt, "It cannot be mitigated before it started"),
    ...early("resolvedAt", resolvedAt, "It cannot end before it started"),
    ...(late ? [{ path: "mitigatedAt", message: "What is resolved needs no mitigation any more" }] : []),
  ];
}

function minutesOf({ data }: Fact<IncidentData>): Figure[] {
  const { acknowledgeMinutes, resolveMinutes } = incidentTimes([timesOf(data)]);
  const shared = { unit: "minutes", calculator: "incident_times" };
  const { startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt } = data;
  const span = (name: string, label: string, to: string): Figure => {
    const value = (Date.parse(to) - Date.parse(startedAt)) / 60_000;
    return { name, label, value, ...shared, inputs: { from: startedAt, to } };
  };
  return [
    ...(detectedAt ? [span("detectMinutes", "Until it was noticed", detectedAt)] : []),
    ...(mitigatedAt ? [span("mitigateMinutes", "Until it did no more harm", mitigatedAt)] : []),
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
