import { z } from "zod";
import { FAIRNESS_MEASURES } from "#domain/fairness.ts";
import {
  choice,
  day,
  factKey,
  fraction,
  groupName,
  instant,
  records,
  text,
  wholeNumber,
  yesNo,
} from "#stages/answers.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { may, told } from "#stages/fact-kind.ts";

const COUNT = 1e12;

const GROUP = {
  name: told(text(1, 80), { label: "Group", help: "One of the groups of the attribute." }),
  tp: told(wholeNumber(0, COUNT), { label: "True positives" }),
  fp: told(wholeNumber(0, COUNT), { label: "False positives" }),
  fn: told(wholeNumber(0, COUNT), { label: "False negatives" }),
  tn: told(wholeNumber(0, COUNT), { label: "True negatives" }),
  protected: may(yesNo(), { label: "Protected", help: "Must be large enough to be judged; left out: yes." }),
};
const MEASURE = {
  metric: told(choice(FAIRNESS_MEASURES), { label: "Measure" }),
  kind: told(choice(["at_most", "at_least"]), { label: "Limit is" }),
  threshold: told(fraction(), { label: "Limit" }),
};

export const assessmentRecord = {
  kind: "fairness-assessments",
  schema: z.object({
    name: told(text(2, 120), { label: "Name" }),
    release: told(factKey("releases"), { label: "Release", help: "The exact solution that was measured." }),
    dataSource: told(choice(["shadow", "canary", "production"]), {
      label: "Data source",
      help: "Offline test data alone is not enough here.",
    }),
    period: z.object({
      from: told(instant(), { label: "Measured from" }),
      to: told(instant(), { label: "Measured until" }),
    }),
    attribute: told(factKey("protected-attributes"), { label: "Attribute" }),
    groups: told(records(GROUP, 1, 50), {
      label: "Groups",
      help: "Counts only, never rows: what was decided against what turned out to be true.",
    }),
    favourableOutcome: told(choice(["positive", "negative"]), {
      label: "Favourable outcome",
      help: "Whether being selected helps or hurts the person.",
    }),
    measures: told(records(MEASURE, 1, 20), { label: "Measures and limits", help: "Fixed before looking." }),
    referenceGroup: may(text(1, 80), {
      label: "Reference group",
      help: "One of the groups, or best; left out: the extremes are compared.",
    }),
    assessedAt: told(instant(), { label: "Assessed at" }),
    note: may(text(2, 1000), { label: "Note", help: "Why a measure that is shown was not chosen." }),
  }),
};
export type AssessmentData = z.infer<typeof assessmentRecord.schema>;
export type Assessment = Fact<AssessmentData>;

export const acceptanceRecord = {
  kind: "fairness-acceptances",
  schema: z.object({
    assessment: told(factKey("fairness-assessments"), { label: "Assessment" }),
    metric: told(choice(FAIRNESS_MEASURES), { label: "Measure" }),
    role: told(choice(["LD", "RV"], { LD: "Lead", RV: "Reviewer" }), {
      label: "Accepted as",
      help: "A measure on watch takes the lead and the reviewer; a pass that is not proven, at tier 3, the reviewer.",
    }),
    reason: told(text(20, 1000), { label: "Reason" }),
    validUntil: told(day(), { label: "Valid until", help: "At most 180 days ahead; on that day it ends." }),
  }),
};

export const exemptionRecord = {
  kind: "group-exemptions",
  schema: z.object({
    assessment: told(factKey("fairness-assessments"), { label: "Assessment" }),
    group: told(groupName(), { label: "Group" }),
    role: told(choice(["RV"], { RV: "Reviewer" }), { label: "Exempted as" }),
    reason: told(text(20, 1000), {
      label: "Reason",
      help: "Why it is too small, and how it is looked after meanwhile.",
    }),
  }),
};

export const remediationRecord = {
  kind: "remediations",
  schema: z.object({
    technique: told(text(5, 200), { label: "What is done" }),
    assessment: told(factKey("fairness-assessments"), { label: "Because of" }),
    phase: told(
      choice(["data", "pre", "in", "post", "process"], {
        data: "The data",
        pre: "Before training",
        in: "In training",
        post: "After the score",
        process: "The process around it",
      }),
      { label: "Where it works" },
    ),
    expectedEffect: told(text(5, 500), { label: "Expected effect" }),
    owner: may(text(2, 120), { label: "Owner" }),
    doneOn: may(day(), { label: "Done on" }),
    followUp: may(factKey("fairness-assessments"), {
      label: "Follow-up",
      help: "The assessment that measured it again.",
    }),
  }),
};

export function assessmentOf(facts: FactBag, key: string): Assessment | undefined {
  return facts.of(assessmentRecord).find((each) => each.key === key);
}
