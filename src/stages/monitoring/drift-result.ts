import { defineFact } from "#stages/fact-kind.ts";
import { driftFigures } from "#stages/monitoring/drift-figures.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResultSchema } from "#stages/monitoring/drift-result-data.ts";

/** Of each feature, however many there are; who needs more of them asks for more. */
export const WINDOWS_SEEN = 16;

export const driftResult = defineFact({
  kind: "drift-results",
  one: "drift result",
  many: "drift results",
  stage: "monitoring",
  help: "How a feature was distributed in one window, usually a week, in the bins of its reference.",
  name: "reference",
  at: "windowEnd",
  writers: ["ML", "LD"],
  seen: [
    { each: "reference", newest: WINDOWS_SEEN },
    { each: "reference", newest: WINDOWS_SEEN, asOfNamed: true },
  ],
  columns: ["reference", "windowEnd"],
  schema: driftResultSchema,
  check(next, context) {
    const reference = context.of(driftReference).find(({ key }) => key === next.reference);
    const bins = reference?.data.counts.length ?? next.counts.length;
    if (bins !== next.counts.length)
      return [{ path: "counts", message: `The reference has ${bins} bins, and here are ${next.counts.length} counts` }];
    if (next.windowStart && Date.parse(next.windowStart) >= Date.parse(next.windowEnd))
      return [{ path: "windowEnd", message: "A window ends after it began" }];
    return [];
  },
  figures: (fact, context) => driftFigures(fact, context),
});
