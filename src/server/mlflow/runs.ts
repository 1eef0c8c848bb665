import { randomUUID } from "node:crypto";
import { now } from "#server/clock.ts";
import { requireActiveExperiment } from "#server/mlflow/experiments.ts";
import { dropRunFact, tellRun } from "#server/mlflow/projection.ts";
import { getRun, refuseRun } from "#server/mlflow/run-rows.ts";
import { firstOf, type Logging, textsOf } from "#server/mlflow/store.ts";
import type { RunRow } from "#wire/mlflow/rows.ts";

type NewRun = {
  experiment_id: number;
  user_id: string;
  run_name?: string | undefined;
  start_time?: number | undefined;
  tags: readonly { key: string; value: string }[];
};

const NAME = "mlflow.runName";
const ENDED = ["FINISHED", "FAILED", "KILLED"];

export async function createRun(access: Logging, asked: NewRun): Promise<RunRow> {
  await requireActiveExperiment(access, asked.experiment_id);
  const id = randomUUID().replaceAll("-", "");
  const tags = textsOf(asked.tags);
  const name = asked.run_name || tags[NAME] || `run-${id.slice(0, 8)}`;
  await firstOf(
    `insert into mlflow_run (project_id, id, experiment_id, name, user_id, status, start_time, tags)
     values ($1, $2, $3, $4, $5, 'RUNNING', $6, $7) returning id`,
    [
      access.projectId,
      id,
      asked.experiment_id,
      name,
      asked.user_id || tags["mlflow.user"] || "",
      asked.start_time ?? now().getTime(),
      { ...tags, [NAME]: name },
    ],
  );
  await tellRun(access, id);
  return getRun(access, id);
}

type RunChange = { status?: string | undefined; end_time?: number | undefined; run_name?: string | undefined };

/** The end of a run is when its facts are told again, with those of the versions that it registered. */
export async function updateRun(access: Logging, id: string, change: RunChange): Promise<RunRow> {
  const { status, end_time: end, run_name: name } = change;
  const ended = status !== undefined && ENDED.includes(status);
  const done = await firstOf(
    `update mlflow_run set status = coalesce($3, status), name = coalesce($5, name),
       end_time = case when $3::text is null then end_time when $6 then coalesce($4, end_time, $7) else $4 end,
       tags = case when $5::text is null then tags else tags || jsonb_build_object('${NAME}', $5::text) end
     where project_id = $1 and id = $2 and deleted_at is null returning id`,
    [access.projectId, id, status ?? null, end ?? null, name || null, ended, now().getTime()],
  );
  if (!done) return refuseRun(access, id);
  await tellRun(access, id, { versions: ended });
  return getRun(access, id);
}

/** Its fact goes with it where nothing else refers to it. */
export async function deleteRun(access: Logging, id: string): Promise<void> {
  await setDeleted(access, id, now().getTime());
  await dropRunFact(access, id);
}

export async function restoreRun(access: Logging, id: string): Promise<void> {
  await setDeleted(access, id, null);
  await tellRun(access, id);
}

async function setDeleted(access: Logging, id: string, at: number | null): Promise<void> {
  await getRun(access, id);
  await firstOf("update mlflow_run set deleted_at = $3 where project_id = $1 and id = $2 returning id", [
    access.projectId,
    id,
    at,
  ]);
}
