import type { Issue } from "#domain/errors.ts";
import type { Fact } from "#stages/fact.ts";
import { defineFact, type FactContext, type Figure } from "#stages/fact-kind.ts";
import { CANARIES, type CanaryData, canaryStanding, judgedMetrics } from "#stages/integration/canary-verdict.ts";
import { deployment } from "#stages/integration/deployment.ts";

export const canaryAnalysis = defineFact({
  ...CANARIES,
  one: "canary analysis",
  many: "canary analyses",
  stage: "integration",
  help: "The small share on the new release against an equal share on the old one, metric by metric, with one verdict.",
  name: "name",
  at: "judgedAt",
  writers: ["ML", "LD"],
  seen: [
    { each: "release", newest: 3 },
    { each: "deployment", newest: 3 },
  ],
  columns: ["release", "deployment", "judgedAt"],
  check: issuesOf,
  figures: figuresOf,
});

function issuesOf(next: CanaryData, context: FactContext<CanaryData>): Issue[] {
  const issues: Issue[] = [];
  const judged = context.of(deployment).find(({ key }) => key === next.deployment)?.data;
  if (judged && judged.release !== next.release)
    issues.push({ path: "release", message: "The deployment is one of another release" });
  if (next.baseline === next.release)
    issues.push({ path: "baseline", message: "A release is compared with another one" });
  const names = next.metrics.map(({ name }) => name);
  if (new Set(names).size < names.length) issues.push({ path: "metrics", message: "A metric stands here twice" });
  const sum = (next.weights ?? []).reduce((total, { weight }) => total + weight, 0);
  if (sum > 100 + 1e-9) issues.push({ path: "weights", message: "The weights make more than 100" });
  return issues;
}

const NEXT = { promote: "Promote", extend: "Extend once", roll_back: "Roll back" } as const;

function figuresOf(analysis: Fact<CanaryData>, context: FactContext<CanaryData>): Figure[] {
  const standing = canaryStanding(analysis, context.of(CANARIES));
  const metrics = judgedMetrics(analysis.data);
  const failed = metrics
    .filter(({ class: verdict }) => verdict !== "pass")
    .map(({ name, class: is }) => `${name}: ${is}`);
  const inputs = {
    metrics: metrics.length,
    pass: metrics.length - failed.length,
    weights: Object.fromEntries((analysis.data.weights ?? []).map(({ group, weight }) => [group, weight])),
  };
  const shared = { calculator: "canary", inputs };
  return [
    { name: "score", label: "Canary score", value: standing.score, unit: "score", ...shared },
    { name: "verdict", label: "Verdict", value: standing.verdict, ...shared },
    { name: "next", label: "What follows", value: NEXT[standing.next], ...shared },
    {
      name: "notPassed",
      label: "Metrics that did not pass",
      value: failed.length > 0 ? failed.join("; ") : "none",
      calculator: "mwu",
      inputs: { "significant at": "98%", "allowed change": "0.90 to 1.10" },
    },
    ...(standing.reason ? [{ name: "reason", label: "Why the score is 0", value: standing.reason, ...shared }] : []),
  ];
}
