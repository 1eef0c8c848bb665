import { isAsked, isRequired } from "#stages/completeness.ts";
import type { StageDefinition } from "#stages/define-stage.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import type { Asked } from "#stages/form/form-field.ts";

/** Judged by the law on every save, so that the form shows a condition's answers without knowing the condition. */
export function askedOf(
  stage: Pick<StageDefinition, "fields">,
  document: StageDocument,
  project: ConditionFacts,
): Asked {
  const asked = stage.fields.filter((field) => isAsked(field, document, project));
  return Object.fromEntries(
    asked.map((field) => [field.path, isRequired(field, document, project) ? "required" : "optional"] as const),
  );
}
