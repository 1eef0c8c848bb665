import { logRoute, lookRoute, type MlflowRoute } from "#api/mlflow/route.ts";
import { invalid } from "#domain/errors.ts";
import { deleteTag, logBatch, logInputs, logOutputs } from "#server/mlflow/run-log.ts";
import { logModelJson } from "#server/mlflow/run-models.ts";
import { metricHistory, searchRuns } from "#server/mlflow/run-reads.ts";
import { getRun } from "#server/mlflow/run-rows.ts";
import { createRun, deleteRun, restoreRun, updateRun } from "#server/mlflow/runs.ts";
import {
  deleteTag as deleteTagBody,
  logBatch as logBatchBody,
  logInputs as logInputsBody,
  logMetric,
  logModel,
  logParam,
  metricHistory as metricHistoryBody,
  runCreate,
  runDelete,
  runGet,
  runOutputs,
  runSearch,
  runUpdate,
  setTag,
} from "#wire/mlflow/requests.ts";
import { metricShape, runInfo, runShape } from "#wire/mlflow/shapes.ts";

const at = (name: string) => `/mlflow/runs/${name}`;

/** Clients name a run by both of its names, older ones by the second. */
function named({ run_id: id, run_uuid: uuid }: { run_id?: string | undefined; run_uuid?: string | undefined }): string {
  const found = id || uuid;
  if (!found) throw invalid("run_id", "Missing value for required parameter 'run_id'.");
  return found;
}

export const runRoutes: MlflowRoute[] = [
  logRoute({
    method: "POST",
    path: at("create"),
    body: runCreate,
    handle: async (access, asked) => ({ run: runShape(await createRun(access, asked)) }),
  }),
  lookRoute({
    method: "GET",
    path: at("get"),
    body: runGet,
    handle: async (access, asked) => ({ run: runShape(await getRun(access, named(asked))) }),
  }),
  logRoute({
    method: "POST",
    path: at("update"),
    body: runUpdate,
    handle: async (access, asked) => ({ run_info: runInfo(await updateRun(access, named(asked), asked)) }),
  }),
  logRoute({
    method: "POST",
    path: at("delete"),
    body: runDelete,
    handle: async (access, asked) => void (await deleteRun(access, named(asked))),
  }),
  logRoute({
    method: "POST",
    path: at("restore"),
    body: runDelete,
    handle: async (access, asked) => void (await restoreRun(access, named(asked))),
  }),
  lookRoute({
    method: "POST",
    path: at("search"),
    body: runSearch,
    async handle(access, asked) {
      const { items, next } = await searchRuns(access, asked);
      return { runs: items.map(runShape), next_page_token: next };
    },
  }),
  logRoute({
    method: "POST",
    path: at("log-metric"),
    body: logMetric,
    handle: async (access, asked) => void (await logBatch(access, named(asked), { metrics: [asked] })),
  }),
  logRoute({
    method: "POST",
    path: at("log-parameter"),
    body: logParam,
    handle: async (access, asked) => void (await logBatch(access, named(asked), { params: [asked] })),
  }),
  logRoute({
    method: "POST",
    path: at("log-batch"),
    body: logBatchBody,
    handle: async (access, asked) => void (await logBatch(access, named(asked), asked)),
  }),
  logRoute({
    method: "POST",
    path: at("set-tag"),
    body: setTag,
    handle: async (access, asked) => void (await logBatch(access, named(asked), { tags: [asked] })),
  }),
  logRoute({
    method: "POST",
    path: at("delete-tag"),
    body: deleteTagBody,
    handle: async (access, asked) => void (await deleteTag(access, named(asked), asked.key)),
  }),
  logRoute({
    method: "POST",
    path: at("log-inputs"),
    body: logInputsBody,
    handle: async (access, asked) => void (await logInputs(access, named(asked), asked)),
  }),
  logRoute({
    method: "POST",
    path: at("outputs"),
    body: runOutputs,
    handle: async (access, { run_id: id, models }) => void (await logOutputs(access, id, models)),
  }),
  logRoute({
    method: "POST",
    path: at("log-model"),
    body: logModel,
    handle: async (access, asked) => void (await logModelJson(access, named(asked), asked.model_json)),
  }),
  lookRoute({
    method: "GET",
    path: "/mlflow/metrics/get-history",
    body: metricHistoryBody,
    async handle(access, asked) {
      const { items, next } = await metricHistory(access, named(asked), asked);
      return { metrics: items.map(metricShape), next_page_token: next };
    },
  }),
];
