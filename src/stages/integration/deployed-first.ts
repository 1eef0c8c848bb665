import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, requirement } from "#stages/fix.ts";
import { deployment } from "#stages/integration/deployment.ts";

const PROVING: readonly string[] = ["shadow", "canary", "ab"];

/** Solution bias is measured on a release that was put into use at least in shadow (lifecycle A4). */
export function deployedFirst(facts: StageFacts): Requirement[] {
  if (!asksFor(facts, deployment)) return [];
  const proving = facts
    .of(deployment)
    .filter(({ data }) => PROVING.includes(data.strategy) && data.state !== "planned");
  return [
    requirement({
      key: "entry.deployment",
      label: "A release runs in shadow, as a canary or in an A/B test",
      met: proving.length > 0,
      detail: "No shadow, canary or A/B deployment of a release is recorded yet.",
      fix: factsFix(["ML"], "Record the deployment.", "deployments"),
    }),
  ];
}
