import { z } from "zod";
import { incidentTimes } from "#domain/incident-times.ts";
import type { Tier } from "#domain/vocabulary.ts";
import { instant, text } from "#stages/answers.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(3, 120), { label: "Test alert" }),
  firedAt: told(instant(), { label: "Fired at" }),
  acknowledgedAt: may(instant(), { label: "Answered at" }),
  answeredBy: may(text(2, 120), { label: "Answered by" }),
});

export const fireDrill = defineFact({
  kind: "fire-drills",
  one: "fire drill",
  many: "fire drills",
  stage: "monitoring",
  help: "A test alert: whether it reached the person on call, and how soon it was answered.",
  name: "name",
  at: "firedAt",
  writers: ["ML", "LD"],
  columns: ["firedAt", "acknowledgedAt", "answeredBy"],
  schema,
  check: ({ firedAt, acknowledgedAt }) =>
    acknowledgedAt && Date.parse(acknowledgedAt) < Date.parse(firedAt)
      ? [{ path: "acknowledgedAt", message: "Nobody can answer before it was fired" }]
      : [],
  figures(fact) {
    const minutes = drillMinutes(fact);
    const { firedAt, acknowledgedAt } = fact.data;
    const shared = { unit: "minutes", calculator: "incident_times", inputs: { firedAt, acknowledgedAt } };
    const unanswered = minutes === null && { reason: "Nobody has answered" };
    return [{ name: "minutes", label: "Answered after", value: minutes, ...shared, ...unanswered }];
  },
});

/** How soon a test alert has to be answered (G9.4). */
export function answerWithinMinutes(tier: Tier): number {
  return tier === 3 ? 15 : 30;
}

/** Null while nobody has answered. */
export function drillMinutes({ data }: Fact<z.infer<typeof schema>>): number | null {
  const { firedAt, acknowledgedAt } = data;
  const times = { openedAt: Date.parse(firedAt), acknowledgedAt: acknowledgedAt ? Date.parse(acknowledgedAt) : null };
  return incidentTimes([{ ...times, resolvedAt: null }]).acknowledgeMinutes;
}
