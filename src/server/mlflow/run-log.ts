import type pg from "pg";
import { invalid } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { tellRun } from "#server/mlflow/projection.ts";
import { refuseRun } from "#server/mlflow/run-rows.ts";
import { firstOf, type Logging, rowsOf, textsOf } from "#server/mlflow/store.ts";
import { inTransaction, pointsPool } from "#server/points/pool.ts";
import { concernsUs } from "#wire/mlflow/our-tags.ts";
import type { MetricSent } from "#wire/mlflow/requests.ts";
import type { DatasetInput, ModelLink, RunInputs, Texts } from "#wire/mlflow/rows.ts";

type Pair = { key: string; value: string };
type Batch = { metrics?: readonly MetricSent[]; params?: readonly Pair[]; tags?: readonly Pair[] };
type Locked = { status: string; params: Texts; inputs: RunInputs; outputs: ModelLink[] };

/** All or nothing. Sent again it changes nothing; a param that was logged with another value is refused. */
export async function logBatch(access: Logging, runId: string, { metrics = [], params = [], tags = [] }: Batch) {
  if (params.length === 0 && tags.length === 0) return logMetrics(access, runId, metrics);
  const { status } = await inTransaction(async (client) => {
    const run = await lockRun(access, runId, client);
    const next = textsOf(params);
    refuseChangedParams(runId, run.params, params);
    await firstOf(
      `update mlflow_run set params = params || $3::jsonb, tags = tags || $4::jsonb, name = coalesce($4::jsonb ->> 'mlflow.runName', name)
       where project_id = $1 and id = $2 returning id`,
      [access.projectId, runId, next, textsOf(tags)],
      client,
    );
    await storeMetrics(access, runId, metrics, client);
    return run;
  });
  if (tags.some(({ key }) => concernsUs(key))) await tellEnded(access, runId, status);
}

export async function deleteTag(access: Logging, runId: string, key: string): Promise<void> {
  const run = await inTransaction(async (client) => {
    const locked = await lockRun(access, runId, client);
    const sql = "update mlflow_run set tags = tags - $3::text where project_id = $1 and id = $2 returning id";
    await firstOf(sql, [access.projectId, runId, key], client);
    return locked;
  });
  if (concernsUs(key)) await tellEnded(access, runId, run.status);
}

/** A data set that is known gets the new tags on top; a model that is known is not listed twice. */
export async function logInputs(
  access: Logging,
  runId: string,
  { datasets, models }: { datasets: readonly DatasetInput[]; models: readonly ModelLink[] },
): Promise<void> {
  const { status } = await changeLinks(access, runId, ({ inputs, outputs }) => ({
    inputs: { datasets: merged(inputs.datasets ?? [], datasets), models: joined(inputs.models ?? [], models) },
    outputs,
  }));
  await tellEnded(access, runId, status);
}

export async function logOutputs(access: Logging, runId: string, models: readonly ModelLink[]): Promise<void> {
  await changeLinks(access, runId, ({ inputs, outputs }) => ({ inputs, outputs: joined(outputs, models) }));
}

type Links = Pick<Locked, "inputs" | "outputs">;

async function changeLinks(access: Logging, runId: string, change: (links: Links) => Links): Promise<Locked> {
  return inTransaction(async (client) => {
    const run = await lockRun(access, runId, client);
    const { inputs, outputs } = change(run);
    const sql = `update mlflow_run set inputs = $3::jsonb, outputs = $4::jsonb where project_id = $1 and id = $2 returning id`;
    await firstOf(sql, [access.projectId, runId, JSON.stringify(inputs), JSON.stringify(outputs)], client);
    return run;
  });
}

function merged(before: readonly DatasetInput[], sent: readonly DatasetInput[]): DatasetInput[] {
  const known = new Map(before.map((input) => [idOf(input), input]));
  for (const input of sent) {
    const there = known.get(idOf(input));
    const tags = Object.entries(textsOf([...(there?.tags ?? []), ...input.tags])).map(([key, value]) => ({
      key,
      value,
    }));
    known.set(idOf(input), { ...input, tags });
  }
  return [...known.values()];
}

function idOf({ dataset: { name, digest } }: DatasetInput): string {
  return JSON.stringify([name, digest]);
}

function joined(before: readonly ModelLink[], sent: readonly ModelLink[]): ModelLink[] {
  return [...new Map([...before, ...sent].map((link) => [link.model_id, link])).values()];
}

function refuseChangedParams(runId: string, before: Texts, params: readonly Pair[]): void {
  for (const { key, value } of params) {
    const known = Object.hasOwn(before, key) ? before[key] : params.find((each) => each.key === key)?.value;
    if (known === undefined || known === value) continue;
    throw invalid(
      "params",
      `Changing param values is not allowed. Param with key='${key}' was already logged with value='${known}' for run ID='${runId}'. Attempted logging new value '${value}'.`,
    );
  }
}

