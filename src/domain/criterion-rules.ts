import { leEps } from "#domain/comparison.ts";
import type { Criterion } from "#domain/criteria.ts";
import type { Issue } from "#domain/errors.ts";

/** What makes a criterion contradictory (B stage 2, Validation): each issue names the field to change. */
export function criterionIssues(criterion: Criterion): Issue[] {
  return [
    ...(criterion.direction === "range" ? rangeIssues(criterion) : limitIssues(criterion)),
    ...timeIssues(criterion),
  ];
}

/** Legitimate but worth a second look: "keep level" criteria exist. */
export function criterionWarnings(criterion: Criterion): Issue[] {
  const { direction, baseline, target, targetLow, targetHigh } = criterion;
  if (baseline === null) return [];
  const message = "The target is not better than the baseline. That is fine for a criterion that keeps a level.";
  if (direction === "range") {
    const inside = targetLow !== null && targetHigh !== null && baseline >= targetLow && baseline <= targetHigh;
    return inside ? [{ path: "targetLow", message }] : [];
  }
  if (target === null) return [];
  const better = direction === "gte" ? target > baseline : target < baseline;
  return better ? [] : [{ path: "target", message }];
}

/** The fields whose change moves the goalposts (B2.1) and is kept with its reason. */
export const GOALPOSTS = [
  "direction",
  "target",
  "guardrail",
  "targetLow",
  "targetHigh",
  "guardrailLow",
  "guardrailHigh",
] as const satisfies readonly (keyof Criterion)[];

export function movesGoalposts(before: Criterion, after: Criterion): boolean {
  return GOALPOSTS.some((field) => before[field] !== after[field]);
}

/** What changes the verdict on a window, rather than its words. */
const JUDGING = [
  "direction",
  "target",
  "guardrail",
  "targetLow",
  "targetHigh",
  "guardrailLow",
  "guardrailHigh",
  "aggregation",
  "windowSeconds",
  "cadenceSeconds",
  "minSamples",
  "breachAfter",
  "recoverAfter",
  "staleAfter",
  "series",
] as const satisfies readonly (keyof Criterion)[];

export function judgesAnew(before: Criterion, after: Criterion): boolean {
  return JUDGING.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

function limitIssues({ direction, target, guardrail, ...rest }: Criterion): Issue[] {
  const issues: Issue[] = RANGE_FIELDS.filter((field) => rest[field] !== null).map((path) => ({
    path,
    message: "Only a range has a lower and an upper limit.",
  }));
  if (target === null) return [...issues, { path: "target", message: "Give the target." }];
  if (guardrail === null) return issues;
  if (direction === "gte" && !leEps(guardrail, target)) {
    issues.push({ path: "guardrail", message: "Where more is better, the guardrail is at or below the target." });
  }
  if (direction === "lte" && !leEps(target, guardrail)) {
    issues.push({ path: "guardrail", message: "Where less is better, the guardrail is at or above the target." });
  }
  return issues;
}

const RANGE_FIELDS = ["targetLow", "targetHigh", "guardrailLow", "guardrailHigh"] as const;

function rangeIssues(criterion: Criterion): Issue[] {
  const { targetLow, targetHigh, guardrailLow, guardrailHigh } = criterion;
  const issues: Issue[] = (["target", "guardrail"] as const)
    .filter((field) => criterion[field] !== null)
    .map((path) => ({ path, message: "A range has a lower and an upper limit instead." }));
  if (targetLow === null) issues.push({ path: "targetLow", message: "Give the lower end of the target." });
  if (targetHigh === null) issues.push({ path: "targetHigh", message: "Give the upper end of the target." });
  if (targetLow === null || targetHigh === null) return issues;
  if (targetLow >= targetHigh) {
    issues.push({ path: "targetHigh", message: "The upper end of the target is above the lower end." });
  }
  if (guardrailLow !== null && !leEps(guardrailLow, targetLow)) {
    issues.push({ path: "guardrailLow", message: "The lower guardrail is at or below the lower end of the target." });
  }
  if (guardrailHigh !== null && !leEps(targetHigh, guardrailHigh)) {
    issues.push({ path: "guardrailHigh", message: "The upper guardrail is at or above the upper end of the target." });
  }
  return issues;
}

function timeIssues({ windowSeconds, cadenceSeconds }: Criterion): Issue[] {
  if (cadenceSeconds <= windowSeconds) return [];
  return [
    { path: "cadenceSeconds", message: "The cadence is at most the window, or points between windows are lost." },
  ];
}
