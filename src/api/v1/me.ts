import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { SERVICE_SCOPES } from "#domain/token-scopes.ts";
import { findOwnProject } from "#server/project-view.ts";

const meSchema = z.object({
  kind: z.enum(["person", "service", "rule"]),
  id: z.string().nullable().meta({ description: "The person; null for a service." }),
  name: z.string(),
  isAdmin: z.boolean(),
  scopes: z.array(z.enum(SERVICE_SCOPES)).meta({ description: "What the token may be used for; a session has all." }),
  project: z
    .object({ slug: z.string(), name: z.string() })
    .nullable()
    .meta({ description: "The project of a service token." }),
});

export const meRoutes: Route[] = [
  route({
    method: "GET",
    path: "/me",
    tag: "First things",
    summary: "Who the token is, and its scopes",
    needs: "signed-in",
    response: meSchema,
    handle: async (actor) => ({
      kind: actor.kind,
      id: actor.kind === "person" ? actor.userId : null,
      name: actor.name,
      isAdmin: actor.kind === "person" ? actor.isAdmin : actor.kind === "service" && actor.admin,
      scopes: [...(actor.kind === "rule" ? [] : (actor.scopes ?? SERVICE_SCOPES))],
      project: await findOwnProject(actor),
    }),
  }),
];
