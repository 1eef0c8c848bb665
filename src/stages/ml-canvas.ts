import { answerIn } from "#stages/answer-at.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { feature } from "#stages/data-selection/feature.ts";
import type { StageFacts } from "#stages/facts.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { monitor } from "#stages/monitoring/monitor.ts";
import { stageOf } from "#stages/registry.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";

/** A line of a box: what it is about, and what is said; null where nobody has said it yet. */
export type CanvasLine = { name: string; text: string | null };
export type CanvasBox = { key: string; title: string; question: string; stage: string; lines: readonly CanvasLine[] };

const NAMES_SHOWN = 7;
const LONGEST = 180;

/**
 * The project on one sheet, in twelve boxes: what stage 1 framed, and what later stages know of data, evaluation, use,
 * monitoring and retraining. The order of the boxes follows the ML Canvas (L. Dorard, CC BY-SA 4.0); the words are ours.
 */
export function mlCanvas(facts: StageFacts): CanvasBox[] {
  const said = (stage: string, path: string, unit = "") => answerText(facts, stage, path, unit);
  const frame = (path: string, unit?: string) => said("business-case", `framing.${path}`, unit);
  return [
    {
      ...{ key: "value", stage: "business-case", title: "Value", question: "Who gains what by it?" },
      lines: [
        { name: "Problem", text: said("business-case", "problemStatement") },
        { name: "Minimum", text: frame("minimumSuccess") },
      ],
    },
    {
      ...{
        key: "decision",
        stage: "business-case",
        title: "Decision",
        question: "What changes because of a prediction?",
      },
      lines: [
        { name: "Decision", text: frame("decision") },
        { name: "Action", text: frame("action") },
        { name: "By", text: frame("actor") },
        { name: "Automation", text: frame("automation") },
      ],
    },
    {
      ...{ key: "task", stage: "business-case", title: "Prediction task", question: "What is predicted, of what?" },
      lines: [
        { name: "Entity", text: frame("entity") },
        { name: "Target", text: frame("predictionTarget") },
        { name: "Type", text: frame("taskType") },
        { name: "Truth known after", text: frame("labelDelayDays", "days") },
      ],
    },
    {
      ...{ key: "worth", stage: "business-case", title: "Right and wrong", question: "What is an outcome worth?" },
      lines: [
        { name: "Right alarm", text: frame("errorCosts.gainTp") },
        { name: "False alarm", text: frame("errorCosts.costFp") },
        { name: "Miss", text: frame("errorCosts.costFn") },
        { name: "Right pass", text: frame("errorCosts.valueTn") },
        { name: "To beat", text: joined(frame("nonMlBaseline.text"), frame("nonMlBaseline.value")) },
      ],
    },
    {
      ...{ key: "sources", stage: "data-selection", title: "Data sources", question: "Where does data come from?" },
      lines: [
        { name: "Sources", text: namesOf(facts.of(dataSource).map(({ data }) => `${data.name} (${data.role})`)) },
        { name: "Population", text: said("data-selection", "populationDefinition") },
      ],
    },
    {
      ...{
        key: "collection",
        stage: "data-pipeline",
        title: "Data collection",
        question: "How do new cases and truths come?",
      },
      lines: [
        { name: "Label", text: said("data-selection", "labelDefinition") },
        { name: "Capture", text: said("data-pipeline", "captureMode") },
        { name: "Truth comes back", text: said("monitoring", "labelFeedback.path") },
      ],
    },
    {
      ...{ key: "features", stage: "data-selection", title: "Features", question: "What does the model see?" },
      lines: [
        { name: "Features", text: namesOf(byImportance(facts)) },
        { name: "In training and use", text: said("data-pipeline", "trainingServingPath") },
      ],
    },
    {
      ...{ key: "model", stage: "model", title: "Model", question: "How is it built, and which one is in use?" },
      lines: [
        { name: "Approach", text: said("model", "approachSummary") },
        { name: "Version", text: namesOf(standingModels(facts)) },
      ],
    },
    {
      ...{ key: "evaluation", stage: "success-criteria", title: "Evaluation", question: "When does it work?" },
      lines: [
        { name: "Test data", text: said("success-criteria", "evaluationProtocol") },
        { name: "Must-haves", text: namesOf(facts.criteria.filter((each) => each.mustHave).map((each) => each.name)) },
        { name: "On test data", text: namesOf(measuredOn(facts)) },
      ],
    },
    {
      ...{
        key: "predictions",
        stage: "integration",
        title: "Making predictions",
        question: "When, how fast, on what?",
      },
      lines: [
        { name: "Moment", text: frame("predictionMoment") },
        { name: "Within", text: said("integration", "latencyBudgetMs", "ms") },
        { name: "In use", text: namesOf(inUse(facts)) },
        { name: "Without it", text: said("integration", "fallback") },
      ],
    },
    {
      ...{ key: "monitoring", stage: "monitoring", title: "Monitoring", question: "How is harm noticed?" },
      lines: [
        { name: "Watched", text: namesOf(facts.of(monitor).map(({ data }) => data.name)) },
        { name: "Until the truth is known", text: said("monitoring", "proxyUntilLabels") },
        { name: "Looked at every", text: said("monitoring", "reviewCadenceDays", "days") },
      ],
    },
    {
      ...{ key: "retraining", stage: "retraining", title: "Retraining", question: "How does it stay fresh?" },
      lines: [
        { name: "Strategy", text: said("retraining", "strategy") },
        {
          name: "Started by",
          text: namesOf(facts.of(retrainTrigger).flatMap(({ data }) => (data.enabled ? [data.name] : []))),
        },
        { name: "At most", text: said("retraining", "maxModelAgeDays", "days old") },
        { name: "Approved by", text: said("retraining", "approval") },
      ],
    },
  ];
}

