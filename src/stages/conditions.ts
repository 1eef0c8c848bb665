import type { z } from "zod";
import { answerAt, answerIn } from "#stages/answer-at.ts";
import type { FieldCondition } from "#stages/field.ts";

/** Holds when this stage's answer at the path is one of the values. */
export function says(path: string, ...values: readonly unknown[]): FieldCondition {
  return (document) => values.includes(answerAt(document, path));
}

/** Holds when another stage's answer at the path is one of the values. */
export function saidIn(stage: string, path: string, ...values: readonly unknown[]): FieldCondition {
  return (_document, project) => values.includes(answerIn(project.documents, stage, path));
}

/** Holds while nothing of a kind is recorded, or nothing that fits: what is recorded is not asked again. */
export function noneRecorded<S extends z.ZodObject>(
  kind: { kind: string; schema: S },
  fits: (data: z.infer<S>) => boolean = () => true,
): FieldCondition {
  return (_document, { of }) => !of?.(kind).some(({ data }) => fits(data));
}

export const peopleAffected: FieldCondition = (_document, project) => project.affectsPeople;
export const personalData = saidIn("business-case", "personalData", true);
export const automatedDecision = saidIn("business-case", "automatedDecision", true);
export const supervised = saidIn("data-selection", "supervised", true);
export const binary = saidIn("business-case", "framing.taskType", "binary");
export const classification = saidIn("business-case", "framing.taskType", "binary", "multiclass");
export const humansInTheLoop = saidIn("business-case", "framing.automation", "advise", "approve", "auto_with_override");

export function all(...conditions: readonly FieldCondition[]): FieldCondition {
  return (document, project) => conditions.every((holds) => holds(document, project));
}
