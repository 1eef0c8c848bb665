import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf } from "#api/v1/lists.ts";
import {
  BANDS,
  projectItemOf,
  projectItemSchema,
  projectOf,
  projectSchema,
  stateSchema,
} from "#api/v1/project-shape.ts";
import { LIFECYCLES } from "#domain/lifecycle.ts";
import { type Actor, authorize, portfolioOf } from "#server/access.ts";
import { listInbox } from "#server/inbox.ts";
import { listPortfolio, portfolioFigures, SORTS } from "#server/portfolio.ts";
import { getProjectView } from "#server/project-view.ts";
import {
  archiveProject,
  changeProject,
  createProject,
  deleteProject,
  newProjectSchema,
  projectChangeSchema,
} from "#server/projects.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

const tag = "Projects";

const projectQuery = z.object({
  q: z.string().max(200).optional().meta({ description: "Words in the name, summary or address." }),
  stage: z.enum(STAGE_KEYS).optional().meta({ description: "Projects whose attention this stage has." }),
  state: stateSchema.optional().meta({ description: "Projects with a stage in this state." }),
  health: z.enum(BANDS).optional(),
  outcome: z.string().max(40).optional(),
  owner: z.union([z.literal("me"), z.uuid()], "me, or the id of a person").optional(),
  tier: z.coerce.number().int().min(1).max(3).optional(),
  lifecycle: z.enum(LIFECYCLES).optional(),
  show: z.enum(["active", "archived", "deleted"]).optional(),
  sort: z.enum(SORTS).optional(),
  ...listQuery,
});

const portfolioSchema = z.object({
  projects: z.number(),
  live: z.number(),
  openAlerts: z.number(),
  waiting: z.number().meta({ description: "Stages in review." }),
  criteriaMetShare: z.number().nullable(),
  annualValue: z.array(z.object({ currency: z.string(), amount: z.number() })),
  medianDaysToLive: z.number().nullable(),
});

const inboxItemSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  detail: z.string(),
  href: z.string(),
  project: z.object({ slug: z.string(), name: z.string() }),
  since: z.date(),
  mine: z.boolean(),
});

export const projectRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects",
    tag,
    summary: "Projects that the caller may see, worst health first",
    needs: "reader",
    query: projectQuery,
    response: listOf(projectItemSchema),
    async handle(actor, { query: { owner, ...query } }) {
      const ownerId = owner === "me" ? idOf(actor) : owner;
      const { items, nextCursor } = await listPortfolio(portfolioOf(actor), { ...query, owner: ownerId });
      return { items: items.map(projectItemOf), nextCursor };
    },
  }),
  route({
    method: "POST",
    path: "/projects",
    tag,
    summary: "Makes a project; a person becomes its product manager and lead",
    needs: { organisation: "project.create" },
    body: newProjectSchema,
    response: projectSchema,
    status: 201,
    async handle(access, { body }) {
      const { slug } = await createProject(access, body);
      return projectOf(await getProjectView(await authorize(access.actor, slug, "project.read")));
    },
  }),
  route({
    method: "GET",
    path: "/projects/{slug}",
    tag,
    summary: "One project with its stages and figures",
    needs: { permission: "project.read" },
    response: projectSchema,
    handle: async (access) => projectOf(await getProjectView(access)),
  }),
  route({
    method: "PATCH",
    path: "/projects/{slug}",
    tag,
    summary: "Changes a project; with `version`, only if nobody else did since",
    needs: { permission: ["project.read", "project.edit"] },
    body: projectChangeSchema,
    response: projectSchema,
    async handle(access, { body }) {
      await changeProject(access, body);
      return projectOf(await getProjectView(access));
    },
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/archive",
    tag,
    summary: "Puts a project away",
    needs: { permission: "project.archive" },
    handle: async (access) => void (await archiveProject(access, "archive")),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/unarchive",
    tag,
    summary: "Takes a project out of the archive",
    needs: { permission: "project.archive" },
    handle: async (access) => void (await archiveProject(access, "unarchive")),
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}",
    tag,
    summary: "Deletes a project; for 30 days it can be restored",
    needs: { permission: "project.delete" },
    handle: async (access) => void (await deleteProject(access, "delete")),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/restore",
    tag,
    summary: "Brings a deleted project back",
    needs: { permission: "project.delete" },
    handle: async (access) => void (await deleteProject(access, "restore")),
  }),
  route({
    method: "GET",
    path: "/portfolio",
    tag,
    summary: "Sums over the projects that the caller may see",
    needs: "reader",
    response: portfolioSchema,
    handle: (actor) => portfolioFigures(portfolioOf(actor)),
  }),
  route({
    method: "GET",
    path: "/inbox",
    tag,
    summary: "What waits for the caller",
    needs: "reader",
    query: z.object(listQuery),
    response: listOf(inboxItemSchema),
    handle: async (actor, { query }) => pageOf(await listInbox(actor), query, ({ id }) => id),
  }),
];

/** A service owns nothing, so that "me" finds nothing. */
function idOf(actor: Actor): string {
  return actor.kind === "person" ? actor.userId : "00000000-0000-0000-0000-000000000000";
}