function answerText(facts: StageFacts, stage: string, path: string, unit: string): string | null {
  const answer = answerIn(facts.documents, stage, path);
  if (answer === undefined || answer === null || answer === "") return null;
  const options = stageOf(stage).fields.find((each) => each.path === path)?.options;
  const text = options?.find(({ value }) => value === answer)?.label ?? numberText(answer) ?? String(answer);
  return clipped(unit ? `${text} ${unit}` : text);
}

function numberText(answer: unknown): string | null {
  return typeof answer === "number" ? answer.toLocaleString("en-GB", { maximumFractionDigits: 4 }) : null;
}

/** What is longer than a box holds ends at a word; the stage has it whole. */
function clipped(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), LONGEST - 30))} …`;
}

function joined(...parts: (string | null)[]): string | null {
  const told = parts.filter((part) => part !== null);
  return told.length > 0 ? told.join(", ") : null;
}

function namesOf(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const rest = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function byImportance(facts: StageFacts): string[] {
  return facts
    .of(feature)
    .toSorted((a, b) => (b.data.importance ?? 0) - (a.data.importance ?? 0))
    .map(({ data }) => data.name);
}

/** The one in use, and those that are on their way. */
function standingModels(facts: StageFacts): string[] {
  return facts
    .of(modelVersion)
    .filter(({ data }) => data.standing !== "retired" && data.standing !== "rejected")
    .map(({ data }) => `${data.tag} (${data.standing})`);
}

/** What the newest model that counts reaches on all of the test data. */
function measuredOn(facts: StageFacts): string[] {
  const counts = facts
    .of(modelVersion)
    .find(({ data }) => data.standing === "champion" || data.standing === "candidate");
  return facts
    .of(modelMetric)
    .filter(({ data }) => data.modelVersion === counts?.key && data.split === "test" && data.segment === undefined)
    .map(({ data }) => `${data.metric.replaceAll("_", " ")} ${numberText(data.value)}`);
}

function inUse(facts: StageFacts): string[] {
  return facts
    .of(deployment)
    .filter(({ data }) => data.state === "running")
    .map(({ data }) => `${data.name} (${data.strategy}, ${Math.round(data.traffic * 100)}%)`);
}
