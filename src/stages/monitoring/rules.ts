import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";
import { mustHaves } from "#stages/success-criteria/rules.ts";

const LATE_LABEL_DAYS = 7;
const DRILL_VALID_DAYS = 90;
const DAY_MS = 86_400_000;

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
        : `Without a single point: ${blind.map(({ name }) => name).join(", ")}.`,
  };
}

export function labelsLate(document: StageDocument): boolean {
  const delay = answerAt(document, "labelFeedback.delayDays");
  return typeof delay === "number" && delay > LATE_LABEL_DAYS;
}

/** The half of G9.4 that rests on the date alone. */
export function drillFresh({ fireDrillAt }: { readonly fireDrillAt?: string }, { now }: StageFacts): Requirement {
  const ageDays = fireDrillAt ? Math.floor((now - Date.parse(fireDrillAt)) / DAY_MS) : null;
  return requirement({
    key: "G9.4",
    label: `The last fire drill is at most ${DRILL_VALID_DAYS} days old`,
    met: ageDays !== null && ageDays >= -1 && ageDays <= DRILL_VALID_DAYS,
    detail: ageDays === null ? "No fire drill is recorded yet." : drillInWords(ageDays),
    fix: fieldFix(["ML"], "Fire a test alert, answer it, and record the day.", "fireDrillAt"),
  });
}

function drillInWords(ageDays: number): string {
  return ageDays < 0 ? "The recorded day lies ahead." : `The last one was ${ageDays} days ago.`;
}
