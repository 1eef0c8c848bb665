import type { Calculator } from "#domain/calculator.ts";

/** Data scores and the bias register (C3, C4). */
export const DATA_CALCULATORS = {
  availability: {
    version: "1",
    title: "Availability of a source",
    inWords:
      "Access counts 25%, the legal state 20%, history, volume and freshness against what is required 15% each, and loads that arrived 10%. Denied or not allowed is 0; what nobody requires is left out.",
  },
  usefulness: {
    version: "1",
    title: "Usefulness of a source",
    inWords:
      "Relevance and the signal of the best single feature count 25% each, linkage and coverage of the population 20% each, label quality 10%. What is not known at prediction time counts for 20 at most.",
  },
  dq_score: {
    version: "1",
    title: "Data quality",
    inWords:
      "The weighted mean of seven measured dimensions, from completeness to representativeness; it needs four of them. The weakest one is named, because a mean hides it.",
    source: "ISO/IEC 25012 and 5259-2",
  },
  representation_ratio: {
    version: "1",
    title: "Representation",
    inWords:
      "The share of a group in the data divided by its share in the population. Outside 0.8 to 1.25 it is flagged.",
    source: "Four fifths and its inverse",
  },
  datasheet_completeness: {
    version: "1",
    title: "Datasheet",
    inWords: "Sections that are written, of the seven that a datasheet has.",
    source: "Datasheets for datasets, Gebru et al. (2021)",
  },
  days_left: {
    version: "1",
    title: "Days left",
    inWords: "Whole days from now to the day on which it ends; negative once it has ended.",
  },
  gate_s3: {
    version: "1",
    title: "Gate of data selection",
    inWords:
      "A required primary source, each required source available, useful, legally cleared, good enough and documented, labels where they are needed, and no required item open.",
  },
  bias_register: {
    version: "1",
    title: "Bias register",
    inWords:
      "Likelihood times severity. A mitigation lowers a risk only once the metric that proves it is verified; the gate looks at the highest risk left.",
  },
} as const satisfies Record<string, Calculator>;
