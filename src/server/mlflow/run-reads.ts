import { viewed } from "#server/mlflow/experiments.ts";
import { RUN_COLUMNS } from "#server/mlflow/run-rows.ts";
import { orderOf, type Reading, Values, whereOf } from "#server/mlflow/search-sql.ts";
import { type Looking, offsetIn, pageOf, rowsOf } from "#server/mlflow/store.ts";
import { parseFilter } from "#wire/mlflow/filter.ts";
import { parseOrder } from "#wire/mlflow/order.ts";
import type { View } from "#wire/mlflow/requests.ts";
import type { MetricRow, RunRow } from "#wire/mlflow/rows.ts";
import { RUNS } from "#wire/mlflow/search-targets.ts";

type Search = {
  experiment_ids: readonly number[];
  filter?: string | undefined;
  run_view_type: View;
  max_results: number;
  order_by: readonly string[];
  page_token?: string | undefined;
};

/** One answer holds at most so many runs, whatever was asked for: the rest is a page away. */
const MOST_AT_ONCE = 5_000;

export async function searchRuns({ projectId }: Looking, asked: Search) {
  const limit = Math.min(asked.max_results, MOST_AT_ONCE);
  const offset = offsetIn(asked.page_token);
  const values = new Values(projectId, [...asked.experiment_ids], limit + 1, offset);
  const where = whereOf(parseFilter(RUNS, asked.filter), READING, values);
  const order = orderOf(parseOrder(RUNS, asked.order_by), READING, values, "start_time desc, id");
  const rows = await rowsOf<RunRow>(
    `select ${RUN_COLUMNS} from mlflow_run where project_id = $1 and experiment_id = any($2::int[])
     ${viewed(asked.run_view_type)}${where} order by ${order} limit $3 offset $4`,
    values.list,
  );
  return pageOf(rows, offset, limit);
}

const READING: Reading = {
  attribute: (column) =>
    column === "artifact_uri" ? "('mlflow-artifacts:/' || experiment_id || '/' || id || '/artifacts')" : column,
  metric: (key) =>
    `(select value from mlflow_latest_metric m where m.project_id = mlflow_run.project_id and m.run_id = mlflow_run.id and m.key = ${key}::text)`,
  dataset: (part, test) => `exists (select 1 from jsonb_array_elements(coalesce(inputs -> 'datasets', '[]')) as input
    where ${test(part === "context" ? CONTEXT : `(input -> 'dataset' ->> '${part === "digest" ? "digest" : "name"}')`)})`,
};

const CONTEXT = `(select tag ->> 'value' from jsonb_array_elements(input -> 'tags') as tag where tag ->> 'key' = 'mlflow.data.context' limit 1)`;

/** Every value of one metric, as it was logged. */
export async function metricHistory(
  { projectId }: Looking,
  runId: string,
  asked: { metric_key: string; max_results: number; page_token?: string | undefined },
) {
  const offset = offsetIn(asked.page_token);
  const rows = await rowsOf<MetricRow>(
    `select key, value, timestamp, step from mlflow_metric where project_id = $1 and run_id = $2 and key = $3
     order by step, timestamp limit $4 offset $5`,
    [projectId, runId, asked.metric_key, asked.max_results + 1, offset],
  );
  return pageOf(rows, offset, asked.max_results);
}
