import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf } from "#api/v1/lists.ts";
import { ROLES } from "#domain/vocabulary.ts";
import { listMembers, memberRolesSchema, removeMember, setMemberRoles } from "#server/members.ts";

const tag = "Members";

const memberSchema = z
  .object({
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(ROLES)),
    addedAt: z.date(),
    disabled: z.boolean(),
  })
  .meta({ id: "Member" });

export const memberRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/members",
    tag,
    summary: "Who is in the project, and in which roles",
    needs: { permission: "project.read" },
    query: z.object(listQuery),
    response: listOf(memberSchema),
    handle: async (access, { query }) => pageOf(await listMembers(access), query, ({ userId }) => userId),
  }),
  route({
    method: "PUT",
    path: "/projects/{slug}/members/{userId}",
    tag,
    summary: "Adds a person, or changes their roles",
    needs: { permission: "member.manage" },
    body: memberRolesSchema,
    response: memberSchema,
    handle: (access, { params, body }) => setMemberRoles(access, params.userId, body.roles),
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}/members/{userId}",
    tag,
    summary: "Takes a person out of the project",
    needs: { permission: "member.manage" },
    handle: (access, { params }) => removeMember(access, params.userId),
  }),
];
