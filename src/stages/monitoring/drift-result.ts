import { z } from "zod";
import { factKey, instant, number, numbers } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { driftFigures } from "#stages/monitoring/drift-figures.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";

export const driftResultSchema = z.object({
  reference: told(factKey("drift-references"), { label: "Feature", help: "The reference that it is compared with." }),
  counts: told(numbers(0, 1e15, 200), { label: "Counts", help: "Rows in each bin of the reference." }),
  missing: may(number(0, 1e15), { label: "Missing values", unit: "rows" }),
  windowStart: may(instant(), { label: "Window from" }),
  windowEnd: told(instant(), { label: "Window to" }),
});

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
