import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf } from "#api/v1/lists.ts";
import { SERVICE_SCOPES } from "#domain/token-scopes.ts";
import { createServiceToken, listServiceTokens, newTokenSchema, revokeServiceToken } from "#server/tokens.ts";

const tag = "Tokens";

const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: "The start of the secret, to tell tokens apart." }),
    scopes: z.array(z.enum(SERVICE_SCOPES)),
    createdAt: z.date(),
    expiresAt: z.date(),
    lastUsedAt: z.date().nullable(),
    revokedAt: z.date().nullable(),
  })
  .meta({ id: "Token" });

export const issuedTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: "The secret: shown once, kept as a hash." }) })
  .meta({ id: "IssuedToken" });

export const tokenRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/tokens",
    tag,
    summary: "The project’s service tokens",
    needs: { permission: "token.manage" },
    query: z.object(listQuery),
    response: listOf(tokenSchema),
    handle: async (access, { query }) => pageOf(await listServiceTokens(access), query, ({ id }) => id),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/tokens",
    tag,
    summary: "Makes a service token; the secret is in this answer only",
    needs: { permission: "token.manage" },
    body: newTokenSchema,
    response: issuedTokenSchema,
    status: 201,
    handle: (access, { body }) => createServiceToken(access, body),
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}/tokens/{id}",
    tag,
    summary: "Revokes a service token",
    needs: { permission: "token.manage" },
    handle: async (access, { params }) => void (await revokeServiceToken(access, params.id)),
  }),
];
