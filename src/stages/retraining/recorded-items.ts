import type { RuleVerdict } from "#domain/evidence.ts";
import type { StageFacts } from "#stages/facts.ts";
import { ranThrough } from "#stages/retraining/gate.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";

/** Item 10.2, by the rule of G10.2. */
export function retrainedUnattended(_document: unknown, facts: StageFacts): RuleVerdict {
  const { met, detail } = ranThrough(facts);
  return { met, detail, where: `/facts/${retrainRun.kind}` };
}
