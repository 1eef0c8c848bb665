import type { RuleVerdict } from "#domain/evidence.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { fireDrill } from "#stages/monitoring/fire-drill.ts";
import { drillAnswered } from "#stages/monitoring/gate.ts";

/** Item 9.6, by the rule of G9.4. */
export function testAlertAnswered(document: StageDocument, facts: StageFacts): RuleVerdict {
  const { met, detail } = drillAnswered(document, facts);
  return { met, detail, where: `/facts/${fireDrill.kind}` };
}
