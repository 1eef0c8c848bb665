import { randomUUID } from "node:crypto";
import { now } from "#server/clock.ts";
import { requireActiveExperiment } from "#server/mlflow/experiments.ts";
import { orderOf, type Reading, Values, whereOf } from "#server/mlflow/search-sql.ts";
import {
  firstOf,
  type Logging,
  type Looking,
  missing,
  offsetIn,
  pageOf,
  rowsOf,
  textsOf,
} from "#server/mlflow/store.ts";
import { parseFilter } from "#wire/mlflow/filter.ts";
import { parseOrder } from "#wire/mlflow/order.ts";
import type { LoggedModelRow } from "#wire/mlflow/rows.ts";
import { LOGGED_MODELS } from "#wire/mlflow/search-targets.ts";

const METRICS = `coalesce((select json_agg(json_build_object('key', m.key, 'value', m.value, 'timestamp', m.timestamp, 'step', m.step,
    'runId', m.run_id, 'datasetName', m.dataset_name, 'datasetDigest', m.dataset_digest) order by m.key)
    from mlflow_model_metric m where m.project_id = mlflow_logged_model.project_id and m.model_id = mlflow_logged_model.id), '[]') as metrics`;
const COLUMNS = `id, experiment_id as "experimentId", name, source_run_id as "sourceRunId", model_type as "modelType", status,
  status_message as "statusMessage", params, tags, created_at as "createdAt", updated_at as "updatedAt", ${METRICS}`;

type Pair = { key: string; value: string };
type NewModel = {
  experiment_id: number;
  name?: string | undefined;
  model_type: string;
  source_run_id?: string | undefined;
  params: readonly Pair[];
  tags: readonly Pair[];
};

export async function createLoggedModel(access: Logging, asked: NewModel): Promise<LoggedModelRow> {
  await requireActiveExperiment(access, asked.experiment_id);
  const id = `m-${randomUUID().replaceAll("-", "")}`;
  await firstOf(
    `insert into mlflow_logged_model (project_id, id, experiment_id, name, source_run_id, model_type, status, params, tags, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, 'LOGGED_MODEL_PENDING', $7, $8, $9, $9) returning id`,
    [
      access.projectId,
      id,
      asked.experiment_id,
      asked.name || `model-${id.slice(2, 10)}`,
      asked.source_run_id || null,
      asked.model_type,
      textsOf(asked.params),
      textsOf(asked.tags),
      now().getTime(),
    ],
  );
  return getLoggedModel(access, id);
}

export async function findLoggedModel({ projectId }: Looking, id: string): Promise<LoggedModelRow | null> {
  return firstOf(
    `select ${COLUMNS} from mlflow_logged_model where project_id = $1 and id = $2 and deleted_at is null`,
    [projectId, id],
  );
}

export async function getLoggedModel(access: Looking, id: string): Promise<LoggedModelRow> {
  const found = await findLoggedModel(access, id);
  if (!found) throw missing(`Logged model with ID '${id}'`);
  return found;
}

type ModelChange = {
  status?: string;
  params?: readonly Pair[];
  tags?: readonly Pair[];
  untag?: string;
  deleted?: boolean;
};

export async function changeLoggedModel(access: Logging, id: string, change: ModelChange): Promise<void> {
  const { status = null, params = [], tags = [], untag = "", deleted = false } = change;
  const done = await firstOf(
    `update mlflow_logged_model set status = coalesce($3, status), params = params || $4::jsonb,
       tags = (tags || $5::jsonb) - $6::text, updated_at = $7, deleted_at = case when $8 then $7::bigint end
     where project_id = $1 and id = $2 and deleted_at is null returning id`,
    [access.projectId, id, status, textsOf(params), textsOf(tags), untag, now().getTime(), deleted],
  );
  if (!done) throw missing(`Logged model with ID '${id}'`);
}

type Search = {
  experiment_ids: readonly number[];
  filter?: string | undefined;
  max_results: number;
  order_by: readonly { field_name: string; ascending: boolean }[];
  page_token?: string | undefined;
};

export async function searchLoggedModels({ projectId }: Looking, asked: Search) {
  const offset = offsetIn(asked.page_token);
  const values = new Values(projectId, [...asked.experiment_ids], asked.max_results + 1, offset);
  const where = whereOf(parseFilter(LOGGED_MODELS, asked.filter), READING, values);
  const clauses = asked.order_by.map(({ field_name: field, ascending }) => `${field} ${ascending ? "ASC" : "DESC"}`);
  const order = orderOf(parseOrder(LOGGED_MODELS, clauses), READING, values, "created_at desc, id");
  const rows = await rowsOf<LoggedModelRow>(
    `select ${COLUMNS} from mlflow_logged_model where project_id = $1 and experiment_id = any($2::int[]) and deleted_at is null${where}
     order by ${order} limit $3 offset $4`,
    values.list,
  );
  return pageOf(rows, offset, asked.max_results);
}

const READING: Reading = {
  attribute: (column) => column,
  metric: (key) =>
    `(select value from mlflow_model_metric m where m.project_id = mlflow_logged_model.project_id and m.model_id = mlflow_logged_model.id
      and m.key = ${key}::text order by m.step desc, m.timestamp desc limit 1)`,
};
