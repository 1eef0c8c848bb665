import { AppError } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { removeFact } from "#server/fact-changes.ts";
import { receive } from "#server/inbound.ts";
import { log } from "#server/log.ts";
import { listFiles, manifestHash } from "#server/mlflow/artefact-rows.ts";
import { blobStore } from "#server/mlflow/blob-store.ts";
import { findLoggedModel } from "#server/mlflow/logged-models.ts";
import { getRegisteredModel, getVersion } from "#server/mlflow/registry-rows.ts";
import { findRun, RUN_COLUMNS } from "#server/mlflow/run-rows.ts";
import { firstOf, type Logging, rowsOf } from "#server/mlflow/store.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import type { WireReader } from "#wire/heard.ts";
import { runReader, type VersionTold, versionReader } from "#wire/mlflow/readers.ts";
import type { LoggedModelRow, ModelVersionRow, RunRow } from "#wire/mlflow/rows.ts";
import { isBaseline } from "#wire/mlflow/run-facts.ts";
import { artefactFolderOf } from "#wire/mlflow/shapes.ts";
import { isTestReport } from "#wire/mlflow/test-report.ts";
import { versionKey } from "#wire/mlflow/version-facts.ts";

/* What MLflow's clients logged becomes facts of the stages when a run begins, when it ends and when the registry changes:
   by the common way of what arrives from outside, so that the log of arrivals says what each became. */

/** `versions`: those that the run registered are told again, with what it measured since. */
export async function tellRun(access: Logging, runId: string, { versions = false } = {}): Promise<void> {
  const run = await findRun(access.projectId, runId);
  if (!run || run.deletedAt !== null) return;
  const experiment = await experimentOf(access, run);
  await tell(access, `run ${runId}`, runReader({ run, experiment }), { run, experiment });
  if (!versions) return;
  const registered = await rowsOf<Pick<ModelVersionRow, "name" | "version">>(
    "select name, version from mlflow_model_version where project_id = $1 and run_id = $2 and deleted_at is null order by created_at",
    [access.projectId, runId],
  );
  for (const { name, version } of registered) await tellVersion(access, name, version);
}

/** `lost`: aliases that pointed to it until now. */
export async function tellVersion(
  access: Logging,
  name: string,
  number: number,
  { lost = [] }: { lost?: readonly string[] } = {},
): Promise<void> {
  const version = await getVersion(access, name, number).catch(goneAs(null));
  if (!version) return;
  const model = version.modelId ? await findLoggedModel(access, version.modelId) : null;
  const registered = await getRegisteredModel(access, name);
  const told: VersionTold = {
    ...{ version, lost },
    tags: { ...registered.tags, ...model?.tags },
    run: await runOf(access, version, model),
    sha256: await hashOf(access, version, model),
    reports: await reportsOf(access, version.runId || model?.sourceRunId || null),
    ...(await measuresOf(access)),
  };
  await tell(access, `version ${versionKey(version)}`, versionReader(told), told);
}

/** Taken out of sight, unless something refers to it: then the project has built on it, and it stays. */
export async function dropRunFact(access: Logging, runId: string): Promise<void> {
  await removeFact(access, factKindOf(trainingRun.kind), runId).catch(ignoring("a deleted run"));
}

export async function dropVersionFact(
  access: Logging,
  version: Pick<ModelVersionRow, "name" | "version">,
): Promise<void> {
  await removeFact(access, factKindOf(modelVersion.kind), versionKey(version)).catch(ignoring("a deleted version"));
}

/** A training must not fail because of what the project makes of it: refusals stand in the log of what arrived. */
async function tell(access: Logging, sourceId: string, reader: WireReader, payload: unknown): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const arrival = { payload, bytes, sourceId: `${sourceId} ${now().toISOString()} ${process.hrtime.bigint()}` };
  await receive(access, reader, arrival).catch(ignoring(sourceId));
}

