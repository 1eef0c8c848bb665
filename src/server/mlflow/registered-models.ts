import { AppError, invalid } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { dropVersionFact, tellVersion } from "#server/mlflow/projection.ts";
import { getRegisteredModel, getVersion, MODEL_COLUMNS } from "#server/mlflow/registry-rows.ts";
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
import { codeOf } from "#server/points/pool.ts";
import { parseFilter } from "#wire/mlflow/filter.ts";
import { parseOrder } from "#wire/mlflow/order.ts";
import type { ModelVersionRow, RegisteredModelRow } from "#wire/mlflow/rows.ts";
import { REGISTERED_MODELS } from "#wire/mlflow/search-targets.ts";

type Pair = { key: string; value: string };
const UNIQUE_VIOLATION = "23505";

/** A name that is taken is an error, which clients expect as the usual way. */
export async function createRegisteredModel(
  access: Logging,
  { name, description = "", tags }: { name: string; description?: string | undefined; tags: readonly Pair[] },
): Promise<RegisteredModelRow> {
  const made = await firstOf(
    `insert into mlflow_registered_model (project_id, name, description, tags, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5) on conflict do nothing returning name`,
    [access.projectId, name, description, textsOf(tags), now().getTime()],
  );
  if (!made) throw taken(name);
  return getRegisteredModel(access, name);
}

type ModelChange = { newName?: string; description?: string | undefined; tags?: readonly Pair[]; untag?: string };

export async function changeRegisteredModel(
  access: Logging,
  name: string,
  change: ModelChange,
): Promise<RegisteredModelRow> {
  const { newName, description, tags = [], untag = "" } = change;
  const done = await firstOf<{ name: string }>(
    `update mlflow_registered_model set name = coalesce($3, name), description = coalesce($4, description),
       tags = (tags || $5::jsonb) - $6::text, updated_at = $7 where project_id = $1 and name = $2 returning name`,
    [access.projectId, name, newName ?? null, description ?? null, textsOf(tags), untag, now().getTime()],
  ).catch((error: unknown) => {
    throw codeOf(error) === UNIQUE_VIOLATION && newName ? taken(newName) : error;
  });
  if (!done) throw missing(`Registered Model with name=${name}`);
  return getRegisteredModel(access, done.name);
}

export async function deleteRegisteredModel(access: Logging, name: string): Promise<void> {
  const versions = await rowsOf<Pick<ModelVersionRow, "name" | "version">>(
    "select name, version from mlflow_model_version where project_id = $1 and name = $2 and deleted_at is null",
    [access.projectId, name],
  );
  const done = await firstOf("delete from mlflow_registered_model where project_id = $1 and name = $2 returning name", [
    access.projectId,
    name,
  ]);
  if (!done) throw missing(`Registered Model with name=${name}`);
  for (const version of versions) await dropVersionFact(access, version);
}

/** Both the version that gets the alias and the one that loses it may stand elsewhere afterwards. */
export async function setAlias(access: Logging, name: string, alias: string, version: number): Promise<void> {
  await getVersion(access, name, version);
  const before = await pointAlias(access, name, alias, version);
  await tellVersion(access, name, version);
  if (before !== null && before !== version) await tellVersion(access, name, before, { lost: [alias] });
}

export async function deleteAlias(access: Logging, name: string, alias: string): Promise<void> {
  const before = await pointAlias(access, name, alias, null);
  if (before !== null) await tellVersion(access, name, before, { lost: [alias] });
}

/** Where it pointed before; the row is locked, so that of two moves each sees the other's. */
async function pointAlias(
  access: Logging,
  name: string,
  alias: string,
  version: number | null,
): Promise<number | null> {
  const row = await firstOf<{ before: number | null }>(
    `update mlflow_registered_model m set updated_at = $5,
       aliases = case when $4::int is null then m.aliases - $3::text else m.aliases || jsonb_build_object($3::text, $4::int) end
     from (select aliases from mlflow_registered_model where project_id = $1 and name = $2 for update) as known
     where m.project_id = $1 and m.name = $2 returning (known.aliases ->> $3::text)::int as before`,
    [access.projectId, name, alias, version, now().getTime()],
  );
  if (!row) throw missing(`Registered Model with name=${name}`);
  return row.before;
}

export async function getVersionByAlias(access: Looking, name: string, alias: string): Promise<ModelVersionRow> {
  const { aliases } = await getRegisteredModel(access, name);
  const version = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  if (version === undefined) throw invalid("alias", `Registered model alias ${alias} not found.`);
  return getVersion(access, name, version);
}

type Search = {
  filter?: string | undefined;
  max_results: number;
  order_by: readonly string[];
  page_token?: string | undefined;
};

export async function searchRegisteredModels({ projectId }: Looking, asked: Search) {
  const offset = offsetIn(asked.page_token);
  const values = new Values(projectId, asked.max_results + 1, offset);
  const where = whereOf(parseFilter(REGISTERED_MODELS, asked.filter), READING, values);
  const order = orderOf(parseOrder(REGISTERED_MODELS, asked.order_by), READING, values, "m.name");
  const rows = await rowsOf<RegisteredModelRow>(
    `select ${MODEL_COLUMNS} from mlflow_registered_model m where m.project_id = $1${where} order by ${order} limit $2 offset $3`,
    values.list,
  );
  return pageOf(rows, offset, asked.max_results);
}

const READING: Reading = { attribute: (column) => `m.${column}` };

function taken(name: string): AppError {
  return new AppError("CONFLICT", `Registered Model (name=${name}) already exists.`);
}
