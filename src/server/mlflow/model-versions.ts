import { invalid } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { changeLoggedModel, findLoggedModel } from "#server/mlflow/logged-models.ts";
import { dropVersionFact, tellVersion } from "#server/mlflow/projection.ts";
import { getRegisteredModel, getVersion, VERSIONS } from "#server/mlflow/registry-rows.ts";
import { findRun } from "#server/mlflow/run-rows.ts";
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
import { inTransaction } from "#server/points/pool.ts";
import { parseFilter } from "#wire/mlflow/filter.ts";
import { readList } from "#wire/mlflow/json-list.ts";
import { parseOrder } from "#wire/mlflow/order.ts";
import type { LoggedModelRow, ModelVersionRow } from "#wire/mlflow/rows.ts";
import { MODEL_VERSIONS } from "#wire/mlflow/search-targets.ts";
import { modelArtefacts, runArtefacts } from "#wire/mlflow/shapes.ts";

type Pair = { key: string; value: string };
type NewVersion = {
  name: string;
  source: string;
  run_id?: string | undefined;
  model_id?: string | undefined;
  run_link: string;
  description?: string | undefined;
  tags: readonly Pair[];
};

/** A number is used once: those of deleted versions stay with them. Ready at once, since nothing is copied. */
export async function createVersion(access: Logging, asked: NewVersion): Promise<ModelVersionRow> {
  const modelId = asked.model_id || /^models:\/(m-[\w-]+)$/.exec(asked.source)?.[1] || null;
  const model = modelId ? await findLoggedModel(access, modelId) : null;
  const version = await inTransaction(async (client) => {
    const at = now().getTime();
    const next = await firstOf<{ version: number }>(
      `update mlflow_registered_model set last_version = last_version + 1, updated_at = $3
       where project_id = $1 and name = $2 returning last_version as version`,
      [access.projectId, asked.name, at],
      client,
    );
    if (!next) throw missing(`Registered Model with name=${asked.name}`);
    await firstOf(
      `insert into mlflow_model_version (project_id, name, version, source, run_id, model_id, run_link, description, tags, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) returning version`,
      [
        access.projectId,
        asked.name,
        next.version,
        asked.source,
        asked.run_id || model?.sourceRunId || null,
        modelId,
        asked.run_link,
        asked.description ?? "",
        textsOf(asked.tags),
        at,
      ],
      client,
    );
    return next.version;
  });
  if (model) await noteOnModel(access, model, { name: asked.name, version });
  await tellVersion(access, asked.name, version);
  return getVersion(access, asked.name, version);
}

const VERSIONS_TAG = "mlflow.modelVersions";

/** A logged model says in a tag which versions it became; clients read the list and write it on. */
async function noteOnModel(access: Logging, { id, tags }: LoggedModelRow, version: object): Promise<void> {
  const before = readList(Object.hasOwn(tags, VERSIONS_TAG) ? tags[VERSIONS_TAG] : undefined);
  await changeLoggedModel(access, id, { tags: [{ key: VERSIONS_TAG, value: JSON.stringify([...before, version]) }] });
}

type VersionChange = { description?: string | undefined; tags?: readonly Pair[]; untag?: string; stage?: string };

export async function changeVersion(
  access: Logging,
  name: string,
  version: number,
  { description, tags = [], untag = "", stage }: VersionChange,
): Promise<ModelVersionRow> {
  const done = await firstOf(
    `update mlflow_model_version set description = coalesce($4, description), stage = coalesce($5, stage),
       tags = (tags || $6::jsonb) - $7::text, updated_at = $8
     where project_id = $1 and name = $2 and version = $3 and deleted_at is null returning version`,
    [access.projectId, name, version, description ?? null, stage ?? null, textsOf(tags), untag, now().getTime()],
  );
  if (!done) throw missing(`Model Version (name=${name}, version=${version})`);
  await tellVersion(access, name, version);
  return getVersion(access, name, version);
}

/** With `archive`, what stood in that stage goes to the archive. */
export async function moveVersion(
  access: Logging,
  { name, version, stage, archive }: { name: string; version: number; stage: string; archive: boolean },
): Promise<ModelVersionRow> {
  if (archive && stage !== "Staging" && stage !== "Production")
    throw invalid("archive_existing_versions", "Only for the stages Staging and Production can others be archived.");
  const moved = await changeVersion(access, name, version, { stage });
  const others = archive
    ? await rowsOf<{ version: number }>(
        `update mlflow_model_version set stage = 'Archived', updated_at = $5
         where project_id = $1 and name = $2 and stage = $3 and version <> $4 and deleted_at is null returning version`,
        [access.projectId, name, stage, version, now().getTime()],
      )
    : [];
  for (const other of others) await tellVersion(access, name, other.version);
  return moved;
}

/** Its aliases go with it. */
export async function deleteVersion(access: Logging, name: string, version: number): Promise<void> {
  const { aliases } = await getVersion(access, name, version);
  await inTransaction(async (client) => {
    const key = [access.projectId, name];
    await firstOf(
      `update mlflow_model_version set deleted_at = $4 where project_id = $1 and name = $2 and version = $3 returning version`,
      [...key, version, now().getTime()],
      client,
    );
    await firstOf(
      "update mlflow_registered_model set aliases = aliases - $3::text[] where project_id = $1 and name = $2 returning name",
      [...key, aliases],
      client,
    );
  });
  await dropVersionFact(access, { name, version });
}

/** Where the model's files lie, for a client that loads it. */
export async function downloadUri(access: Looking, name: string, version: number): Promise<string> {
  const { source, modelId } = await getVersion(access, name, version);
  const model = modelId && source.startsWith("models:/") ? await findLoggedModel(access, modelId) : null;
  if (model) return modelArtefacts(model.experimentId, model.id);
  const [, runId = "", path = ""] = /^runs:\/([^/]+)\/?(.*)$/.exec(source) ?? [];
  const run = runId ? await findRun(access.projectId, runId) : null;
  return run ? `${runArtefacts(run.experimentId, run.id)}/${path}`.replace(/\/$/, "") : source;
}

export async function latestVersions(
  access: Looking,
  name: string,
  stages: readonly string[],
): Promise<ModelVersionRow[]> {
  const { latest } = await getRegisteredModel(access, name);
  const wanted = stages.map((stage) => stage.toLowerCase());
  return latest.filter(({ stage }) => wanted.length === 0 || wanted.includes(stage.toLowerCase()));
}

type Search = {
  filter?: string | undefined;
  max_results: number;
  order_by: readonly string[];
  page_token?: string | undefined;
};

export async function searchVersions({ projectId }: Looking, asked: Search) {
  const limit = Math.min(asked.max_results, 10_000);
  const offset = offsetIn(asked.page_token);
  const values = new Values(projectId, limit + 1, offset);
  const where = whereOf(parseFilter(MODEL_VERSIONS, asked.filter), READING, values);
  const order = orderOf(
    parseOrder(MODEL_VERSIONS, asked.order_by),
    READING,
    values,
    `"updatedAt" desc, name, version desc`,
  );
  const rows = await rowsOf<ModelVersionRow>(
    `select * from ${VERSIONS} where true${where} order by ${order} limit $2 offset $3`,
    values.list,
  );
  return pageOf(rows, offset, limit);
}

const RENAMED: Readonly<Record<string, string>> = {
  run_id: `"runId"`,
  created_at: `"createdAt"`,
  updated_at: `"updatedAt"`,
};
const READING: Reading = { attribute: (column) => RENAMED[column] ?? column };
