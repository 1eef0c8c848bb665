import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf, timeQuery } from "#api/v1/lists.ts";
import { criterionInputSchema, criterionPatchSchema, criterionSchema } from "#domain/criteria.ts";
import { CRITERION_STATES } from "#domain/vocabulary.ts";
import { getCriterion, listCriteria, listCriterionChanges } from "#server/criteria.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { listEvaluations } from "#server/evaluations.ts";

const tag = "Criteria";

/** Read as it is stored: what was allowed once must not fail to be shown. */
const criterionViewSchema = z
  .object({
    ...criterionSchema.shape,
    id: z.string(),
    version: z.number().meta({ description: "Rises with every change of the definition; send it with PATCH." }),
    state: z.enum(CRITERION_STATES),
    stateSince: z.date().nullable(),
    loosenedAt: z
      .date()
      .nullable()
      .meta({ description: "Since when its limits are easier than those that stood when modelling began." }),
    value: z.number().nullable().meta({ description: "Of the last window; null while there is none." }),
    samples: z.number().nullable(),
    progress: z.number().nullable(),
    evaluatedAt: z.date().nullable(),
    seriesId: z.string().nullable(),
    lastPointAt: z.date().nullable(),
    warnings: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: "Criterion" });

const reason = z.string().trim().min(1).max(2000);

/** Scripts from before versions leave it out; who sends one is safe from overwriting what they never saw. */
const version = z
  .int()
  .min(1)
  .optional()
  .meta({
    description:
      "The version that was read. A stale one is 409, with the criterion as it stands, who changed it and when in " +
      "`current`. Left out, the change is made to whatever stands.",
  });

const evaluationSchema = z
  .object({
    windowEnd: z.date(),
    value: z.number().nullable(),
    samples: z.number(),
    instant: z.string().meta({ description: "What this window says by itself." }),
    state: z.enum(CRITERION_STATES).meta({ description: "What is shown, after hysteresis." }),
    progress: z.number().nullable(),
  })
  .meta({ id: "Evaluation" });

const changeSchema = z.object({
  id: z.string(),
  version: z.number(),
  before: z.unknown().meta({ description: "The criterion before; null where it was added." }),
  after: z.unknown().meta({ description: "The criterion after; null where it was removed." }),
  reason: z.string().nullable(),
  actorId: z.string().nullable(),
  at: z.date(),
});

export const criterionRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/criteria",
    tag,
    summary: "The criteria with their states",
    needs: { permission: "project.read" },
    query: z.object(listQuery),
    response: listOf(criterionViewSchema),
    handle: async (access, { query }) => pageOf(await listCriteria(access), query, ({ key }) => key),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/criteria",
    tag,
    summary: "Adds a criterion; the series that it names is made where it is missing",
    needs: { permission: "criterion.edit" },
    body: z.strictObject(criterionInputSchema.shape),
    response: criterionViewSchema,
    status: 201,
    handle: (access, { body }) => addCriterion(access, body),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/criteria/{key}",
    tag,
    summary: "One criterion",
    needs: { permission: "project.read" },
    response: criterionViewSchema,
    handle: (access, { params }) => getCriterion(access, params.key),
  }),
  route({
    method: "PATCH",
    path: "/projects/{slug}/criteria/{key}",
    tag,
    summary: "Changes a criterion; once modelling has begun, moving a limit asks for `reason`",
    needs: { permission: "criterion.edit" },
    body: z.strictObject({ ...criterionPatchSchema.shape, version, reason: reason.optional() }),
    response: criterionViewSchema,
    handle: (access, { params, body: { reason: because, ...patch } }) =>
      changeCriterion(access, params.key, patch, because),
  }),
  route({
    method: "DELETE",
    path: "/projects/{slug}/criteria/{key}",
    tag,
    summary: "Removes a criterion; its points stay",
    needs: { permission: "criterion.edit" },
    query: z.object({ reason }),
    handle: async (access, { params, query }) => void (await removeCriterion(access, params.key, query.reason)),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/criteria/{key}/changes",
    tag,
    summary: "How the goalposts moved, newest first",
    needs: { permission: "project.read" },
    query: z.object(listQuery),
    response: listOf(changeSchema),
    handle: async (access, { params, query }) =>
      pageOf(await listCriterionChanges(access, params.key), query, ({ id }) => id),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/criteria/{key}/evaluations",
    tag,
    summary: "The windows with their verdicts, oldest first; by default of the last 90 days",
    needs: { permission: "project.read" },
    query: z.object({ from: timeQuery, to: timeQuery, ...listQuery }),
    response: listOf(evaluationSchema),
    async handle(access, { params, query }) {
      const evaluations = await listEvaluations(access, params.key, query);
      const { items, nextCursor } = pageOf(evaluations, query, ({ windowEnd }) => String(windowEnd));
      return { items: items.map((each) => ({ ...each, windowEnd: new Date(each.windowEnd) })), nextCursor };
    },
  }),
];
