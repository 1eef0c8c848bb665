import type { Issue } from "#domain/errors.ts";
import { FAIRNESS_LIMITS } from "#domain/fairness.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { defineFact, type FactContext } from "#stages/fact-kind.ts";
import { assessmentFigures } from "#stages/solution-bias/assessment-figures.ts";
import { type AssessmentData, assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { forViewers } from "#stages/solution-bias/assessment-verdicts.ts";

export const fairnessAssessment = defineFact({
  ...assessmentRecord,
  one: "fairness assessment",
  many: "fairness assessments",
  stage: "solution-bias",
  help: "What the deployed solution decided in each group against what turned out to be true, with thresholds and people in it.",
  name: "name",
  at: "assessedAt",
  writers: ["ML", "LD"],
  seen: [
    { each: "attribute", newest: 3 },
    { each: "release", newest: 3 },
  ],
  columns: ["release", "dataSource", "attribute", "assessedAt"],
  check: (next, context) => [...groupIssues(next, context), ...measureIssues(next), ...timeIssues(next, context)],
  seenByViewers: forViewers,
  figures: ({ data }) => assessmentFigures(data),
});

function groupIssues(next: AssessmentData, context: FactContext<AssessmentData>): Issue[] {
  const issues: Issue[] = [];
  const names = next.groups.map(({ name }) => name);
  if (new Set(names).size < names.length) issues.push({ path: "groups", message: "A group stands here twice" });
  const known = context.of(protectedAttribute).find(({ key }) => key === next.attribute)?.data.groups;
  const strange = names.filter((name) => known && !known.includes(name));
  if (strange.length > 0)
    issues.push({ path: "groups", message: `Not a group of this attribute: ${strange.join(", ")}` });
  const { referenceGroup } = next;
  if (referenceGroup && referenceGroup !== "best" && !names.includes(referenceGroup))
    issues.push({ path: "referenceGroup", message: "The reference must be one of the groups, or best" });
  return issues;
}

function measureIssues({ measures, groups, referenceGroup }: AssessmentData): Issue[] {
  const issues = measures.flatMap(({ metric, kind }, row): Issue[] =>
    kind === FAIRNESS_LIMITS[metric].kind
      ? []
      : [{ path: `measures.${row}.kind`, message: "A ratio is at least its limit, a difference at most" }],
  );
  const names = measures.map(({ metric }) => metric);
  if (new Set(names).size < names.length) issues.push({ path: "measures", message: "A measure stands here twice" });
  if (names.includes("average_absolute_odds") && !groups.some(({ name }) => name === referenceGroup))
    issues.push({ path: "referenceGroup", message: "Average absolute odds need a reference group" });
  return issues;
}

function timeIssues({ period, assessedAt }: AssessmentData, { now }: FactContext<AssessmentData>): Issue[] {
  const [from, to, assessed] = [period.from, period.to, assessedAt].map((time) => Date.parse(time));
  const issues: Issue[] = [];
  if ((to ?? 0) <= (from ?? 0)) issues.push({ path: "period.to", message: "The period must end after it began" });
  if ((to ?? 0) > now + MINUTES_AHEAD) issues.push({ path: "period.to", message: "The period must have ended" });
  if ((assessed ?? 0) < (from ?? 0)) issues.push({ path: "assessedAt", message: "Not before the period began" });
  return issues;
}

const MINUTES_AHEAD = 5 * 60_000;
