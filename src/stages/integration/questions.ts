import { z } from "zod";
import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { choice, number, text } from "#stages/answers.ts";
import { field } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";

const ANSWERS = ["yes", "no", "planned", "not_applicable"] as const;

/** The fifteen strategy questions of deployment; each is an answer, a remark, and a number where one exists. */
export const deploymentFields = z.object({
  abPipeline: asked(2, "A/B pipeline", "Can two versions run side by side with random assignment?", "parallel tests"),
  canary: asked(1, "Canary", "Can a small share of traffic go to the new release?", "first share of traffic, 0 to 1"),
  shadow: asked(2, "Shadow", "Can the new release score without acting?", "days of shadow run"),
  featureStore: asked(
    2,
    "Feature store",
    "Do training and serving read the same feature definitions?",
    "shared features",
  ),
  onlineTraining: asked(
    2,
    "Online training",
    "Does the model change from single events while in use?",
    "minutes between updates",
  ),
  trainingDataAggregation: asked(
    2,
    "Training data aggregation",
    "How are events collected into training data?",
    "days of window",
  ),
  servingTrainingCoupling: asked(
    2,
    "Serving and training coupling",
    "Which steps do serving and training share, and can one break the other?",
    "shared steps",
  ),
  monitoringProcess: asked(1, "Monitoring process", "Who looks at what, how often?", "days between reviews"),
  incidentProcess: asked(1, "Incident process", "What happens when an alert fires at night?", "minutes to acknowledge"),
  inferenceLatency: asked(2, "Inference latency", "Is inference fast enough at peak load?", "ms, p95 budget"),
  privacyRegime: asked(
    2,
    "Privacy regime",
    "Which privacy laws apply (GDPR, CCPA, others), and how are rights served?",
    "laws in scope",
  ),
  budget: asked(2, "Budget", "Is the running cost approved?", "money a month"),
  headCount: asked(2, "Head count", "Are the people for operation named?", "FTE"),
  skills: asked(2, "Skills", "Which skills are still missing for operation?", "gaps"),
  rollback: asked(1, "Rollback", "How fast can the previous release be back?", "minutes"),
});

type Answer = { readonly answer?: (typeof ANSWERS)[number]; readonly number?: number };
export type Questions = { readonly deploymentAnswers?: Readonly<Record<string, Answer | undefined>> };

export function questionsAnswered({ deploymentAnswers = {} }: Questions): RuleVerdict {
  const names = Object.keys(deploymentFields.shape);
  const answered = names.filter((name) => deploymentAnswers[name]?.answer !== undefined).length;
  return { met: answered === names.length, detail: `${answered} of ${names.length} questions are answered.` };
}

/** The half of G7.1 that holds at every tier: there is a way back, and somebody answers at night. */
export function noIsNoAnswer({ deploymentAnswers = {} }: Questions): Requirement {
  const refused = BLOCKING.filter((name) => deploymentAnswers[name]?.answer === "no");
  const [first = BLOCKING[0]] = refused;
  return requirement({
    key: "G7.1",
    label: "Rollback and incident process are not answered with no",
    met: refused.length === 0,
    detail: refused.length === 0 ? "Neither is refused." : `Answered with no: ${refused.map(inWords).join(", ")}.`,
    fix: fieldFix(["ML", "LD"], "Plan the missing process.", `deploymentAnswers.${first}.answer`),
  });
}

const BLOCKING = ["rollback", "incidentProcess"] as const;

function inWords(name: (typeof BLOCKING)[number]): string {
  return name === "rollback" ? "rollback" : "incident process";
}

function asked(from: 1 | 2, label: string, question: string, unit: string) {
  return z.object({
    answer: field(choice(ANSWERS), { label, help: question, from, who: "ML" }),
    detail: field(text(1, 1000), {
      label: `${label}, detail`,
      help: "How it works here, or what is planned until when.",
      from: null,
      who: "ML",
    }),
    number: field(number(0, 1e12), {
      label: `${label}, number`,
      help: "The figure that goes with the answer, where one exists.",
      unit,
      from: null,
      who: "ML",
    }),
  });
}
