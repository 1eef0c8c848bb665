import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
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

export function labelsLate(document: StageDocument): boolean {
  const delay = answerAt(document, "labelFeedback.delayDays");
  return typeof delay === "number" && delay > LATE_LABEL_DAYS;
}
