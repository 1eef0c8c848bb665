import type { Issue } from "#domain/errors.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type FactContext } from "#stages/fact-kind.ts";
import { abFigures } from "#stages/integration/ab-figures.ts";
import { AB_TESTS, type AbData, type AbLook } from "#stages/integration/ab-schema.ts";
import { abStanding, looksOf } from "#stages/integration/ab-standing.ts";

export const abTest = defineFact({
  ...AB_TESTS,
  one: "A/B test",
  many: "A/B tests",
  stage: "integration",
  help: "Releases side by side with random assignment, planned before it begins: how many, how long, what counts. What the arms count is recorded look by look.",
  name: "name",
  at: "startedAt",
  writers: ["ML", "PM", "LD"],
  columns: ["release", "metric", "plan.method", "decision", "startedAt"],
  check: issuesOf,
  figures: ({ key, data }, context) => abFigures(data, abStanding(data, looksOf(context, key))),
});

function issuesOf(next: AbData, context: FactContext<AbData>): Issue[] {
  const issues = planIssues(next);
  if (next.endedAt && Date.parse(next.endedAt) < Date.parse(next.startedAt))
    issues.push({ path: "endedAt", message: "It cannot end before it started" });
  const looks = context.before ? looksOf(context, context.before.key) : [];
  if (issues.length === 0) issues.push(...renamed(next, looks));
  return issues.length > 0 || next.decision !== "ship" ? issues : notToShip(next, looks);
}

function planIssues({ arms, plan, guardrails = [], chosenArm }: AbData): Issue[] {
  const issues: Issue[] = [];
  const names = arms.map(({ name }) => name);
  const treatments = names.slice(1);
  if (new Set(names).size < names.length) issues.push({ path: "arms", message: "An arm stands here twice" });
  if (plan.method === "fixed" && plan.looks > 1)
    issues.push({ path: "plan.looks", message: "This method has one look; choose another one for more" });
  const strange = guardrails.findIndex(({ arm }) => arm !== undefined && !treatments.includes(arm));
  if (strange >= 0) issues.push({ path: `guardrails.${strange}.arm`, message: "Not one of the treatments" });
  if (chosenArm !== undefined && !treatments.includes(chosenArm))
    issues.push({ path: "chosenArm", message: "Not one of the treatments" });
  return issues;
}

/** What was counted carries the names of the arms, so that they stay while there are looks. */
function renamed({ arms }: AbData, looks: readonly Fact<AbLook>[]): Issue[] {
  const planned = new Set(arms.map(({ name }) => name));
  const counted = looks.at(-1)?.data.arms.map(({ name }) => name) ?? [];
  const same = counted.length === 0 || (counted.length === arms.length && counted.every((name) => planned.has(name)));
  return same ? [] : [{ path: "arms", message: `The looks so far count other arms: ${counted.join(", ")}` }];
}

function notToShip(next: AbData, looks: readonly Fact<AbLook>[]): Issue[] {
  const { treatments, because } = abStanding(next, looks);
  const may = treatments.filter(({ decision }) => decision === "ship").map(({ name }) => name);
  if (may.length === 0) return [{ path: "decision", message: `The numbers do not say ship. ${because}` }];
  const [only] = treatments.length === 1 ? treatments : [];
  const chosen = next.chosenArm ?? only?.name;
  if (chosen === undefined) return [{ path: "chosenArm", message: `Say which arm is shipped: ${may.join(", ")}` }];
  return may.includes(chosen)
    ? []
    : [{ path: "chosenArm", message: `The numbers say ship of ${may.join(", ")}, not of ${chosen}` }];
}
