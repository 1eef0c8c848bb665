import { z } from "zod";
import type { FieldProblem } from "#domain/gate.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageDefinition } from "#stages/define-stage.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { sentenceFor } from "#stages/sentence.ts";
import type { StageField } from "#stages/stage-fields.ts";

type Fields = Pick<StageDefinition, "fields">;
type Document = Pick<StageDefinition, "fields" | "inconsistencies">;

/** The answers that this project's tier asks for, under the conditions that hold now. */
export function requiredFields(stage: Fields, document: StageDocument, project: ConditionFacts): StageField[] {
  return stage.fields.filter((field) => isRequired(field, document, project));
}

/** Whether the answer is worth showing: it has no condition, or its condition holds. */
export function isAsked(field: StageField, document: StageDocument, project: ConditionFacts): boolean {
  return field.when?.(document, project) ?? true;
}

export function isRequired(field: StageField, document: StageDocument, project: ConditionFacts): boolean {
  return field.from !== null && project.tier >= field.from && isAsked(field, document, project);
}

/** What keeps the document from being complete: absent required answers, invalid ones, and contradictions. */
export function missingFields(stage: Document, document: StageDocument, project: ConditionFacts): FieldProblem[] {
  const single = stage.fields.flatMap((field) => {
    const problem = problemOf(field, document, project);
    return problem ? [{ path: field.path, label: field.label, problem, who: [field.who] }] : [];
  });
  const between = stage.inconsistencies(document, project).map(({ path, message }) => {
    const field = stage.fields.find((each) => each.path === path);
    return { path, label: field?.label ?? path, problem: message, who: field ? [field.who] : [] };
  });
  return [...single, ...between];
}

export function fieldProgress(stage: Fields, document: StageDocument, project: ConditionFacts) {
  const required = requiredFields(stage, document, project);
  const done = required.filter((field) => problemOf(field, document, project) === null).length;
  return { done, total: required.length };
}

function problemOf(field: StageField, document: StageDocument, project: ConditionFacts): string | null {
  const answer = answerAt(document, field.path);
  if (answer === undefined) return isRequired(field, document, project) ? "missing" : null;
  const parsed = z.safeParse(field.schema, answer, { error: sentenceFor, reportInput: true });
  const issue = parsed.error?.issues[0];
  return issue ? rowPrefix(field, issue.path) + issue.message : null;
}

function rowPrefix(field: StageField, path: readonly PropertyKey[]): string {
  const [row, column] = path;
  if (typeof row !== "number") return "";
  const label = field.columns?.find(({ name }) => name === column)?.label;
  return label ? `Row ${row + 1}, ${label.toLowerCase()}: ` : `Entry ${row + 1}: `;
}
