import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf } from "#api/v1/lists.ts";
import { addComment, listComments, newCommentSchema, resolveComment } from "#server/comments.ts";
import { stageOf } from "#stages/registry.ts";

const tag = "Comments";

const commentSchema = z
  .object({
    id: z.string(),
    stageKey: z.string(),
    body: z.string(),
    blocking: z.boolean().meta({ description: "Keeps the gate shut until it is resolved." }),
    authorId: z.string().nullable(),
    at: z.date(),
    resolvedAt: z.date().nullable(),
    resolvedBy: z.string().nullable(),
  })
  .meta({ id: "Comment" });

export const commentRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/stages/{stage}/comments",
    tag,
    summary: "The conversation of a stage, oldest first",
    needs: { permission: "project.read" },
    query: z.object(listQuery),
    response: listOf(commentSchema.extend({ author: z.string() }).meta({ id: "NamedComment" })),
    handle: async (access, { params, query }) =>
      pageOf(await listComments(access, stageOf(params.stage).key), query, ({ id }) => id),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/stages/{stage}/comments",
    tag,
    summary: "Adds a comment",
    needs: { permission: "stage.comment" },
    body: newCommentSchema,
    response: commentSchema,
    status: 201,
    handle: (access, { params, body }) => addComment(access, params.stage, body),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/comments/{id}/resolve",
    tag,
    summary: "Resolves a comment",
    needs: { permission: "stage.comment" },
    response: commentSchema,
    handle: (access, { params }) => resolveComment(access, params.id),
  }),
];
