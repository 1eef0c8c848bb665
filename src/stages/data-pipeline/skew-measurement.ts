import { z } from "zod";
import { choice, factKey, instant, number, text, wholeNumber } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const METHODS = {
  psi: "Population stability index",
  jsd: "Jensen–Shannon distance",
  linf: "Largest gap of a bin",
  hellinger: "Hellinger distance",
  ks: "Kolmogorov–Smirnov",
} as const;

/** The stage's answer that says how far the two may lie apart, and what counts where it says nothing. */
export const SKEW_LIMIT = { stage: "data-pipeline", answer: "skewThreshold", usual: 0.1 };

export const skewMeasurement = defineFact({
  kind: "skew-measurements",
  one: "skew measurement",
  many: "skew measurements",
  stage: "data-pipeline",
  help: "How far the values of a feature in serving lie from those in training. A measurement stays as it was recorded.",
  name: "feature",
  at: "measuredAt",
  writers: ["ML", "LD"],
  appendOnly: true,
  seen: [
    { each: "feature", newest: 10 },
    { each: "feature", newest: 1, within: { part: "distance", ...SKEW_LIMIT } },
  ],
  columns: ["distance", "method", "rows", "measuredAt"],
  schema: z.object({
    feature: told(text(1, 200), { label: "Feature" }),
    distance: told(number(0, 1_000_000), { label: "Distance", help: "0 when serving sees what training saw." }),
    method: may(choice(["psi", "jsd", "linf", "hellinger", "ks", "other"], METHODS), { label: "Method" }),
    rows: may(wholeNumber(0, 1e15), { label: "Rows compared" }),
    measuredAt: told(instant(), { label: "Measured" }),
    datasetVersion: may(factKey("dataset-versions"), { label: "Data version" }),
  }),
});
