import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import { again } from "./again.ts";
import { cardguardAssessment } from "./cardguard-build.ts";
import { assessmentFact, notesOn } from "./solution-records.ts";
import type { Story } from "./story.ts";
import { finish } from "./walk.ts";

type Again = { again: string; from: string; to: string; done: string };

/** No release goes to all before it was assessed itself: on its canary, signed by the reviewer. */
export function reassess(story: Story, tag: string, when: Again): void {
  const { day } = story.clock;
  const stage = "solution-bias";
  const by = "Ines Duarte";
  again(story, when.again, stage, "Henrik Vos", `${tag} has no assessment of its own yet.`);
  const document = cardguardAssessment(tag, "canary", [day(when.from), day(when.to), day("2026-05-15")]);
  story.on(when.again, by, (hand) => hand.save(stage, document));
  const key = `${tag}-canary-assessment`;
  const data = cardguardAssessed(story, tag, "canary", [when.from, when.to, when.done], 0.5);
  recordAssessment(story, when.done, key, data);
  finish(story, { stage, by, start: when.again, submit: when.done, done: when.done, document });
}

/** The counts of the assessment on production; on a canary a share of them. */
const COUNTS = {
  "18-25": [420, 1_050, 150, 198_380],
  "26-40": [760, 2_010, 260, 396_970],
  "41-60": [540, 1_480, 190, 297_790],
  "61+": [260, 590, 110, 149_040],
} as const;

export function cardguardAssessed(
  { clock }: Story,
  tag: string,
  dataSource: "canary" | "production",
  [from, to, on]: readonly [string, string, string],
  share = 1,
): AssessmentData {
  const iso = (day: string) => clock.moment(day).toISOString();
  return {
    name: `${tag} ${dataSource === "canary" ? "on its canary" : "in production"}`,
    release: tag,
    dataSource,
    period: { from: iso(from), to: iso(to) },
    attribute: "age-band",
    groups: Object.entries(COUNTS).map(([name, counts]) => {
      const [tp, fp, fn, tn] = counts.map((count) => Math.round(count * share));
      return { name, tp: tp ?? 0, fp: fp ?? 0, fn: fn ?? 0, tn: tn ?? 0, protected: true };
    }),
    favourableOutcome: "negative",
    measures: [
      { metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.002 },
      { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.08 },
      { metric: "predictive_parity_difference", kind: "at_most", threshold: 0.1 },
    ],
    referenceGroup: "best",
    assessedAt: iso(on),
    note: "Demographic parity is shown, not chosen: fraud base rates differ by age.",
  };
}

/** The engineer records what was measured, the reviewer what passes without being proven. */
export function recordAssessment(story: Story, day: string, key: string, data: AssessmentData): void {
  story.on(day, "Ines Duarte", (hand) => hand.record("fairness-assessments", [assessmentFact(key, data)]));
  const until = story.clock.moment(day).getTime() + 150 * 86_400_000;
  const notes = notesOn(
    key,
    data,
    new Date(until).toISOString().slice(0, 10),
    "The oldest band has few frauds, so the sample leaves room for doubt; it is measured again on production.",
  );
  if (notes.length > 0) story.on(day, "Priya Raman", (hand) => hand.record("fairness-acceptances", notes));
}
