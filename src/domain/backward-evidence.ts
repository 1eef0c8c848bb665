import type { BackwardFacts } from "#domain/backward-facts.ts";
import {
  BACKWARD_STAGES,
  type BackwardRule,
  type BackwardRuleKey,
  type BackwardStage,
  type Found,
  found,
  isNews,
  quoted,
} from "#domain/backward-rule.ts";

const KEYS: Readonly<Record<BackwardStage, BackwardRuleKey>> = {
  ...{ "business-case": "B1.0", "success-criteria": "B2.0", "data-selection": "B3.0", "data-bias": "B4.0" },
  ...{ "data-pipeline": "B5.0", model: "B6.0", integration: "B7.0", "solution-bias": "B8.0" },
  ...{ monitoring: "B9.0", retraining: "B10.0" },
};

/** The evidence rule of each stage (A5). The lifecycle numbers none; here it is rule 0. */
export const EVIDENCE_RULES: readonly BackwardRule[] = BACKWARD_STAGES.map((stage) => ({
  ...{ rule: KEYS[stage], stages: [stage], find: expiredSince },
}));

/** What had run out already when the stage was signed off, or its flag dismissed, was known then. */
function expiredSince(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const expired = (facts.expiredEvidence ?? []).filter((each) => each.stage === stage);
  return found(
    expired.filter(({ until }) => isNews(facts, stage, until)),
    ({ item, until }) => `${item}@${until}`,
    (all) => `The evidence has expired of ${quoted(all.map(({ item, label }) => `${item} ${label}`))}.`,
  );
}
