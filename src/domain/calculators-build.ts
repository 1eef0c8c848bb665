import type { Calculator } from "#domain/calculator.ts";

/** Pipelines and models (stages 5 and 6). */
export const BUILD_CALCULATORS = {
  pipeline_success: {
    version: "1",
    title: "Reliability of a pipeline",
    inWords:
      "The share of the last ten finished runs that succeeded. Runs that wait, still run or were cancelled are left out; the gate asks for 90% and a last run that succeeded.",
  },
  data_freshness: {
    version: "1",
    title: "Age of data",
    inWords: "Now minus the newest moment that the last successful run covers, or minus its end where it does not say.",
  },
  model_gain: {
    version: "1",
    title: "Gain over the simple baseline",
    inWords:
      "Candidate minus baseline in the good direction, with the low end of its 95% interval. Where nobody measured the difference on the same rows, the interval is built from the intervals of both.",
    source: "Zou and Donner (2008)",
  },
  model_card: {
    version: "1",
    title: "Completeness of a model card",
    inWords: "The share of its eight sections that are written.",
    source: "Mitchell et al. (2019)",
  },
} as const satisfies Record<string, Calculator>;
