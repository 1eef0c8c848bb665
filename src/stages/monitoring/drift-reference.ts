import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, instant, number, numbers, tags, text, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

/** Fifty most frequent values, the others, the missing ones. */
const MOST_BINS = 200;

const schema = z.object({
  feature: told(text(1, 120), { label: "Feature", help: "Its name, or that of the score." }),
  kind: told(choice(["numeric", "categorical"]), { label: "Kind" }),
  counts: told(numbers(0, 1e15, MOST_BINS), { label: "Counts", help: "Rows in each bin, in the order of the bins." }),
  bins: may(tags(1, 120, MOST_BINS), { label: "Bins", help: "A name for each bin; of categories their values." }),
  edges: may(numbers(-1e300, 1e300, MOST_BINS + 1), {
    label: "Edges",
    help: "Of numbers: where the bins begin and end, rising, one more than there are bins.",
  }),
  missing: may(number(0, 1e15), { label: "Missing values", unit: "rows", help: "Counted as a bin of their own." }),
  output: may(yesNo(), { label: "It is the model’s output", help: "The score or the prediction, not an input." }),
  takenAt: told(instant(), { label: "Taken at", help: "The bins stay as they were on that day." }),
});
export type DriftReferenceData = z.infer<typeof schema>;

export const driftReference = defineFact({
  kind: "drift-references",
  one: "drift reference",
  many: "drift references",
  stage: "monitoring",
  help: "How a feature was distributed when all was well. Each week’s counts are compared with it, bin by bin.",
  name: "feature",
  at: "takenAt",
  writers: ["ML", "LD"],
  seen: [{ newest: 2000 }],
  columns: ["feature", "kind", "output", "takenAt"],
  schema,
  check: (next) => [...misnamed(next), ...misplaced(next), ...empty(next)],
});

function misnamed({ bins, counts }: DriftReferenceData): Issue[] {
  if (!bins || bins.length === counts.length) return [];
  return [{ path: "bins", message: `There are ${counts.length} counts and ${bins.length} names of bins` }];
}

function misplaced({ kind, edges, counts }: DriftReferenceData): Issue[] {
  if (!edges) return [];
  if (kind === "categorical") return [{ path: "edges", message: "Categories have no edges" }];
  if (edges.length !== counts.length + 1)
    return [{ path: "edges", message: `${counts.length} bins have ${counts.length + 1} edges` }];
  const rising = edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? edge));
  return rising ? [] : [{ path: "edges", message: "Edges rise from one to the next" }];
}

function empty({ counts }: DriftReferenceData): Issue[] {
  return counts.some((count) => count > 0) ? [] : [{ path: "counts", message: "A reference needs rows" }];
}
