import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { pullSchema, pullTrigger } from "#server/trigger-pull.ts";
import { stageOf } from "#stages/registry.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";

export const triggerRoutes: Route[] = [
  route({
    method: "POST",
    path: "/projects/{slug}/retrain-triggers/{key}/pull",
    tag: stageOf(retrainTrigger.stage).title,
    summary: "Pulls a manual trigger, with a reason",
    description:
      "Judged by the law of all triggers; a person meets the switch, a run under way and the month’s budget. It keeps a firing with the reason and queues a run, or is refused with what stands against it.",
    needs: { permission: "fact.record" },
    body: pullSchema,
    response: z.object({ firing: z.string(), run: z.string() }),
    status: 201,
    handle: (access, { params, body }) => pullTrigger(access, params.key, body, "api"),
  }),
];
