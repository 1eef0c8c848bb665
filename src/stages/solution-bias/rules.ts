import type { FairnessMeasure } from "#domain/fairness.ts";
import type { Requirement } from "#domain/requirement.ts";
import { answerIn } from "#stages/answer-at.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { ConditionFacts } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { MEASURE_WORDS } from "#stages/solution-bias/fairness-words.ts";

/** What the law reads of the stage's document. */
export type AssessedDocument = {
  readonly release?: string;
  readonly period?: { readonly from?: string; readonly to?: string };
  readonly attribute?: string;
  readonly groups?: readonly string[];
  readonly metricsChosen?: readonly { readonly metric?: FairnessMeasure; readonly threshold?: number }[];
  readonly referenceGroup?: string;
  readonly nextReview?: string;
};

const VALID_DAYS = 180;
const DAY_MS = 86_400_000;

export function assessmentInconsistencies(
  { period = {}, groups, referenceGroup, metricsChosen = [] }: AssessedDocument,
  project: ConditionFacts,
): Inconsistency[] {
  const problems: Inconsistency[] = unplannedMeasures(metricsChosen, project);
  if (period.from && period.to && Date.parse(period.to) <= Date.parse(period.from)) {
    problems.push({ path: "period.to", message: "The period must end after it began" });
  }
  if (referenceGroup && referenceGroup !== "best" && groups && !groups.includes(referenceGroup)) {
    problems.push({ path: "referenceGroup", message: "The reference must be one of the groups, or best" });
  }
  return problems;
}

/** The measures are a part of those that the data bias plan names; a tier 1 project may do without a plan. */
function unplannedMeasures(
  chosen: NonNullable<AssessedDocument["metricsChosen"]>,
  { tier, documents }: ConditionFacts,
): Inconsistency[] {
  const planned = answerIn(documents, "data-bias", "fairnessMetrics");
  if (tier === 1 || !Array.isArray(planned) || planned.length === 0) return [];
  const known: ReadonlySet<unknown> = new Set(planned);
  const strange = chosen.flatMap(({ metric }) => (metric === undefined || known.has(metric) ? [] : [metric]));
  return strange.map((metric) => ({
    path: "metricsChosen",
    message: `The data bias plan does not name “${MEASURE_WORDS[metric].toLowerCase()}”; add it there first`,
  }));
}

/**
 * The part of G8.4 that rests on dates alone: neither the data nor the review may lie further off than 180 days. What was
 * recorded speaks for itself, and the document then is not asked for its period.
 */
export function assessmentFresh({ period, nextReview }: AssessedDocument, { now, of }: StageFacts): Requirement {
  const until = of(assessmentRecord)[0]?.data.period.to ?? period?.to;
  const ageDays = until ? (now - Date.parse(until)) / DAY_MS : null;
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
      stale && !of(assessmentRecord).length ? "period.to" : "nextReview",
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
