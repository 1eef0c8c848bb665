import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { LIFECYCLE_VERBS, LIFECYCLES } from "#domain/lifecycle.ts";
import { changeLifecycle, getLifecycle, lifecycleChangeSchema } from "#server/lifecycle.ts";

const tag = "Projects";
const lifecycle = z.enum(LIFECYCLES);

const standingSchema = z
  .object({
    lifecycle,
    running: z.array(z.string()).meta({ description: "Deployments that still run; none may when it is retired." }),
    held: z
      .enum(["no_go", "defer"])
      .nullable()
      .meta({ description: "The decision of stage 1 that keeps the project paused." }),
    changes: z.array(
      z.object({
        verb: z.string(),
        from: z.string(),
        to: z.string(),
        reason: z.string(),
        note: lifecycleChangeSchema.shape.note.unwrap().nullable().meta({ description: "The signed retirement note." }),
        actorId: z.string().nullable(),
        actorName: z.string(),
        at: z.date(),
      }),
    ),
  })
  .meta({ id: "Lifecycle" });

export const lifecycleRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/lifecycle",
    tag,
    summary: "Where the project stands in its life, and every step by its lead, newest first",
    needs: { permission: "project.read" },
    response: standingSchema,
    async handle(access) {
      const { lifecycle: present, facts, changes } = await getLifecycle(access);
      return { lifecycle: present, running: [...facts.running], held: facts.held, changes };
    },
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/lifecycle",
    tag,
    summary: `A step by the lead: ${LIFECYCLE_VERBS.join(", ")}; to retire takes a note that the lead signs with it`,
    needs: { permission: "project.lifecycle" },
    body: lifecycleChangeSchema,
    response: z.object({ lifecycle, at: z.date() }),
    handle: (access, { body }) => changeLifecycle(access, body),
  }),
];
