import type { Requirement } from "#domain/requirement.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import { fieldFix, requirement } from "#stages/fix.ts";

type Assessment = {
  readonly period?: { readonly from?: string; readonly to?: string };
  readonly groups?: readonly string[];
  readonly referenceGroup?: string;
  readonly nextReview?: string;
};

const VALID_DAYS = 180;
const DAY_MS = 86_400_000;

export function assessmentInconsistencies({ period = {}, groups, referenceGroup }: Assessment): Inconsistency[] {
  const problems: Inconsistency[] = [];
  if (period.from && period.to && Date.parse(period.to) <= Date.parse(period.from)) {
    problems.push({ path: "period.to", message: "The period must end after it began" });
  }
  if (referenceGroup && referenceGroup !== "best" && groups && !groups.includes(referenceGroup)) {
    problems.push({ path: "referenceGroup", message: "The reference must be one of the groups, or best" });
  }
  return problems;
}

/** The part of G8.4 that rests on dates alone: neither the data nor the review may lie further off than 180 days. */
export function assessmentFresh({ period, nextReview }: Assessment, { now }: StageFacts): Requirement {
  const ageDays = period?.to ? (now - Date.parse(period.to)) / DAY_MS : null;
  const aheadDays = nextReview ? (Date.parse(nextReview) - now) / DAY_MS : null;
  const stale = ageDays !== null && ageDays > VALID_DAYS;
  const late = aheadDays !== null && aheadDays > VALID_DAYS;
  return requirement({
    key: "G8.4",
    label: `The data and the next review lie within ${VALID_DAYS} days`,
    met: !stale && !late,
    detail: datesInWords(ageDays, aheadDays),
    fix: fieldFix(
      ["ML", "RV"],
      stale ? "Measure again." : "Bring the review forward.",
      stale ? "period.to" : "nextReview",
    ),
  });
}

function datesInWords(ageDays: number | null, aheadDays: number | null): string {
  const age = ageDays === null ? "No period is given" : `The data ends ${Math.max(0, Math.floor(ageDays))} days ago`;
  const ahead = aheadDays === null ? "no review is planned" : reviewInWords(Math.ceil(aheadDays));
  return `${age}; ${ahead}.`;
}

function reviewInWords(days: number): string {
  return days >= 0 ? `the next review is ${days} days ahead` : `the review was due ${-days} days ago`;
}
