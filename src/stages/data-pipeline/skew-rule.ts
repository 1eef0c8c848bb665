import { leEps } from "#domain/comparison.ts";
import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import { skewMeasurement } from "#stages/data-pipeline/skew-measurement.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, requirement } from "#stages/fix.ts";

export type SkewAnswers = { readonly trainingServingPath?: string; readonly skewThreshold?: number };

export const USUAL_SKEW_LIMIT = 0.1;

/** G5.5: the newest measurement of each feature lies within the limit; asked only where the two paths are separate. */
export function skewWithinLimit(document: SkewAnswers, facts: StageFacts): Requirement[] {
  if (document.trainingServingPath !== "separate" || !asksFor(facts, skewMeasurement)) return [];
  const limit = document.skewThreshold ?? USUAL_SKEW_LIMIT;
  const newest = newestByFeature(facts);
  const above = newest.filter(({ distance }) => !leEps(distance, limit));
  const worst = newest.toSorted((a, b) => b.distance - a.distance)[0];
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

function newestByFeature(facts: StageFacts) {
  const byFeature = Map.groupBy(facts.of(skewMeasurement), ({ data }) => data.feature);
  return [...byFeature.values()].flatMap(([newest]) => (newest ? [newest.data] : []));
}
