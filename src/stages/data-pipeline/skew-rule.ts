import { leEps } from "#domain/comparison.ts";
import type { Requirement } from "#domain/requirement.ts";
import { answerIn } from "#stages/answer-at.ts";
import { asksFor } from "#stages/asks-for.ts";
import { SKEW_LIMIT, skewMeasurement } from "#stages/data-pipeline/skew-measurement.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, requirement } from "#stages/fix.ts";

export type SkewAnswers = { readonly trainingServingPath?: string; readonly skewThreshold?: number };

/** G5.5: the newest measurement of each feature lies within the limit; asked only where the two paths are separate. */
export function skewWithinLimit(document: SkewAnswers, facts: StageFacts): Requirement[] {
  if (document.trainingServingPath !== "separate" || !asksFor(facts, skewMeasurement)) return [];
  const limit = document.skewThreshold ?? SKEW_LIMIT.usual;
  const newest = skewStandings(facts);
  const above = newest.filter(({ distance }) => !leEps(distance, limit));
  const [worst] = newest;
  return [
    requirement({
      key: "G5.5",
      label: "Training and serving see the same values",
      met: newest.length > 0 && above.length === 0,
      detail: worst
        ? `${newest.length - above.length} of ${newest.length} features lie within ${limit}; the largest is ${worst.feature} at ${worst.distance}.`
        : "No skew was measured yet.",
      fix: factsFix(["ML"], "Measure the skew, and mend the features above the limit.", skewMeasurement.kind),
      items: above.map(({ feature, distance }) => ({
        label: `${feature}: ${distance}`,
        where: `/facts/${skewMeasurement.kind}`,
      })),
    }),
  ];
}

export type SkewStanding = {
  feature: string;
  distance: number;
  previous: number | null;
  at: number;
  /** Above in two windows is what rule B5.4 acts on. */
  verdict: "within" | "above" | "above twice";
};

/** How each feature stands by its newest two windows, the largest distance first. */
export function skewStandings(facts: StageFacts): SkewStanding[] {
  const limit = skewLimit(facts.documents);
  const byFeature = Map.groupBy(facts.of(skewMeasurement), ({ data }) => data.feature);
  const standings = [...byFeature].flatMap(([feature, [newest, before]]): SkewStanding[] => {
    if (!newest) return [];
    const { distance } = newest.data;
    const previous = before?.data.distance ?? null;
    const again = previous !== null && !leEps(previous, limit) ? "above twice" : "above";
    return [{ feature, distance, previous, at: newest.at, verdict: leEps(distance, limit) ? "within" : again }];
  });
  return standings.toSorted((a, b) => b.distance - a.distance);
}

/** The stage's own threshold, else the usual one. */
export function skewLimit(documents: Readonly<Record<string, unknown>>): number {
  const said = answerIn(documents, SKEW_LIMIT.stage, SKEW_LIMIT.answer);
  return typeof said === "number" ? said : SKEW_LIMIT.usual;
}
