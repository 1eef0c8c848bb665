import type { RuleVerdict } from "#domain/evidence.ts";
import type { ChecklistItem, StageDefinition } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";

type Checklist = Pick<StageDefinition, "checklist">;

/** The items that concern this project: those without a condition, and those whose condition holds. */
export function checklistFor(stage: Checklist, document: StageDocument, project: ConditionFacts): ChecklistItem[] {
  return stage.checklist.filter((item) => item.when?.(document, project) ?? true);
}

/** The verdict of every computed item, by item key. */
export function ruleVerdicts(
  stage: Checklist,
  document: StageDocument,
  facts: StageFacts,
): Record<string, RuleVerdict> {
  const computed = stage.checklist.flatMap(({ key, rule }) => (rule ? [[key, rule(document, facts)] as const] : []));
  return Object.fromEntries(computed);
}
