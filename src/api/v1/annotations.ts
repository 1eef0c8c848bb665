import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, timeQuery } from "#api/v1/lists.ts";
import { annotate, listMarks, newAnnotationSchema, removeAnnotation } from "#server/annotations.ts";
import { now } from "#server/clock.ts";

const tag = "Annotations";

const markSchema = z.object({
  at: z.date(),
  text: z.string(),
  tone: z.enum(["event", "alarm", "note"]),
  annotationId: z.string().optional(),
});

const annotationSchema = z
  .object({ id: z.string(), at: z.date(), text: z.string(), authorId: z.string().nullable() })
  .meta({ id: "Annotation" });

export const annotationRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/annotations",
    tag,
    summary: "What charts mark: notes, deployments, alerts; by default of the last 90 days",
    needs: { permission: "project.read" },
    query: z.object({ from: timeQuery, to: timeQuery }),
    response: listOf(markSchema),
    async handle(access, { query: { from, to = now() } }) {
      const start = from ?? new Date(to.getTime() - 90 * 86_400_000);
      return { items: await listMarks(access, start, to), nextCursor: null };
    },
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/annotations",
    tag,
    summary: "Marks a moment on the charts",
    needs: { permission: "annotate" },
    body: newAnnotationSchema,
    response: annotationSchema,
    status: 201,
    handle: (access, { body }) => annotate(access, body),
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}/annotations/{id}",
    tag,
    summary: "Takes a mark away",
    needs: { permission: "annotate" },
    handle: async (access, { params }) => void (await removeAnnotation(access, params.id)),
  }),
];
