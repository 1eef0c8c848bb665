import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { dismissFailed, failedChoiceSchema, runFailedAgain } from "#server/jobs/failed-jobs.ts";
import { getJobsOverview } from "#server/jobs/overview.ts";

const tag = "Jobs";

const workerSchema = z
  .object({
    id: z.string(),
    host: z.string(),
    pid: z.int(),
    startedAt: z.date(),
    beatAt: z.date(),
    alive: z.boolean(),
    running: z.int(),
  })
  .meta({ id: "Worker" });

const taskSchema = z
  .object({
    task: z.string(),
    label: z.string(),
    everySeconds: z.number().nullable().describe("How long after its end it comes round again; null: it is asked for."),
    ...{ waiting: z.int(), running: z.int(), failed: z.int() },
    oldestDueAt: z.date().nullable(),
    nextAt: z.date().nullable(),
    last: z.object({ startedAt: z.date(), endedAt: z.date(), ok: z.boolean() }).nullable(),
    succeededAt: z.date().nullable(),
    failedAt: z.date().nullable(),
    error: z.string().nullable().describe("Of the last failure."),
    ...{ runs: z.int(), failures: z.int() },
  })
  .meta({ id: "Task" });

const failedSchema = z
  .object({
    id: z.string(),
    task: z.string(),
    label: z.string(),
    attempts: z.int(),
    askedAt: z.date(),
    error: z.string(),
    payload: z.unknown(),
  })
  .meta({ id: "FailedJob" });

const countSchema = z.object({ count: z.int() });

export const jobRoutes: Route[] = [
  route({
    method: "GET",
    path: "/jobs",
    tag,
    summary: "Workers, tasks with their queues and last runs, and jobs that failed for good",
    needs: { organisation: "org.manage" },
    response: z.object({
      workers: z.array(workerSchema),
      tasks: z.array(taskSchema),
      failed: z.array(failedSchema).describe("The latest 50."),
    }),
    handle: (access) => getJobsOverview(access),
  }),
  route({
    method: "POST",
    path: "/jobs/run-again",
    tag,
    summary: "Runs one failed job again, or all of a task",
    needs: { organisation: "org.manage" },
    body: failedChoiceSchema,
    response: countSchema,
    handle: (access, { body }) => runFailedAgain(access, body),
  }),
  route({
    method: "POST",
    path: "/jobs/dismiss",
    tag,
    summary: "Forgets one failed job, or all of a task",
    needs: { organisation: "org.manage" },
    body: failedChoiceSchema,
    response: countSchema,
    handle: (access, { body }) => dismissFailed(access, body),
  }),
];