function ignoring(what: string) {
  return (error: unknown): undefined => {
    if (!(error instanceof AppError)) throw error;
    log.warn({ what, reason: error.message }, "MLflow’s record did not become a fact");
    return undefined;
  };
}

function goneAs<T>(value: T) {
  return (error: unknown): T => {
    if (error instanceof AppError && error.code === "NOT_FOUND") return value;
    throw error;
  };
}

async function experimentOf({ projectId }: Logging, { experimentId }: RunRow): Promise<string> {
  const sql = "select name from mlflow_experiment where project_id = $1 and id = $2";
  return (await firstOf<{ name: string }>(sql, [projectId, experimentId]))?.name ?? String(experimentId);
}

async function runOf(
  access: Logging,
  { runId }: ModelVersionRow,
  model: LoggedModelRow | null,
): Promise<VersionTold["run"]> {
  const run = runId ? await findRun(access.projectId, runId) : null;
  if (!run) return null;
  const [experiment, baseline] = await Promise.all([experimentOf(access, run), baselineOf(access, run)]);
  return { run, experiment, baseline, ofModel: model?.metrics ?? [] };
}

/** The newest finished run of the same experiment that is the simple baseline. */
async function baselineOf({ projectId }: Logging, { experimentId, id }: RunRow): Promise<RunRow | null> {
  const runs = await rowsOf<RunRow>(
    `select ${RUN_COLUMNS} from mlflow_run where project_id = $1 and experiment_id = $2 and id <> $3 and deleted_at is null
       and status = 'FINISHED' and (tags ?| '{throughline.baseline,baseline}' or name ~* 'baseline|dummy'
         or tags ->> 'estimator_class' like 'sklearn.dummy.%')
     order by start_time desc limit 20`,
    [projectId, experimentId, id],
  );
  return runs.find(isBaseline) ?? null;
}

/** Over all files of the model, wherever the client put them: beside the logged model, or among the run's artefacts. */
async function hashOf(
  access: Logging,
  { source }: ModelVersionRow,
  model: LoggedModelRow | null,
): Promise<string | null> {
  if (model) {
    const own = await manifestHash(access, `${model.experimentId}/models/${model.id}/artifacts`);
    if (own) return own;
  }
  const folder = artefactFolderOf(source) ?? (await runFolder(access, source));
  return folder ? manifestHash(access, folder) : null;
}

async function runFolder({ projectId }: Logging, source: string): Promise<string | null> {
  const [, runId = "", path = ""] = /^runs:\/([^/]+)\/(.+)$/.exec(source) ?? [];
  const run = runId ? await findRun(projectId, runId) : null;
  return run ? `${run.experimentId}/${run.id}/artifacts/${path}` : null;
}

/** So many and so large reports are read; what is beyond is only a file. */
const MOST_REPORTS = 10;
const LARGEST_REPORT = 1024 * 1024;

async function reportsOf(access: Logging, runId: string | null): Promise<string[]> {
  const run = runId ? await findRun(access.projectId, runId) : null;
  if (!run) return [];
  const files = await listFiles(access, `${run.experimentId}/${run.id}/artifacts`);
  const small = files.filter(({ path, sizeBytes }) => isTestReport(path) && sizeBytes <= LARGEST_REPORT);
  const texts = small.slice(0, MOST_REPORTS).map(async ({ blob }) => new Response(await blobStore().open(blob)).text());
  const read = await Promise.allSettled(texts); // one whose bytes are away is no reason to refuse a version
  return read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
}

async function measuresOf({ projectId }: Logging): Promise<Pick<VersionTold, "criteria" | "tier">> {
  const [project, criteria] = await Promise.all([
    db.project.findUniqueOrThrow({ where: { id: projectId }, select: { tier: true } }),
    db.criterion.findMany({ where: { projectId, removedAt: null }, select: { key: true, name: true } }),
  ]);
  return { tier: project.tier, criteria };
}
