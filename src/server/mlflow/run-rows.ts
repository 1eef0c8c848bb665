import { invalid } from "#domain/errors.ts";
import { firstOf, type Looking, missing } from "#server/mlflow/store.ts";
import type { RunRow } from "#wire/mlflow/rows.ts";

/** Values come as MLflow's words where they are not finite: JSON from Postgres quotes those. */
const METRICS = `coalesce((select json_agg(json_build_object('key', m.key, 'value', m.value, 'timestamp', m.timestamp,
    'step', m.step) order by m.key) from mlflow_latest_metric m
    where m.project_id = mlflow_run.project_id and m.run_id = mlflow_run.id), '[]') as metrics`;

export const RUN_COLUMNS = `id, experiment_id as "experimentId", name, user_id as "userId", status,
  start_time as "startTime", end_time as "endTime", deleted_at as "deletedAt", params, tags, inputs, outputs, ${METRICS}`;

export async function findRun(projectId: string, id: string): Promise<RunRow | null> {
  return firstOf(`select ${RUN_COLUMNS} from mlflow_run where project_id = $1 and id = $2`, [projectId, id]);
}

export async function getRun({ projectId }: Looking, id: string): Promise<RunRow> {
  const found = await findRun(projectId, id);
  if (!found) throw missing(`Run with id=${id}`);
  return found;
}

/** Nothing is logged to a run that is not there, or that is deleted: which of the two is said. */
export async function refuseRun(access: Looking, id: string): Promise<never> {
  await getRun(access, id);
  throw invalid("run_id", `The run ${id} must be in the 'active' state. Current state is deleted.`);
}
