import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, factKey, fraction, instant, number, text } from "#stages/answers.ts";
import { defineFact, type FactContext, may, told } from "#stages/fact-kind.ts";
import { fullRolloutGuard, reachesMost } from "#stages/integration/full-rollout.ts";
import { promotedOutsideBlackout } from "#stages/retraining/blackout.ts";

const STRATEGIES = ["shadow", "canary", "ab", "full"] as const;

const schema = z.object({
  name: told(text(2, 120), { label: "Name", help: "E.g. R13 on a tenth of the traffic." }),
  release: told(factKey("releases"), { label: "Release" }),
  environment: told(choice(["production", "staging", "test"]), { label: "Environment" }),
  strategy: told(choice(STRATEGIES, { ab: "A/B test", full: "Full roll-out" }), {
    label: "Strategy",
    help: "A shadow scores without acting; a canary acts for a small share; an A/B test assigns at random.",
  }),
  traffic: told(fraction(), { label: "Traffic", help: "The share of decisions that it takes now; 0 in shadow." }),
  state: told(choice(["planned", "running", "ended", "rolled_back"]), { label: "State" }),
  startedAt: may(instant(), { label: "Started at" }),
  endedAt: may(instant(), { label: "Ended at" }),
  plannedHours: may(number(0, 87_600), { label: "Planned time", unit: "hours" }),
  verifiedArtefactSha: may(text(7, 128), {
    label: "Hash of what runs",
    help: "Read from the running artefact; it must be that of the release.",
  }),
});
export type DeploymentData = z.infer<typeof schema>;

export const deployment = defineFact({
  kind: "deployments",
  one: "deployment",
  many: "deployments",
  stage: "integration",
  help: "How a release is put into use step by step: in shadow, for a few, for half, for all. It shows what runs where.",
  name: "name",
  at: "startedAt",
  writers: ["ML", "LD"],
  seen: [{ where: { environment: ["production"] } }, { where: { state: ["running", "planned"] } }],
  columns: ["release", "strategy", "traffic", "state", "startedAt"],
  schema,
  check: issuesOf,
  guard(next, context) {
    if (!reachesMost(next) || !isMore(next, context)) return [];
    return [...fullRolloutGuard(next.release, context), ...promotedOutsideBlackout(next, context)];
  },
});

const RUNS: readonly string[] = ["running", "ended", "rolled_back"];
const OVER: readonly string[] = ["ended", "rolled_back"];

function issuesOf(next: DeploymentData): Issue[] {
  const issues: Issue[] = [];
  if (next.strategy === "shadow" && next.traffic > 0)
    issues.push({ path: "traffic", message: "In shadow nothing is acted on: the traffic is 0" });
  if (RUNS.includes(next.state) && !next.startedAt) issues.push({ path: "startedAt", message: "Say when it started" });
  if (OVER.includes(next.state) && !next.endedAt) issues.push({ path: "endedAt", message: "Say when it ended" });
  if (next.startedAt && next.endedAt && Date.parse(next.endedAt) < Date.parse(next.startedAt))
    issues.push({ path: "endedAt", message: "It cannot end before it started" });
  return issues;
}

/** What reached most people already may be described better; only more of it, or another release, is held back. */
function isMore(next: DeploymentData, { before }: FactContext<DeploymentData>): boolean {
  if (!before || !reachesMost(before.data) || before.data.state !== "running") return true;
  return before.data.release !== next.release || next.traffic > before.data.traffic;
}
