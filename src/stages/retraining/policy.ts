import { isGroup } from "#stages/answer-at.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";

/** The stage's own document, as far as it is written: the margin, who approves, how old a model may grow. */
export function retrainingOf({ documents }: Pick<ConditionFacts, "documents">): StageDocument {
  return isGroup(documents.retraining) ? documents.retraining : {};
}
