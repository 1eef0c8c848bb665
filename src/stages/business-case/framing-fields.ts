import { z } from "zod";
import { choice, money, moneyAboveZero, number, signedMoney, text } from "#stages/answers.ts";
import { field } from "#stages/field.ts";

const TASK_TYPES = [
  "binary",
  "multiclass",
  "regression",
  "ranking",
  "forecasting",
  "anomaly",
  "clustering",
  "generation",
  "other",
] as const;

const AUTOMATION = ["advise", "approve", "auto_with_override", "full_auto"] as const;

const AUTOMATION_NAMES = {
  advise: "Advises a person",
  approve: "Proposes, a person approves",
  auto_with_override: "Acts, a person may override",
  full_auto: "Acts alone",
};

/** The business problem as a prediction that changes a decision: the canvas of ten answers. */
export const framingFields = z.object({
  entity: field(text(3, 200), {
    label: "Entity",
    help: "The thing one prediction is made about, e.g. one card payment.",
    from: 2,
    who: "ML",
  }),
  predictionTarget: field(text(5, 300), {
    label: "Prediction target",
    help: "What exactly is predicted, observable later.",
    from: 1,
    who: "ML",
  }),
  taskType: field(choice(TASK_TYPES), {
    label: "Task type",
    help: "The ML task this turns into.",
    from: 2,
    who: "ML",
  }),
  predictionMoment: field(text(3, 200), {
    label: "Prediction moment",
    help: "The instant the prediction is needed; decides which data may be used.",
    from: 2,
    who: "ML",
  }),
  labelDelayDays: field(number(0, 3650), {
    label: "Label delay",
    help: "How long until the truth is known.",
    unit: "days",
    from: 2,
    who: "ML",
  }),
  decision: field(text(3, 300), {
    label: "Decision it drives",
    help: "Which decision changes because of the prediction.",
    from: 1,
    who: "PM",
  }),
  action: field(text(3, 300), {
    label: "Action",
    help: "What is done when the prediction says so.",
    from: 2,
    who: "PM",
  }),
  actor: field(text(3, 300), {
    label: "Actor",
    help: "Who or what carries the action out.",
    from: 2,
    who: "PM",
  }),
  automation: field(choice(AUTOMATION, AUTOMATION_NAMES), {
    label: "Automation",
    help: "How much the machine decides alone.",
    from: 2,
    who: "PM",
  }),
  errorCosts: z.object({
    gainTp: field(moneyAboveZero(), {
      label: "Gain of a right alarm",
      help: "What one true positive is worth; with the cost of a false one it gives the break-even probability.",
      unit: "money",
      from: 2,
      who: "PM",
    }),
    costFp: field(money(), {
      label: "Cost of a false alarm",
      help: "What one false positive costs.",
      unit: "money",
      from: 2,
      who: "PM",
    }),
    costFn: field(money(), {
      label: "Cost of a miss",
      help: "What one false negative costs.",
      unit: "money",
      from: 2,
      who: "PM",
    }),
    valueTn: field(signedMoney(), {
      label: "Value of a right pass",
      help: "What one true negative is worth; 0 when nothing happens.",
      unit: "money",
      from: 2,
      who: "PM",
    }),
  }),
  nonMlBaseline: z.object({
    text: field(text(10, 500), {
      label: "Baseline without ML",
      help: "The simple rule you must beat.",
      from: 2,
      who: "ML",
    }),
    value: field(number(-1e12, 1e12), {
      label: "Baseline, measured",
      help: "What the simple rule reaches on real data, in the unit of the main criterion.",
      from: 2,
      who: "ML",
    }),
  }),
  minimumSuccess: field(text(10, 500), {
    label: "Minimum success",
    help: "The worst result that would still be worth launching.",
    from: 2,
    who: "PM",
  }),
  whyMl: field(text(30, 1000), {
    label: "Why machine learning",
    help: "Why rules, a report or a process change are not enough.",
    from: 2,
    who: "ML",
  }),
});
