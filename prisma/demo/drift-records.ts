import type { StageFact } from "./facts/stage-fact.ts";

/** A feature as it was, and as it is in the newest week; between the two each week lies a share of the way. */
export type Drifting = {
  kind: "numeric" | "categorical";
  reference: readonly number[];
  newest: readonly number[];
  bins?: readonly string[];
  edges?: readonly number[];
  output?: boolean;
};

export function referenceFact(
  feature: string,
  { kind, reference, bins, edges, output }: Drifting,
  at: Date,
): StageFact {
  const data = { feature, kind, counts: reference, takenAt: at.toISOString() };
  return {
    kind: "drift-references",
    key: feature,
    data: { ...data, ...(bins && { bins }), ...(edges && { edges }), output },
  };
}

/** The counts of one week. `way`: 0 as in the reference, 1 as in the newest week. */
export function weekFact(
  feature: string,
  { reference, newest }: Drifting,
  way: number,
  end: Date,
  name: string,
): StageFact {
  const rows = sum(newest) / sum(reference);
  const counts = reference.map((count, bin) => Math.round(count * rows + way * ((newest[bin] ?? 0) - count * rows)));
  const windowStart = new Date(end.getTime() - 7 * 86_400_000).toISOString();
  const data = { reference: feature, counts, windowStart, windowEnd: end.toISOString() };
  return { kind: "drift-results", key: `${feature}-${name}`, data };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
