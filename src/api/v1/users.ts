import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery } from "#api/v1/lists.ts";
import { issuedTokenSchema } from "#api/v1/tokens.ts";
import { listUsers } from "#server/people.ts";
import { createTokenFor, newTokenSchema } from "#server/tokens.ts";
import { createUser, getUser, newUserSchema } from "#server/users.ts";

const tag = "People";

const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    isAdmin: z.boolean(),
    createdAt: z.date(),
    disabledAt: z.date().nullable(),
  })
  .meta({ id: "User" });

export const userRoutes: Route[] = [
  route({
    method: "GET",
    path: "/users",
    tag,
    summary: "Everybody, by name",
    needs: { organisation: "org.manage" },
    query: z.object({
      q: z.string().max(200).optional(),
      state: z.enum(["active", "disabled"]).optional(),
      ...listQuery,
      cursor: z.uuid("The cursor is not one that this list gave.").optional(),
    }),
    response: listOf(userSchema),
    handle: (access, { query }) => listUsers(access, query),
  }),
  route({
    method: "POST",
    path: "/users",
    tag,
    summary: "Makes a person, without a password",
    description: "They choose a password by a one-time link that an administrator makes.",
    needs: { organisation: "org.manage" },
    body: newUserSchema,
    response: userSchema,
    status: 201,
    handle: (access, { body }) => createUser(access, body),
  }),
  route({
    method: "GET",
    path: "/users/{userId}",
    tag,
    summary: "One person",
    needs: { organisation: "org.manage" },
    response: userSchema,
    handle: (access, { params }) => getUser(access, params.userId),
  }),
  route({
    method: "POST",
    path: "/users/{userId}/tokens",
    tag,
    summary: "Makes a personal token; the secret is in this answer only",
    needs: { organisation: "org.manage" },
    body: newTokenSchema,
    response: issuedTokenSchema,
    status: 201,
    handle: (access, { params, body }) => createTokenFor(access, params.userId, body),
  }),
];
