import type { Criterion } from "#domain/criteria.ts";

type Numbers = {
  [K in keyof Criterion as number extends Criterion[K] ? K : never]: Criterion[K] | null | undefined;
};

/** A criterion while it is typed: its numbers may still be empty, its labels are one line. */
export type CriterionDraft = Omit<Criterion, keyof Numbers | "series"> &
  Numbers & { seriesName: string; seriesLabels: string };

export function draftOf({ series, ...criterion }: Criterion): CriterionDraft {
  const labels = Object.entries(series.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return { ...criterion, seriesName: series.name, seriesLabels: labels.join(", ") };
}

const RANGE = ["targetLow", "targetHigh", "guardrailLow", "guardrailHigh"] as const;
const LIMITS = ["target", "guardrail"] as const;

/** What is sent: limits of the other direction are dropped, empty numbers are left to the server's judgement. */
export function criterionFrom({ seriesName, seriesLabels, ...draft }: CriterionDraft) {
  const dropped = draft.direction === "range" ? LIMITS : RANGE;
  const none = Object.fromEntries(dropped.map((name) => [name, null]));
  return { ...draft, ...none, series: { name: seriesName, labels: labelsFrom(seriesLabels) } };
}

/** "region=eu, tier=gold" */
export function labelsFrom(text: string): Record<string, string> {
  const pairs = text.split(",").map((part) => part.split("="));
  return Object.fromEntries(
    pairs.flatMap(([name, ...value]) => (name?.trim() ? [[name.trim(), value.join("=").trim()]] : [])),
  );
}

/** A name as a key: "Recall at 1% alerts" is recall_at_1_alerts. */
export function keyFrom(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40);
}
