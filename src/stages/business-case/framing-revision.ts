import { z } from "zod";
import { FRAMING_ANSWERS, type FramingAnswer, framingScore } from "#domain/framing.ts";
import { tags, text, wholeNumber } from "#stages/answers.ts";
import { framingFields } from "#stages/business-case/framing-fields.ts";
import { writtenByRule } from "#stages/business-case/revision-guard.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const { errorCosts, nonMlBaseline } = framingFields.shape;
const framing = z.object({
  entity: z.optional(framingFields.shape.entity),
  predictionTarget: z.optional(framingFields.shape.predictionTarget),
  predictionMoment: z.optional(framingFields.shape.predictionMoment),
  labelDelayDays: z.optional(framingFields.shape.labelDelayDays),
  decision: z.optional(framingFields.shape.decision),
  action: z.optional(framingFields.shape.action),
  actor: z.optional(framingFields.shape.actor),
  errorCosts: z.object({
    gainTp: z.optional(errorCosts.shape.gainTp),
    costFp: z.optional(errorCosts.shape.costFp),
    costFn: z.optional(errorCosts.shape.costFn),
    valueTn: z.optional(errorCosts.shape.valueTn),
  }),
  nonMlBaseline: z.object({
    text: z.optional(nonMlBaseline.shape.text),
    value: z.optional(nonMlBaseline.shape.value),
  }),
  minimumSuccess: z.optional(framingFields.shape.minimumSuccess),
});

export type Framing = Partial<z.infer<typeof framing>>;
export type FramingRevision = Fact<z.infer<typeof schema>>;

const schema = z.object({
  summary: told(text(1, 300), { label: "What was to be predicted" }),
  revision: told(wholeNumber(1, 100_000), { label: "Revision" }),
  changed: may(tags(1, 60, FRAMING_ANSWERS.length), { label: "Answers that changed" }),
  framing,
});

/** The ten answers as they stood, each time the problem was framed anew. Their number is the number of framing iterations. */
export const framingRevision = defineFact({
  kind: "framing-revisions",
  one: "framing revision",
  many: "framing revisions",
  stage: "business-case",
  help: "How the problem was framed, revision by revision. It is kept by itself whenever an answer of the framing changes.",
  name: "summary",
  writers: ["PM", "ML", "LD"],
  appendOnly: true,
  columns: ["revision", "changed"],
  schema,
  guard: () => writtenByRule("an answer of the framing", "framing.predictionTarget"),
  figures: ({ data }) => [
    {
      name: "framingScore",
      label: "Framing score",
      value: framingScore(data.framing).score,
      unit: "score",
      calculator: "framing_score",
      inputs: { missing: framingScore(data.framing).missing },
    },
  ],
});

/** The ten answers out of a document, or out of a revision; what was not said is left out. */
export function framingOf(document: unknown): Framing {
  const group = isGroup(document) && isGroup(document.framing) ? document.framing : {};
  return Object.fromEntries(FRAMING_ANSWERS.flatMap((name) => (name in group ? [[name, group[name]]] : [])));
}

export type FramingChange = {
  /** Answers that were there and now say something else, or nothing. */
  reframed: FramingAnswer[];
  added: FramingAnswer[];
};

export function framingChange(before: Framing, after: Framing): FramingChange {
  const differs = FRAMING_ANSWERS.filter((name) => spelled(before, name) !== spelled(after, name));
  const missing = new Set(framingScore(before).missing);
  return {
    reframed: differs.filter((name) => !missing.has(name)),
    added: differs.filter((name) => missing.has(name)),
  };
}

/** The words that name each of the ten answers on screen. */
export function framingWords(name: FramingAnswer): string {
  return WORDS[name];
}

const WORDS: Readonly<Record<FramingAnswer, string>> = {
  entity: "Entity",
  predictionTarget: "Prediction target",
  predictionMoment: "Prediction moment",
  labelDelayDays: "Label delay",
  decision: "Decision it drives",
  action: "Action",
  actor: "Actor",
  errorCosts: "What outcomes are worth",
  nonMlBaseline: "Baseline without ML",
  minimumSuccess: "Minimum success",
};

/** One spelling for equal answers, whatever order their parts came in. */
function spelled(framing: Framing, name: FramingAnswer): string {
  const value: unknown = framing[name];
  if (!isGroup(value)) return JSON.stringify(value ?? null);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return JSON.stringify(parts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