async function lockRun(access: Logging, runId: string, client: pg.PoolClient): Promise<Locked> {
  const sql = `select status, params, inputs, outputs from mlflow_run
    where project_id = $1 and id = $2 and deleted_at is null for update`;
  return (await firstOf<Locked>(sql, [access.projectId, runId], client)) ?? refuseRun(access, runId);
}

async function logMetrics(access: Logging, runId: string, metrics: readonly MetricSent[]): Promise<void> {
  if ((await storeMetrics(access, runId, metrics, pointsPool())) === 0) await refuseRun(access, runId);
}

/**
 * One statement: the history by key, step and time, where what is sent again replaces, and the value of the highest step.
 * In the order of their keys, so that two writers of one run queue and do not deadlock.
 */
const STORE = `with run as (select id from mlflow_run where project_id = $1 and id = $2 and deleted_at is null for key share),
  input as (select distinct on (key, step, timestamp) key, step, timestamp, value
    from unnest($3::text[], $4::bigint[], $5::bigint[], $6::float8[]) with ordinality as u(key, step, timestamp, value, place), run
    order by key, step, timestamp, place desc),
  history as (insert into mlflow_metric (project_id, run_id, key, step, timestamp, value)
    select $1, $2, key, step, timestamp, value from input order by key, step, timestamp
    on conflict (project_id, run_id, key, step, timestamp) do update set value = excluded.value
      where mlflow_metric.value is distinct from excluded.value),
  latest as (insert into mlflow_latest_metric as known (project_id, run_id, key, step, timestamp, value)
    select distinct on (key) $1::uuid, $2, key, step, timestamp, value from input order by key, step desc, timestamp desc
    on conflict (project_id, run_id, key) do update set step = excluded.step, timestamp = excluded.timestamp, value = excluded.value
      where (excluded.step, excluded.timestamp) >= (known.step, known.timestamp))
  select count(*)::int as found from run`;

async function storeMetrics(
  access: Logging,
  runId: string,
  metrics: readonly MetricSent[],
  on: Pick<pg.Pool, "query">,
): Promise<number> {
  const at = now().getTime();
  const times = metrics.map(({ timestamp }) => timestamp ?? at);
  const { rows } = await on.query<{ found: number }>(STORE, [
    access.projectId,
    runId,
    metrics.map(({ key }) => key),
    metrics.map(({ step }) => step),
    times,
    metrics.map(({ value }) => value),
  ]);
  const ofModels = metrics.flatMap((metric, index) =>
    metric.model_id ? [{ ...metric, timestamp: times[index] ?? at }] : [],
  );
  const found = rows[0]?.found ?? 0;
  if (found > 0 && ofModels.length > 0) await storeModelMetrics(access, runId, ofModels, on);
  return found;
}

/** A metric that names a logged model is kept with that, too; one that nobody made is passed over. */
async function storeModelMetrics(
  { projectId }: Logging,
  runId: string,
  metrics: readonly (MetricSent & { timestamp: number })[],
  on: Pick<pg.Pool, "query">,
): Promise<void> {
  await rowsOf(
    `insert into mlflow_model_metric as known (project_id, model_id, run_id, key, dataset_name, dataset_digest, step, timestamp, value)
     select distinct on (u.model, u.key, u.data, u.digest) $1::uuid, u.model, $2, u.key, u.data, u.digest, u.step, u.timestamp, u.value
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::float8[])
         as u(model, key, data, digest, step, timestamp, value)
       join mlflow_logged_model m on m.project_id = $1 and m.id = u.model
       order by u.model, u.key, u.data, u.digest, u.step desc, u.timestamp desc
     on conflict (project_id, model_id, key, dataset_name, dataset_digest) do update
       set step = excluded.step, timestamp = excluded.timestamp, value = excluded.value, run_id = excluded.run_id
       where (excluded.step, excluded.timestamp) >= (known.step, known.timestamp)
     returning key`,
    [
      projectId,
      runId,
      metrics.map(({ model_id: model }) => model),
      metrics.map(({ key }) => key),
      metrics.map(({ dataset_name: name }) => name ?? ""),
      metrics.map(({ dataset_digest: digest }) => digest ?? ""),
      metrics.map(({ step }) => step),
      metrics.map(({ timestamp }) => timestamp),
      metrics.map(({ value }) => value),
    ],
    on,
  );
}

/** While a run goes on its end will tell; afterwards each change that concerns the project does. */
async function tellEnded(access: Logging, runId: string, status: string): Promise<void> {
  if (status !== "RUNNING" && status !== "SCHEDULED") await tellRun(access, runId, { versions: true });
}
