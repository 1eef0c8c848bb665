import { firstOf, type Looking, missing } from "#server/mlflow/store.ts";
import type { ModelVersionRow, RegisteredModelRow } from "#wire/mlflow/rows.ts";

const FIELDS = `v.name, v.version, v.source, v.run_id as "runId", v.model_id as "modelId", v.run_link as "runLink", v.description,
  v.stage, v.user_id as "userId", v.tags, v.created_at as "createdAt", v.updated_at as "updatedAt",
  array(select alias from jsonb_each_text(m.aliases) as a(alias, points) where points = v.version::text order by 1) as aliases`;

const JOINED = `mlflow_model_version v join mlflow_registered_model m on m.project_id = v.project_id and m.name = v.name`;

/** Versions that are not deleted, with the aliases that point to them; `$1` is the project. */
export const VERSIONS = `(select ${FIELDS} from ${JOINED} where v.project_id = $1 and v.deleted_at is null) as version`;

/** Of each stage the newest version, as MLflow's own server shows a model. */
export const MODEL_COLUMNS = `m.name, m.description, m.tags, m.aliases, m.created_at as "createdAt", m.updated_at as "updatedAt",
  coalesce((select json_agg(newest order by newest.version) from (
    select distinct on (v.stage) ${FIELDS} from mlflow_model_version v
    where v.project_id = m.project_id and v.name = m.name and v.deleted_at is null
    order by v.stage, v.version desc) as newest), '[]') as latest`;

export async function getRegisteredModel({ projectId }: Looking, name: string): Promise<RegisteredModelRow> {
  const found = await firstOf<RegisteredModelRow>(
    `select ${MODEL_COLUMNS} from mlflow_registered_model m where m.project_id = $1 and m.name = $2`,
    [projectId, name],
  );
  if (!found) throw missing(`Registered Model with name=${name}`);
  return found;
}

export async function getVersion({ projectId }: Looking, name: string, version: number): Promise<ModelVersionRow> {
  const found = await firstOf<ModelVersionRow>(`select * from ${VERSIONS} where name = $2 and version = $3`, [
    projectId,
    name,
    version,
  ]);
  if (!found) throw missing(`Model Version (name=${name}, version=${version})`);
  return found;
}
