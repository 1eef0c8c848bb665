import { z } from "zod";
import { choice, criterionKey, money, numberAbove, records, tags, text, wholeNumber } from "#stages/answers.ts";
import { all, peopleAffected, says } from "#stages/conditions.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";
import { retrainingGate } from "#stages/retraining/gate.ts";
import { retrainedUnattended } from "#stages/retraining/recorded-items.ts";
import { capsSet, fairnessCompared, lineageRecorded, marginFixed, triggerActive } from "#stages/retraining/rules.ts";

const noRetraining = says("strategy", "none");
const retrains = says("strategy", "scheduled", "triggered", "hybrid", "online");
const comparesPeople = all(retrains, peopleAffected);
const slides = says("trainingWindow.kind", "sliding");

const BLACKOUT = {
  cron: field(text(9, 100), {
    label: "Starts",
    help: "When it starts, as a cron line in the project’s time zone.",
    from: null,
    who: "PM",
  }),
  hours: field(numberAbove(0, 8760), {
    label: "Hours",
    help: "How long it lasts.",
    unit: "hours",
    from: null,
    who: "PM",
  }),
};

export const retraining = defineStage({
  key: "retraining",
  title: "Retraining",
  phase: "Operate",
  purpose:
    "Keep the model up to date on purpose: know when to retrain, prove the challenger, promote or reject, be able to return.",
  owner: "ML",
  toStart: [{ stage: "model", needs: "done" }],
  toFinish: [{ stage: "monitoring", needs: "done" }],
  setAside: "strategy_none",
  weight: 0.05,
  targetDays: 15,
  schema: z.object({
    strategy: field(choice(["none", "scheduled", "triggered", "hybrid", "online"]), {
      label: "Strategy",
      help: "How retraining starts; none needs a reason and a maximum age.",
      from: 1,
      who: "ML",
    }),
    strategyReason: field(text(20, 800), {
      label: "Why no retraining",
      help: "Why the model may stay as it is until its maximum age.",
      from: 1,
      who: "ML",
      when: noRetraining,
    }),
    maxModelAgeDays: field(wholeNumber(1, 730), {
      label: "Maximum model age",
      help: "Age at which the champion counts as stale.",
      unit: "days",
      from: 1,
      who: "ML",
    }),
    trainingWindow: z.object({
      kind: field(choice(["expanding", "sliding", "weighted"]), {
        label: "Training window",
        help: "How much history a retrain uses.",
        from: 2,
        who: "ML",
      }),
      days: field(wholeNumber(1, 36_500), {
        label: "Training window, days",
        help: "Length of the sliding window.",
        unit: "days",
        from: 2,
        who: "ML",
        when: slides,
      }),
    }),
    evaluationPolicy: field(choice(["same_recent_window", "fixed_golden_set", "both"]), {
      label: "Evaluation policy",
      help: "On which rows champion and challenger are compared.",
      from: 2,
      who: "ML",
    }),
    primaryMetric: field(criterionKey(), {
      label: "Primary metric",
      help: "The deciding measure.",
      from: 1,
      who: "ML",
    }),
    margin: field(numberAbove(0, 1e12), {
      label: "Margin",
      help: "The loss you would tolerate, in the unit of the primary metric, set before the run.",
      from: 1,
      who: "ML",
    }),
    guardrailMetrics: field(tags(2, 40), {
      label: "Guardrail metrics",
      help: "Criteria on which the challenger may not be worse than the margin; every fairness must-have is one.",
      from: 2,
      who: "RV",
    }),
    approval: field(choice(["automatic", "human"]), {
      label: "Approval",
      help: "Who promotes a challenger; at tier 3 it must be a human.",
      from: 1,
      who: "LD",
    }),
    monthlyBudget: field(money(), {
      label: "Budget a month",
      help: "Retraining stops for the month at this cost.",
      unit: "money a month",
      from: 2,
      who: "LD",
    }),
    worth: z.object({
      gainPerDay: field(money(), {
        label: "Gain of a fresh model",
        help: "What a retrained model earns more a day than one that has aged, right after it goes live.",
        unit: "money a day",
        from: null,
        who: "ML",
      }),
      decayDays: field(numberAbove(0, 3650), {
        label: "Gone after",
        help: "Days until that gain has faded to nothing.",
        unit: "days",
        from: null,
        who: "ML",
      }),
      risk: field(money(), {
        label: "Risk of a retrain",
        help: "What a bad promotion would cost, times how likely it is. Nothing if left out.",
        unit: "money",
        from: null,
        who: "ML",
      }),
    }),
    rollbackKeep: field(wholeNumber(1, 100), {
      label: "Champions kept",
      help: "How many former champions stay deployable.",
      from: 1,
      who: "ML",
    }),
    blackoutWindows: field(records(BLACKOUT, 1, 20), {
      label: "Blackout windows",
      help: "Times when no promotion may happen.",
      from: null,
      who: "PM",
    }),
  }),
  checklist: [
    {
      key: "10.1",
      label: "A trigger in use, or none with a reason",
      evidence: "rule",
      requiredFrom: 2,
      rule: triggerActive,
    },
    {
      key: "10.2",
      label: "Unattended end-to-end retrain succeeded",
      evidence: "run",
      requiredFrom: 1,
      rule: retrainedUnattended,
    },
    { key: "10.3", label: "Margin fixed before comparison", evidence: "rule", requiredFrom: 1, rule: marginFixed },
    {
      key: "10.4",
      label: "Fairness is part of the comparison",
      evidence: "rule",
      requiredFrom: 2,
      rule: fairnessCompared,
      when: comparesPeople,
    },
    { key: "10.5", label: "Return to the previous champion rehearsed", evidence: "run", requiredFrom: 2 },
    {
      key: "10.6",
      label: "Pause and budget caps set",
      evidence: "rule",
      requiredFrom: 2,
      rule: capsSet,
      when: retrains,
    },
    {
      key: "10.7",
      label: "Data lineage of each retrain recorded",
      evidence: "rule",
      requiredFrom: 2,
      rule: lineageRecorded,
      when: retrains,
    },
    { key: "10.8", label: "Approval rule signed", evidence: "signoff", requiredFrom: 1, signers: ["LD"] },
  ],
  requirements: retrainingGate,
});
