import type { Calculator } from "#domain/calculator.ts";

/** Numbers of a project (C10). */
export const PROJECT_CALCULATORS = {
  stage_completion: {
    version: "1",
    title: "Completion of a stage",
    inWords: "Half for required answers, half for required checklist items; at most 95% until the stage is done.",
  },
  journey: {
    version: "1",
    title: "Journey",
    inWords:
      "10% for the proof of concept and 90% for the stages, each by its weight. A stage that does not apply leaves the sum.",
  },
  health: {
    version: "1",
    title: "Health",
    inWords:
      "The weighted mean of the known parts, from success to risk, limited by the worst cap that holds. It sorts projects; it is not a target.",
  },
  operations_score: {
    version: "1",
    title: "Operations score",
    inWords: "100 minus 40 for each open critical alert, 15 for each warning and 10 for each stale monitor.",
  },
  fairness_component: {
    version: "1",
    title: "Fairness score",
    inWords: "The mean of the verdicts: pass 100, watch 60, insufficient 40, fail 0.",
  },
  schedule_score: {
    version: "1",
    title: "Schedule score",
    inWords: "100 on plan, falling to 0 when the project takes half as long again as planned.",
  },
  risk_class: {
    version: "1",
    title: "Risk class",
    inWords:
      "Follows the questions of the EU AI Act from prohibited practices to duties of transparency. A working aid for people to confirm, not legal advice.",
    source: "EU AI Act",
  },
  governance_tier: {
    version: "1",
    title: "Governance tier",
    inWords:
      "A prohibited or high risk is tier 3, a limited one at least tier 2. Otherwise severity times the larger of reach and autonomy: from 16 tier 3, from 9 tier 2, below it tier 1.",
  },
  dwell: {
    version: "1",
    title: "Time in states",
    inWords: "How long a stage stood in each of its states.",
  },
  flow: {
    version: "1",
    title: "Flow efficiency",
    inWords: "The time in which at least one stage was in progress, divided by the time from start to end.",
  },
  bottleneck: {
    version: "1",
    title: "Bottleneck",
    inWords:
      "The median time in a stage against its target, raised by the share of waiting. The highest index is the bottleneck.",
  },
  dcm: {
    version: "1",
    title: "Iterations of data, code and model",
    inWords:
      "Counts a change of data, code or model each time its version differs from the one before, and a solution when a release has a new combination.",
  },
  time_split: {
    version: "1",
    title: "Share of modelling time",
    inWords: "Hours spent on modelling divided by all hours, beside the rule of thumb of 20%.",
  },
  ml_test_score: {
    version: "1",
    title: "ML Test Score",
    inWords:
      "Each of 28 tests counts 0, half when done by hand, 1 when automated. The score is the smallest of four sections.",
    source: "Breck et al. (2017)",
  },
  stage_forecast: {
    version: "1",
    title: "Forecast of a stage’s end",
    inWords: "Today plus the target days that are left, stretched by the project’s share of waiting.",
  },
  reopen: {
    version: "1",
    title: "Stages sent back",
    inWords:
      "The rules of the loop are checked against the facts; a stage that is done and whose rule fires needs attention.",
  },
} as const satisfies Record<string, Calculator>;
