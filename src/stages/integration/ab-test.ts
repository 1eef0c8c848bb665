import type { Issue } from "#domain/errors.ts";
import { defineFact } from "#stages/fact-kind.ts";
import { abFigures } from "#stages/integration/ab-figures.ts";
import { type AbData, abSchema } from "#stages/integration/ab-schema.ts";
import { abStanding } from "#stages/integration/ab-standing.ts";

export const abTest = defineFact({
  kind: "ab-tests",
  one: "A/B test",
  many: "A/B tests",
  stage: "integration",
  help: "Two releases side by side with random assignment, planned before it begins: how many, how long, what counts.",
  name: "name",
  at: "startedAt",
  writers: ["ML", "PM", "LD"],
  columns: ["release", "metric", "plan.method", "decision", "startedAt"],
  schema: abSchema,
  check: issuesOf,
  figures: ({ data }) => abFigures(data, abStanding(data)),
});

function issuesOf(next: AbData): Issue[] {
  const issues = next.arms.flatMap((arm, row): Issue[] => {
    if (next.measure === "rate" && arm.conversions === undefined)
      return [{ path: `arms.${row}.conversions`, message: "A rate needs the conversions" }];
    if ((arm.conversions ?? 0) > arm.n)
      return [{ path: `arms.${row}.conversions`, message: "Not more than there are people" }];
    if (next.measure === "mean" && (arm.mean === undefined || arm.sd === undefined))
      return [
        { path: `arms.${row}.mean`, message: "A mean needs its standard deviation, and both are missing or one is" },
      ];
    return [];
  });
  if (next.endedAt && Date.parse(next.endedAt) < Date.parse(next.startedAt))
    issues.push({ path: "endedAt", message: "It cannot end before it started" });
  if (next.plan.method === "fixed" && next.plan.looks > 1)
    issues.push({ path: "plan.looks", message: "This method has one look; choose another one for more" });
  if (issues.length > 0 || next.decision !== "ship") return issues;
  const { decision, because } = abStanding(next);
  if (decision !== "ship") issues.push({ path: "decision", message: `The numbers do not say ship. ${because}` });
  return issues;
}
