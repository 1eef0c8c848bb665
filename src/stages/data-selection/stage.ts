import { z } from "zod";
import { numberAbove, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { personalData, says } from "#stages/conditions.ts";
import {
  datasheetsWritten,
  labelNoiseMeasured,
  recentlyProfiled,
  representationComputed,
} from "#stages/data-selection/recorded-items.ts";
import { knownAtPrediction, scoresComputed, sourceRequirements } from "#stages/data-selection/rules.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";

const needsLabels = says("supervised", true);

export const dataSelection = defineStage({
  key: "data-selection",
  title: "Data selection",
  phase: "Data",
  purpose:
    "Choose the data that can legally and technically be had in time and that carries signal at the moment of prediction.",
  owner: "ML",
  toStart: [{ stage: "business-case", needs: "done" }],
  toFinish: [{ stage: "success-criteria", needs: "started" }],
  weight: 0.1,
  targetDays: 20,
  schema: z.object({
    populationDefinition: field(text(20, 1000), {
      label: "Population",
      help: "Who or what the solution will meet in use.",
      from: 1,
      who: "PM",
    }),
    requiredHistoryMonths: field(wholeNumber(0, 240), {
      label: "Required history",
      help: "History needed to see seasons and rare cases.",
      unit: "months",
      from: 2,
      who: "ML",
    }),
    requiredRows: field(wholeNumber(0, 1_000_000_000_000), {
      label: "Required rows",
      help: "Rows needed for the planned split and the rarest class.",
      unit: "rows",
      from: 2,
      who: "ML",
    }),
    requiredLatencyH: field(numberAbove(0, 87_600), {
      label: "Required freshness",
      help: "How fresh data must be when used.",
      unit: "hours",
      from: 2,
      who: "ML",
    }),
    supervised: field(yesNo(), {
      label: "Labels are needed",
      help: "Whether the model learns from labelled examples.",
      from: 1,
      who: "ML",
    }),
    labelDefinition: field(text(20, 1000), {
      label: "Label definition",
      help: "The exact rule that turns events into labels.",
      from: 1,
      who: "ML",
      when: needsLabels,
    }),
    labelAudit: z.object({
      n: field(wholeNumber(50, 1_000_000), {
        label: "Label audit, sample",
        help: "Size of the double-labelled sample used to estimate label noise.",
        unit: "rows",
        from: 2,
        who: "ML",
        when: needsLabels,
      }),
      agree: field(wholeNumber(0, 1_000_000), {
        label: "Label audit, agreed",
        help: "How many of them got the same label twice.",
        unit: "rows",
        from: 2,
        who: "ML",
        when: needsLabels,
      }),
    }),
    leakageReview: field(text(20, 1000), {
      label: "Leakage review",
      help: "How you checked that nothing from after the prediction moment is used.",
      from: 1,
      who: "ML",
    }),
    minimisationNote: field(text(10, 500), {
      label: "Data minimisation",
      help: "Which personal fields were dropped and why the rest is needed.",
      from: 2,
      who: "ML",
      when: personalData,
    }),
    selectionRationale: field(text(30, 1500), {
      label: "Why these sources",
      help: "Why these sources and not others.",
      from: 1,
      who: "ML",
    }),
  }),
  checklist: [
    { key: "3.1", label: "Owner and access confirmed for each source", evidence: "link", requiredFrom: 1 },
    {
      key: "3.2",
      label: "Legal basis or licence cleared",
      evidence: "signoff",
      requiredFrom: 1,
      signers: ["PM", "LD", "RV"],
    },
    {
      key: "3.3",
      label: "Datasheet linked for each source",
      evidence: "file",
      requiredFrom: 2,
      rule: datasheetsWritten,
    },
    {
      key: "3.4",
      label: "Availability and usefulness computed",
      evidence: "rule",
      requiredFrom: 2,
      rule: scoresComputed,
    },
    {
      key: "3.5",
      label: "Quality profile of the last 30 days",
      evidence: "run",
      requiredFrom: 2,
      rule: recentlyProfiled,
    },
    {
      key: "3.6",
      label: "Each feature known at prediction time",
      evidence: "rule",
      requiredFrom: 2,
      rule: knownAtPrediction,
    },
    {
      key: "3.7",
      label: "Label noise measured on a double-labelled sample",
      evidence: "metric",
      requiredFrom: 2,
      when: needsLabels,
      rule: labelNoiseMeasured,
    },
    {
      key: "3.8",
      label: "Representation against the population computed",
      evidence: "metric",
      requiredFrom: 3,
      rule: representationComputed,
    },
    {
      key: "3.9",
      label: "Unused personal fields removed",
      evidence: "link",
      requiredFrom: 2,
      when: personalData,
    },
  ],
  requirements: sourceRequirements,
  inconsistencies({ labelAudit }) {
    if ((labelAudit?.agree ?? 0) <= (labelAudit?.n ?? Number.POSITIVE_INFINITY)) return [];
    return [{ path: "labelAudit.agree", message: "No more rows can agree than were labelled twice" }];
  },
});
