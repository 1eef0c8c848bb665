import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf } from "#api/v1/lists.ts";
import { DOCUMENTS } from "#domain/document.ts";
import { createShare, listShares, newShareSchema, revokeShare } from "#server/share-links.ts";

const shareSchema = z
  .object({
    ...{ id: z.string(), document: z.enum(DOCUMENTS), key: z.string().nullable(), audience: z.string() },
    state: z.enum(["open", "ended", "revoked"]),
    ...{ createdAt: z.date(), createdByName: z.string(), expiresAt: z.date() },
    ...{ revokedAt: z.date().nullable(), revokedByName: z.string().nullable() },
    ...{ openedCount: z.number().int(), lastOpenedAt: z.date().nullable() },
  })
  .meta({ id: "Share" });
const WORDS = { tag: "Documents", needs: { permission: "project.share" } } as const;

export const shareRoutes: Route[] = [
  route({
    ...WORDS,
    method: "GET",
    path: "/projects/{slug}/shares",
    summary: "Read-only links to documents of the project, newest first, with how often they were opened",
    query: z.object(listQuery),
    response: listOf(shareSchema),
    handle: async (access, { query }) => pageOf(await listShares(access), query, ({ id }) => id),
  }),
  route({
    ...WORDS,
    method: "POST",
    path: "/projects/{slug}/shares",
    summary: "Makes a read-only link to one document, for at most a year",
    description: "`url` is told this once. Whoever has it reads without signing in, as a viewer would.",
    body: newShareSchema,
    response: shareSchema.extend({ url: z.string() }),
    status: 201,
    handle: (access, { body }) => createShare(access, body),
  }),
  route({
    ...WORDS,
    method: "DELETE",
    path: "/projects/{slug}/shares/{id}",
    summary: "Revokes a read-only link at once",
    handle: async (access, { params }) => void (await revokeShare(access, params.id)),
  }),
];
