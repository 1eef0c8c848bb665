import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import { riskClass } from "#domain/risk-class.ts";
import { answerAt, answerIn, isGroup } from "#stages/answer-at.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { mustHaves } from "#stages/success-criteria/rules.ts";

const LATE_LABEL_DAYS = 7;

/** Watched means that the criterion's series receives points, so that its windows are evaluated. */
export function mustHavesWatched(_document: unknown, { criteria }: StageFacts): RuleVerdict {
  const asked = mustHaves(criteria);
  const blind = asked.filter(({ hasPoints }) => !hasPoints);
  if (asked.length === 0) return { met: false, detail: "No criterion is a must-have yet." };
  return {
    met: blind.length === 0,
    detail:
      blind.length === 0
        ? `All ${asked.length} must-haves receive points.`
        : `Without a single point: ${listed(blind.map(({ name }) => name))}.`,
  };
}

const LEAST_RETENTION = 183;

/** Where the risk class is high, decisions can be traced for half a year. */
export function retentionTooShort(
  document: StageDocument,
  { documents }: Pick<ConditionFacts, "documents">,
): Inconsistency[] {
  const days = answerAt(document, "decisionLogRetentionDays");
  const answers = answerIn(documents, "business-case", "riskAnswers");
  if (typeof days !== "number" || days >= LEAST_RETENTION || !isGroup(answers)) return [];
  if (riskClass(answers) !== "high") return [];
  const message = `At least ${LEAST_RETENTION} days where the risk class is high`;
  return [{ path: "decisionLogRetentionDays", message }];
}

export function labelsLate(document: StageDocument): boolean {
  const delay = answerAt(document, "labelFeedback.delayDays");
  return typeof delay === "number" && delay > LATE_LABEL_DAYS;
}
