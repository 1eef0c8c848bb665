import { z } from "zod";
import { FAIRNESS_MEASURES } from "#domain/fairness.ts";
import { choice, day, fraction, instant, records, tags, text } from "#stages/answers.ts";
import { all, humansInTheLoop, noneRecorded } from "#stages/conditions.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";
import { deployedFirst } from "#stages/integration/deployed-first.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { solutionBiasGate } from "#stages/solution-bias/gate.ts";
import { assessedInUse, everyGroupJudged, failuresFollowed, intervalsShown } from "#stages/solution-bias/items.ts";
import { assessmentInconsistencies } from "#stages/solution-bias/rules.ts";

const MEASURE = {
  metric: field(choice(FAIRNESS_MEASURES), { label: "Measure", help: "What is compared.", from: 1, who: "RV" }),
  kind: field(choice(["at_most", "at_least"]), {
    label: "Limit is",
    help: "Whether the value must stay below or above the threshold.",
    from: 1,
    who: "RV",
  }),
  threshold: field(fraction(), {
    label: "Threshold",
    help: "The limit, as a fraction.",
    from: 1,
    who: "RV",
  }),
};

export const solutionBias = defineStage({
  key: "solution-bias",
  title: "Solution bias",
  phase: "Build",
  purpose:
    "Measure the deployed solution, including thresholds and human steps, by group, and repair or accept with a named signature.",
  owner: "ML",
  approvers: ["RV"],
  toStart: [{ stage: "integration", needs: "started" }],
  toFinish: [{ stage: "integration", needs: "done" }],
  setAside: "unless_people_affected",
  weight: 0.06,
  targetDays: 15,
  schema: z.object({
    release: field(text(1, 120), {
      label: "Release",
      help: "The exact solution assessed.",
      from: 1,
      who: "ML",
    }),
    dataSource: field(choice(["shadow", "canary", "production"]), {
      label: "Data source",
      help: "Offline test data alone is not enough here.",
      from: 1,
      who: "ML",
      when: noneRecorded(assessmentRecord),
    }),
    period: z.object({
      from: field(instant(), {
        label: "Measured from",
        help: "When the first measured decision was made.",
        from: 2,
        who: "ML",
        when: noneRecorded(assessmentRecord),
      }),
      to: field(instant(), {
        label: "Measured until",
        help: "When the last measured decision was made; at most 180 days ago.",
        from: 2,
        who: "ML",
        when: noneRecorded(assessmentRecord),
      }),
    }),
    attribute: field(text(1, 80), {
      label: "Attribute",
      help: "The attribute whose groups are compared, as in the data bias plan.",
      from: 1,
      who: "ML",
      when: all(noneRecorded(assessmentRecord), noneRecorded(protectedAttribute)),
    }),
    groups: field(tags(1, 80, 50), {
      label: "Groups",
      help: "The groups compared.",
      from: 2,
      who: "ML",
      when: all(noneRecorded(assessmentRecord), noneRecorded(protectedAttribute)),
    }),
    decisionDefinition: field(text(20, 500), {
      label: "Positive decision",
      help: "What counts as a positive decision, after thresholds and overrides.",
      from: 2,
      who: "ML",
    }),
    favourableOutcome: field(choice(["positive", "negative"]), {
      label: "Favourable outcome",
      help: "Whether being selected helps or hurts the person.",
      from: 1,
      who: "PM",
      when: noneRecorded(assessmentRecord),
    }),
    metricsChosen: field(records(MEASURE, 1, 20), {
      label: "Measures and limits",
      help: "Measures and limits fixed before looking.",
      from: 1,
      who: "RV",
    }),
    referenceGroup: field(text(1, 80), {
      label: "Reference group",
      help: "Compare with one group, or write best to compare the extremes.",
      from: null,
      who: "RV",
      when: all(noneRecorded(assessmentRecord), noneRecorded(protectedAttribute, namesReference)),
    }),
    humanStepEffect: field(text(20, 800), {
      label: "Effect of human steps",
      help: "How people change the model’s outputs, by group.",
      from: 2,
      who: "ML",
      when: humansInTheLoop,
    }),
    residualStatement: field(text(30, 1500), {
      label: "What remains",
      help: "What unfairness remains and why it is acceptable.",
      from: 1,
      who: "RV",
    }),
    nextReview: field(day(), {
      label: "Next review",
      help: "When this must be repeated; at most 180 days ahead.",
      from: 1,
      who: "RV",
    }),
  }),
  checklist: [
    {
      key: "8.1",
      label: "Assessed on shadow, canary or production data",
      evidence: "run",
      requiredFrom: 1,
      rule: assessedInUse,
    },
    {
      key: "8.2",
      label: "Limits signed before the numbers were opened",
      evidence: "signoff",
      requiredFrom: 2,
      signers: ["RV"],
    },
    {
      key: "8.3",
      label: "Every protected group judged or exempted",
      evidence: "rule",
      requiredFrom: 2,
      rule: everyGroupJudged,
    },
    {
      key: "8.4",
      label: "Intervals shown and small groups listed",
      evidence: "rule",
      requiredFrom: 2,
      rule: intervalsShown,
    },
    {
      key: "8.5",
      label: "Failing measures have a remediation and a follow-up",
      evidence: "rule",
      requiredFrom: 2,
      rule: failuresFollowed,
    },
    { key: "8.6", label: "Error examples reviewed with those affected", evidence: "file", requiredFrom: 2 },
    { key: "8.7", label: "Appeal path live", evidence: "link", requiredFrom: 2 },
    { key: "8.8", label: "Independent reviewer signed", evidence: "signoff", requiredFrom: 1, signers: ["RV"] },
  ],
  inconsistencies: assessmentInconsistencies,
  requirements: solutionBiasGate,
  entry: deployedFirst,
});

function namesReference({ referenceGroup }: { referenceGroup?: string | undefined }): boolean {
  return referenceGroup !== undefined;
}
