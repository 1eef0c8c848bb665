import { z } from "zod";
import { choice, factKey, fraction, instant, number, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { fullRolloutGuard, reachesMost } from "#stages/integration/full-rollout.ts";
import { promotedOutsideBlackout } from "#stages/retraining/blackout.ts";

export const deploymentEvent = defineFact({
  kind: "deployment-events",
  one: "deployment event",
  many: "deployment events",
  stage: "integration",
  help: "What happened to a deployment and when: it began, got more or less traffic, was rolled back, came to its end.",
  name: "what",
  at: "happenedAt",
  writers: ["ML", "LD"],
  appendOnly: true,
  seen: [{ where: { what: ["rolled_back"] } }, { each: "deployment", newest: 8 }],
  columns: ["deployment", "what", "traffic", "happenedAt"],
  schema: z.object({
    deployment: told(factKey("deployments"), { label: "Deployment" }),
    happenedAt: told(instant(), { label: "When" }),
    what: told(choice(["started", "traffic", "rolled_back", "ended"]), { label: "What" }),
    traffic: may(fraction(), { label: "Traffic from then on" }),
    minutes: may(number(0, 100_000), {
      label: "How long it took",
      unit: "minutes",
      help: "Of a rollback: from the decision to the old release.",
    }),
    reason: may(text(3, 500), { label: "Reason" }),
  }),
  check(next, context) {
    const of = context.of(deployment).find(({ key }) => key === next.deployment)?.data;
    if ((next.what === "traffic" || next.what === "started") && next.traffic === undefined)
      return [{ path: "traffic", message: "Say how much traffic it gets from then on" }];
    if (of?.strategy === "shadow" && (next.traffic ?? 0) > 0)
      return [{ path: "traffic", message: "In shadow nothing is acted on: the traffic is 0" }];
    if (of?.startedAt && Date.parse(next.happenedAt) < Date.parse(of.startedAt))
      return [{ path: "happenedAt", message: "Nothing happens to a deployment before it starts" }];
    return [];
  },
  guard(next, context) {
    const of = context.of(deployment).find(({ key }) => key === next.deployment)?.data;
    const open = next.what === "started" || next.what === "traffic";
    if (!of || !open) return [];
    const reached = { ...of, traffic: next.traffic ?? 0, state: "running" };
    if (!reachesMost(reached) || reachesMost(of)) return [];
    const promoted = { state: "running", startedAt: next.happenedAt };
    return [...fullRolloutGuard(of.release, context), ...promotedOutsideBlackout(promoted, context)];
  },
});
