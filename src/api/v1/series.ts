import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf, timeQuery } from "#api/v1/lists.ts";
import { getSeriesPoints, listSeries } from "#server/series.ts";

const tag = "Points";

const seriesSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    unit: z.string().nullable(),
    lastPointAt: z.date().nullable(),
    lastValue: z.number().nullable(),
    criteria: z.array(z.string()).meta({ description: "Keys of the criteria that read it." }),
  })
  .meta({ id: "Series" });

const bucketsSchema = listOf(
  z.object({
    t: z.date().meta({ description: "Start of the bucket." }),
    min: z.number(),
    max: z.number(),
    mean: z.number().nullable(),
    n: z.number(),
    p50: z.number().optional(),
    p95: z.number().optional(),
  }),
).extend({
  levelSeconds: z.number().meta({ description: "What was read: 0 for the points, else roll-ups of so many seconds." }),
});

export const seriesRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/series",
    tag,
    summary: "The series of the project",
    needs: { permission: "project.read" },
    query: z.object(listQuery),
    response: listOf(seriesSchema),
    handle: async (access, { query }) => pageOf(await listSeries(access), query, ({ id }) => id),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/series/{series}/points",
    tag,
    summary: "A series in buckets, fit for a chart; by default its last 30 days in 500",
    needs: { permission: "project.read" },
    query: z.object({
      from: timeQuery,
      to: timeQuery,
      buckets: z.coerce.number("A whole number").int("A whole number").optional(),
    }),
    response: bucketsSchema,
    async handle(access, { params, query }) {
      const { level, buckets } = await getSeriesPoints(access, params.series, query);
      return {
        items: buckets.map((each) => ({ ...each, t: new Date(each.t) })),
        nextCursor: null,
        levelSeconds: level,
      };
    },
  }),
];
