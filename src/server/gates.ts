import type { ItemVerdict } from "#domain/evidence.ts";
import { type ChecklistFacts, checklistVerdicts, type ExpiredItem, evaluateGate, expiredItems } from "#domain/gate.ts";
import type { GateResult } from "#domain/requirement.ts";
import { now } from "#server/clock.ts";
import { factsOf, type ProjectRecord, stageFactsOf } from "#server/project-record.ts";
import { checklistFor, ruleVerdicts } from "#stages/checklist.ts";
import { missingFields, requiredFields } from "#stages/completeness.ts";
import type { StageDefinition } from "#stages/define-stage.ts";

/** Judges a stage's gate from the record: the law decides, nothing here does. */
export function gateOf(record: ProjectRecord, stage: StageDefinition): GateResult {
  const project = factsOf(record);
  const { document } = record.stage(stage.key);
  return evaluateGate({
    ...checklistFacts(record, stage),
    law: stage,
    states: project.states,
    titles: project.titles,
    fieldsRequired: requiredFields(stage, document, project).length,
    fieldProblems: missingFields(stage, document, project).map((problem) => ({
      ...problem,
      who: [stage.fields.find(({ path }) => path === problem.path)?.who ?? stage.owner],
    })),
    blockingComments: record.blocking
      .filter(({ stageKey }) => stageKey === stage.key)
      .map(({ author, body }) => ({ author, excerpt: body.slice(0, 120) })),
    own: stage.requirements(document, stageFactsOf(record, stage.key)),
  });
}

/** The stage's checklist with a verdict on each item that concerns this project. */
export function checklistOf(record: ProjectRecord, stage: StageDefinition): ItemVerdict[] {
  return checklistVerdicts(checklistFacts(record, stage));
}

/** Looked at in full only where some evidence has an end that has passed: the rules are asked at every write. */
export function expiredEvidenceOf(record: ProjectRecord, stage: StageDefinition): ExpiredItem[] {
  const at = now().getTime();
  const passed = Object.values(record.answers(stage.key)).some(({ evidence }) =>
    evidence.some(({ validUntil }) => validUntil !== null && validUntil <= at),
  );
  return passed ? expiredItems(checklistFacts(record, stage)) : [];
}

function checklistFacts(record: ProjectRecord, stage: StageDefinition): ChecklistFacts {
  const facts = stageFactsOf(record, stage.key);
  const { document, version } = record.stage(stage.key);
  return {
    tier: facts.tier,
    version,
    now: now().getTime(),
    checklist: checklistFor(stage, document, facts),
    answers: facts.answers,
    rules: ruleVerdicts(stage, document, facts),
    signOffs: facts.signOffs,
  };
}
