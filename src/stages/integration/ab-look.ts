import type { Issue } from "#domain/errors.ts";
import { defineFact, type FactContext } from "#stages/fact-kind.ts";
import { AB_LOOKS, AB_TESTS, type AbData, type AbLook } from "#stages/integration/ab-schema.ts";
import { looksOf } from "#stages/integration/ab-standing.ts";

export const abLook = defineFact({
  ...AB_LOOKS,
  one: "look at an A/B test",
  many: "looks at A/B tests",
  stage: "integration",
  help: "What each arm counted when somebody looked. Every look stays, because looking often makes chance look like success.",
  name: "experiment",
  at: "lookedAt",
  writers: ["ML", "PM", "LD"],
  appendOnly: true,
  seen: [{ each: "experiment", newest: 300 }],
  columns: ["experiment", "lookedAt"],
  check: issuesOf,
});

function issuesOf(next: AbLook, context: FactContext<AbLook>): Issue[] {
  const test = context.of(AB_TESTS).find(({ key }) => key === next.experiment)?.data;
  if (!test) return [];
  const issues = [...armIssues(next, test), ...next.arms.flatMap((arm, row) => countIssues(arm, row, test))];
  if (Date.parse(next.lookedAt) < Date.parse(test.startedAt))
    issues.push({ path: "lookedAt", message: "Nobody looks before the test started" });
  return issues.length > 0 ? issues : shrunken(next, context);
}

function armIssues({ arms }: AbLook, test: AbData): Issue[] {
  const names = arms.map(({ name }) => name);
  const issue = (message: string): Issue[] => [{ path: "arms", message }];
  if (new Set(names).size < names.length) return issue("An arm stands here twice");
  const planned = test.arms.map(({ name }) => name);
  const strange = names.filter((name) => !planned.includes(name));
  if (strange.length > 0) return issue(`Not an arm of this test: ${strange.join(", ")}`);
  const missing = planned.filter((name) => !names.includes(name));
  return missing.length > 0 ? issue(`Without counts: ${missing.join(", ")}`) : [];
}

function countIssues(arm: AbLook["arms"][number], row: number, { measure }: AbData): Issue[] {
  if (measure === "rate" && arm.conversions === undefined)
    return [{ path: `arms.${row}.conversions`, message: "A rate needs the conversions" }];
  if ((arm.conversions ?? 0) > arm.n)
    return [{ path: `arms.${row}.conversions`, message: "Not more than there are people" }];
  if (measure === "mean" && (arm.mean === undefined || arm.sd === undefined))
    return [{ path: `arms.${row}.mean`, message: "A mean needs its standard deviation, and the other way round" }];
  return [];
}

/** Counts run from the start of the test, so that a later look never holds fewer people. */
function shrunken(next: AbLook, context: FactContext<AbLook>): Issue[] {
  const at = Date.parse(next.lookedAt);
  const before = looksOf(context, next.experiment).findLast((look) => look.at < at);
  const fewer = next.arms.filter(({ name, n }) => n < (before?.data.arms.find((arm) => arm.name === name)?.n ?? 0));
  const names = fewer.map(({ name }) => name).join(", ");
  return fewer.length > 0 ? [{ path: "arms", message: `Fewer people than at the look before: ${names}` }] : [];
}
