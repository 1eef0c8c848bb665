import { z } from "zod";
import { choice, day, number, secureLink, tags, text, wholeNumber } from "#stages/answers.ts";
import { all, noneRecorded, peopleAffected, says, supervised } from "#stages/conditions.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";
import { driftWatched, objectiveWatched, outputWatched, sourcesWatched } from "#stages/monitoring/coverage.ts";
import { fireDrill } from "#stages/monitoring/fire-drill.ts";
import { monitoringGate } from "#stages/monitoring/gate.ts";
import { testAlertAnswered } from "#stages/monitoring/recorded-items.ts";
import { labelsLate, mustHavesWatched, retentionTooShort } from "#stages/monitoring/rules.ts";

const DRIFT_METHODS = ["psi", "js", "ks", "chi2", "wasserstein"] as const;
const DRIFT_NAMES = {
  psi: "Population stability index",
  js: "Jensen-Shannon distance",
  ks: "Kolmogorov-Smirnov",
  chi2: "Chi-squared",
  wasserstein: "Wasserstein distance",
};

export const monitoring = defineStage({
  key: "monitoring",
  title: "Monitoring",
  phase: "Operate",
  purpose: "Notice within an agreed time that data, model, operation or fairness left the expected range, and react.",
  owner: "ML",
  toStart: [{ stage: "integration", needs: "started" }],
  toFinish: [
    { stage: "integration", needs: "done" },
    { stage: "solution-bias", needs: "done_or_set_aside" },
  ],
  weight: 0.07,
  targetDays: 15,
  schema: z.object({
    onCallLink: field(secureLink(), {
      label: "On-call rota",
      help: "The rota that receives alerts.",
      from: 1,
      who: "LD",
    }),
    reviewCadenceDays: field(wholeNumber(1, 92), {
      label: "Review cadence",
      help: "How often people look at the trends together.",
      unit: "days",
      from: 1,
      who: "PM",
    }),
    labelFeedback: z.object({
      path: field(text(3, 500), {
        label: "Label feedback",
        help: "How the truth comes back.",
        from: 1,
        who: "ML",
        when: supervised,
      }),
      delayDays: field(number(0, 3650), {
        label: "Label delay",
        help: "How late the truth comes back.",
        unit: "days",
        from: 1,
        who: "ML",
        when: supervised,
      }),
    }),
    proxyUntilLabels: field(text(10, 500), {
      label: "Watched until labels come",
      help: "What is watched while labels are missing (score drift, overrides, complaints).",
      from: 2,
      who: "ML",
      when: all(supervised, labelsLate),
    }),
    topFeatures: field(tags(1, 120), {
      label: "Top features",
      help: "Features that get their own drift monitor; together at least 80% of the importance.",
      from: 2,
      who: "ML",
    }),
    primaryDriftMethod: z.object({
      numeric: field(choice(DRIFT_METHODS, DRIFT_NAMES), {
        label: "Drift method, numbers",
        help: "The one method that sets the state of numeric features; the others inform.",
        from: 2,
        who: "ML",
      }),
      categorical: field(choice(["psi", "js", "chi2"], DRIFT_NAMES), {
        label: "Drift method, categories",
        help: "The one method that sets the state of categorical features; the others inform.",
        from: 2,
        who: "ML",
      }),
    }),
    explainInProduction: field(choice(["none", "sample", "all"]), {
      label: "Explanations in production",
      help: "For how many decisions an explanation is stored.",
      from: 2,
      who: "ML",
    }),
    decisionLogRetentionDays: field(wholeNumber(30, 36_500), {
      label: "Decision log retention",
      help: "How long decisions and inputs can be traced; at least 183 days when the risk class is high.",
      unit: "days",
      from: 2,
      who: "ML",
    }),
    fireDrillAt: field(day(), {
      label: "Last fire drill",
      help: "Last time a test alert was fired and answered.",
      from: 2,
      who: "ML",
      when: noneRecorded(fireDrill),
    }),
    feedbackChannel: field(secureLink(), {
      label: "Feedback channel",
      help: "Where users report wrong outputs.",
      from: 1,
      who: "PM",
      when: peopleAffected,
    }),
  }),
  checklist: [
    { key: "9.1", label: "Every must-have is watched", evidence: "rule", requiredFrom: 1, rule: mustHavesWatched },
    {
      key: "9.2",
      label: "Drift monitors cover 80% of the importance",
      evidence: "rule",
      requiredFrom: 2,
      rule: driftWatched,
    },
    { key: "9.3", label: "Drift of the output is watched", evidence: "rule", requiredFrom: 2, rule: outputWatched },
    {
      key: "9.4",
      label: "Each required source has a monitor of missing data",
      evidence: "rule",
      requiredFrom: 2,
      rule: sourcesWatched,
    },
    {
      key: "9.5",
      label: "Service level objective with burn-rate alerts",
      evidence: "rule",
      requiredFrom: 2,
      rule: objectiveWatched,
    },
    {
      key: "9.6",
      label: "Test alert answered within target",
      evidence: "run",
      requiredFrom: 1,
      rule: testAlertAnswered,
    },
    { key: "9.7", label: "Incident process rehearsed", evidence: "link", requiredFrom: 1 },
    {
      key: "9.8",
      label: "Explanations sampled and read",
      evidence: "file",
      requiredFrom: 3,
      when: says("explainInProduction", "sample", "all"),
    },
    {
      key: "9.9",
      label: "Feedback and appeal path live",
      evidence: "link",
      requiredFrom: 2,
      when: peopleAffected,
    },
  ],
  inconsistencies: retentionTooShort,
  requirements: monitoringGate,
});
