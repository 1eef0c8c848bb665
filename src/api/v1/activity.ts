import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery } from "#api/v1/lists.ts";
import { listActivity } from "#server/activity.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

const eventSchema = z
  .object({
    id: z.string(),
    at: z.date(),
    actorKind: z.string(),
    actorId: z.string().nullable(),
    actorName: z.string(),
    action: z.string(),
    stageKey: z.string().nullable(),
    subjectType: z.string(),
    subjectId: z.string(),
    subject: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    reason: z.string().nullable(),
    importId: z.string().nullable().meta({ description: "The import that brought it; null for what was done here." }),
  })
  .meta({ id: "Activity" });

export const activityRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/activity",
    tag: "Activity",
    summary: "Who did what, newest first",
    needs: { permission: "project.read" },
    query: z.object({
      stage: z.enum(STAGE_KEYS).optional(),
      actor: z.uuid().optional().meta({ description: "Id of a person." }),
      action: z
        .string()
        .max(60)
        .optional()
        .meta({ description: "The start of it, as `stage.` or `criterion.change`." }),
      ...listQuery,
    }),
    response: listOf(eventSchema),
    handle: (access, { query }) => listActivity(access, query),
  }),
];
