import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { AppError } from "#domain/errors.ts";
import { listDispatches } from "#server/retraining/dispatches.ts";
import { startRetraining, startSchema } from "#server/retraining/start.ts";
import { findTarget, removeTarget, setTarget, targetSchema } from "#server/retraining/target.ts";
import { STANDINGS } from "#stages/retraining/dispatch-standing.ts";
import { RUN_STATES } from "#stages/retraining/retrain-run-data.ts";
import { RETRAIN_KINDS } from "#wire/retraining/request.ts";

const tag = "Retraining elsewhere";
const READING = { permission: "project.read" } as const;
const SETTING = { permission: "token.manage" } as const;

const shownSchema = z
  .object({
    kind: z.enum(RETRAIN_KINDS),
    address: z.string(),
    place: z.string(),
    workflow: z.string().nullable(),
    ref: z.string().nullable(),
    eventType: z.string().nullable(),
    automatic: z.boolean(),
    answerHours: z.number(),
    hasSecret: z.boolean(),
    changedAt: z.date(),
    changedByName: z.string(),
  })
  .meta({ id: "RetrainingTarget" });

const dispatchSchema = z
  .object({
    run: z.string().meta({ description: "The correlation id: the key of the retraining run." }),
    firing: z.string().nullable(),
    target: z.string(),
    askedByName: z.string(),
    askedAt: z.date(),
    standing: z.enum(STANDINGS),
    runState: z.enum(RUN_STATES).nullable(),
    attempts: z.number(),
    problem: z.string().nullable(),
    acceptedAt: z.date().nullable(),
    silentAt: z.date().nullable(),
  })
  .meta({ id: "RetrainingRequest" });

export const retrainingRoutes: Route[] = [
  route({
    method: "PUT",
    path: "/projects/{slug}/retraining-target",
    tag,
    summary: "Says where retraining runs",
    description: "GitHub (a workflow or a repository event), GitLab (a pipeline trigger) or a signed webhook.",
    needs: SETTING,
    body: targetSchema,
    response: shownSchema,
    handle: (access, { body }) => setTarget(access, body),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/retraining-target",
    tag,
    summary: "Where retraining runs, without the secret",
    needs: READING,
    response: shownSchema,
    async handle(access) {
      const target = await findTarget(access);
      if (!target) throw new AppError("NOT_FOUND", "Nobody has said yet where retraining runs.");
      return target;
    },
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}/retraining-target",
    tag,
    summary: "Nothing is started elsewhere any more",
    needs: SETTING,
    handle: (access) => removeTarget(access),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/retraining-requests",
    tag,
    summary: "What was asked for elsewhere and how it stands, newest first",
    needs: READING,
    response: z.object({ items: z.array(dispatchSchema) }),
    handle: async (access) => ({ items: await listDispatches(access) }),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/retraining-requests",
    tag,
    summary: "Asks the other side to begin: for a queued run, or for a new one",
    needs: { permission: "fact.record" },
    body: startSchema,
    response: z.object({ run: z.string() }),
    status: 201,
    handle: (access, { body }) => startRetraining(access, body, "api"),
  }),
];
