import type { z } from "zod";
import { ACCEPTANCE_DAYS } from "#domain/bias-register.ts";
import type { Issue } from "#domain/errors.ts";
import type { Requirement } from "#domain/requirement.ts";
import { defineFact, type FactContext } from "#stages/fact-kind.ts";
import { factsFix, requirement } from "#stages/fix.ts";
import { acceptanceRecord, assessmentOf } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import { MEASURE_WORDS } from "#stages/solution-bias/fairness-words.ts";

type AcceptanceData = z.infer<typeof acceptanceRecord.schema>;
const DAY_MS = 86_400_000;

export const fairnessAcceptance = defineFact({
  ...acceptanceRecord,
  one: "fairness acceptance",
  many: "fairness acceptances",
  stage: "solution-bias",
  help: "Somebody answers, for a time, for a measure that is on watch, or that passes without being proven.",
  name: "metric",
  writers: ["LD", "RV"],
  signed: true,
  appendOnly: true,
  seen: [{ each: "assessment", newest: 60 }],
  columns: ["assessment", "role", "reason", "validUntil"],
  check: issuesOf,
  guard: (next, context) => [notFailing(next, context)],
});

function issuesOf(next: AcceptanceData, context: FactContext<AcceptanceData>): Issue[] {
  const days = (Date.parse(next.validUntil) - context.now) / DAY_MS;
  const issues: Issue[] = [];
  if (days <= 0) issues.push({ path: "validUntil", message: "A day to come is expected" });
  if (days > ACCEPTANCE_DAYS) issues.push({ path: "validUntil", message: `At most ${ACCEPTANCE_DAYS} days ahead` });
  const assessed = assessmentOf(context, next.assessment);
  if (assessed && !assessed.data.measures.some(({ metric }) => metric === next.metric))
    issues.push({ path: "metric", message: "This measure was not among those of the assessment" });
  return issues;
}

function notFailing(next: AcceptanceData, context: FactContext<AcceptanceData>): Requirement {
  const assessed = assessmentOf(context, next.assessment);
  const judged = assessed && judgedMeasures(assessed.data).find(({ measure }) => measure === next.metric);
  return requirement({
    key: "G8.2",
    label: "A measure that fails cannot be accepted",
    met: judged?.verdict !== "fail",
    detail: `${MEASURE_WORDS[next.metric]}: the two extreme groups differ by more than chance explains.`,
    fix: factsFix(["ML"], "Plan a remediation, and measure again.", "remediations"),
  });
}
