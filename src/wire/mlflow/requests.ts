import { z } from "zod";
import {
  cut,
  double,
  experimentId,
  int64,
  maxResults,
  metricKey,
  param,
  paramKey,
  runId,
  runNamed,
  TAG_VALUE,
  tag,
  tags,
} from "#wire/mlflow/fields.ts";

/* What MLflow's clients send about experiments and runs. Unknown parts are passed over, as its own server does. */

const STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
const STATUS_NUMBERS: Readonly<Record<number, (typeof STATUSES)[number]>> = {
  1: "RUNNING",
  2: "SCHEDULED",
  3: "FINISHED",
  4: "FAILED",
  5: "KILLED",
};
const status = z
  .union([z.string(), z.number().transform((number) => STATUS_NUMBERS[number] ?? String(number))])
  .pipe(z.enum(STATUSES, "Invalid status: RUNNING, SCHEDULED, FINISHED, FAILED or KILLED"));

const VIEWS = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"] as const;
export type View = (typeof VIEWS)[number];
const view = z
  .union([z.string(), z.number().transform((number) => VIEWS[number - 1] ?? String(number))])
  .pipe(z.enum(VIEWS, "Invalid view type"))
  .optional()
  .default("ACTIVE_ONLY");

const pageToken = z.string().max(200).optional();
const filter = z.string().max(10_000).optional();
const orderBy = z
  .union([
    z.array(z.string().max(500)),
    z
      .string()
      .max(500)
      .transform((clause) => [clause]),
  ])
  .optional()
  .default([]);

export const experimentCreate = z.object({
  name: z.string().trim().min(1, "Invalid experiment name: it must not be empty").max(500),
  artifact_location: z.string().max(2_000).optional(),
  tags: tags(5_000),
});
export const experimentGet = z.object({ experiment_id: experimentId() });
export const experimentGetByName = z.object({ experiment_name: z.string().max(500) });
export const experimentUpdate = z.object({
  experiment_id: experimentId(),
  new_name: z.string().trim().min(1).max(500).optional(),
});
export const experimentTag = tag(5_000).extend({ experiment_id: experimentId() });
export const experimentTagDelete = z.object({ experiment_id: experimentId(), key: z.string().max(250) });
export const experimentSearch = z.object({
  max_results: maxResults(1_000, 50_000),
  page_token: pageToken,
  filter,
  order_by: orderBy,
  view_type: view,
});

export const runCreate = z.object({
  experiment_id: experimentId().optional().default(0),
  user_id: cut(256).optional().default(""),
  run_name: cut(250).optional(),
  start_time: int64().optional(),
  tags: tags(),
});
export const runGet = z.object(runNamed);
export const runUpdate = z.object({
  ...runNamed,
  status: status.optional(),
  end_time: int64().optional(),
  run_name: cut(250).optional(),
});
export const runDelete = z.object({ ...runNamed });
export const runSearch = z.object({
  experiment_ids: z.array(experimentId()).max(1_000).optional().default([]),
  filter,
  run_view_type: view,
  max_results: maxResults(1_000, 50_000),
  order_by: orderBy,
  page_token: pageToken,
});

const metric = z.object({
  key: metricKey(),
  value: double(),
  timestamp: int64().optional(),
  step: int64().optional().default(0),
  model_id: z.string().max(256).optional(),
  dataset_name: z.string().max(500).optional(),
  dataset_digest: z.string().max(128).optional(),
});
export type MetricSent = z.output<typeof metric>;

export const logMetric = metric.extend(runNamed);
export const logParam = z.object({ ...runNamed, key: paramKey(), value: cut(6_000).optional().default("") });
export const logBatch = z
  .object({
    ...runNamed,
    metrics: z.array(metric).max(1_000, "At most 1000 metrics in one request").optional().default([]),
    params: z.array(param()).max(100, "At most 100 params in one request").optional().default([]),
    tags: z.array(tag()).max(100, "At most 100 tags in one request").optional().default([]),
  })
  .refine(({ metrics, params, tags: sent }) => metrics.length + params.length + sent.length <= 1_000, {
    message: "At most 1000 metrics, params and tags in one request",
  });
export const setTag = tag(TAG_VALUE).extend(runNamed);
export const deleteTag = z.object({ ...runNamed, key: z.string().max(250) });

const dataset = z.object({
  tags: z.array(tag()).max(100).optional().default([]),
  dataset: z.object({
    name: z.string().min(1).max(500),
    digest: z.string().min(1).max(128),
    source_type: z.string().max(200).optional(),
    source: z.string().max(65_535).optional(),
    schema: z.string().max(1_048_575).optional(),
    profile: z.string().max(16_777_215).optional(),
  }),
});
const modelLink = z.object({ model_id: z.string().min(1).max(256) });
export const logInputs = z.object({
  ...runNamed,
  datasets: z.array(dataset).max(1_000).optional().default([]),
  models: z.array(modelLink).max(1_000).optional().default([]),
});
export const runOutputs = z.object({
  run_id: runId(),
  models: z
    .array(modelLink.extend({ step: int64().optional().default(0) }))
    .max(1_000)
    .optional()
    .default([]),
});
/** Clients of 2.x: what `log_model` made, as a text of JSON. */
export const logModel = z.object({ ...runNamed, model_json: z.string().max(1_000_000) });

export const metricHistory = z.object({
  ...runNamed,
  metric_key: z.string().min(1).max(250),
  page_token: pageToken,
  max_results: maxResults(25_000, 50_000),
});
export const artefactList = z.object({ ...runNamed, path: z.string().max(1_000).optional(), page_token: pageToken });
