import type {
  ExperimentRow,
  LoggedModelRow,
  MetricRow,
  ModelVersionRow,
  RegisteredModelRow,
  RunRow,
  Texts,
} from "#wire/mlflow/rows.ts";

/* What MLflow's clients read: names and forms are theirs. */

export function experimentShape({ id, name, tags, createdAt, updatedAt, deletedAt }: ExperimentRow) {
  return {
    experiment_id: String(id),
    name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: lifecycle(deletedAt),
    creation_time: createdAt,
    last_update_time: updatedAt,
    ...pairs("tags", tags),
  };
}

export function runShape(run: RunRow) {
  const { params, tags, metrics, inputs, outputs } = run;
  return {
    info: runInfo(run),
    data: { ...some("metrics", metrics), ...pairs("params", params), ...pairs("tags", tags) },
    inputs: { ...some("dataset_inputs", inputs.datasets ?? []), ...some("model_inputs", inputs.models ?? []) },
    outputs: some("model_outputs", outputs),
  };
}

export function runInfo({
  id,
  experimentId,
  name,
  userId,
  status,
  startTime,
  endTime,
  deletedAt,
}: Omit<RunRow, "metrics">) {
  return {
    run_id: id,
    run_uuid: id,
    experiment_id: String(experimentId),
    run_name: name,
    user_id: userId,
    status,
    start_time: startTime,
    ...(endTime !== null && { end_time: endTime }),
    artifact_uri: runArtefacts(experimentId, id),
    lifecycle_stage: lifecycle(deletedAt),
  };
}

export function metricShape({ key, value, timestamp, step }: MetricRow) {
  return { key, value, timestamp, step };
}

export function loggedModelShape(model: LoggedModelRow) {
  const { id, experimentId, name, sourceRunId, modelType, status, statusMessage, params, tags, metrics } = model;
  return {
    info: {
      model_id: id,
      experiment_id: String(experimentId),
      name,
      creation_timestamp_ms: model.createdAt,
      last_updated_timestamp_ms: model.updatedAt,
      artifact_uri: modelArtefacts(experimentId, id),
      status,
      ...(statusMessage !== null && { status_message: statusMessage }),
      model_type: modelType,
      ...(sourceRunId !== null && { source_run_id: sourceRunId }),
      ...pairs("tags", tags),
    },
    data: {
      ...pairs("params", params),
      ...some(
        "metrics",
        metrics.map(({ runId, datasetName, datasetDigest, ...metric }) => ({
          ...metric,
          model_id: id,
          run_id: runId,
          ...(datasetName && { dataset_name: datasetName, dataset_digest: datasetDigest }),
        })),
      ),
    },
  };
}

export function modelVersionShape(version: ModelVersionRow) {
  const { name, stage, description, source, runId, modelId, runLink, userId, tags, aliases } = version;
  return {
    name,
    version: String(version.version),
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.updatedAt,
    ...(userId && { user_id: userId }),
    current_stage: stage,
    description,
    source,
    ...(runId !== null && { run_id: runId }),
    ...(modelId !== null && { model_id: modelId }),
    status: "READY",
    run_link: runLink,
    ...pairs("tags", tags),
    ...some("aliases", aliases),
  };
}

export function registeredModelShape(model: RegisteredModelRow) {
  const { name, description, tags, aliases, createdAt, updatedAt, latest } = model;
  const pointers = Object.entries(aliases).map(([alias, version]) => ({ alias, version: String(version) }));
  return {
    name,
    creation_timestamp: createdAt,
    last_updated_timestamp: updatedAt,
    ...(description && { description }),
    ...some("latest_versions", latest.map(modelVersionShape)),
    ...pairs("tags", tags),
    ...some("aliases", pointers),
  };
}

export function runArtefacts(experimentId: number, runId: string): string {
  return `mlflow-artifacts:/${experimentId}/${runId}/artifacts`;
}

export function modelArtefacts(experimentId: number, modelId: string): string {
  return `mlflow-artifacts:/${experimentId}/models/${modelId}/artifacts`;
}

/** The place of what lies behind such an address; null for every other kind of address. */
export function artefactFolderOf(uri: string): string | null {
  return /^mlflow-artifacts:\/(?:\/[^/]*\/)?(.+?)\/*$/.exec(uri)?.[1] ?? null;
}

function lifecycle(deletedAt: number | null): "active" | "deleted" {
  return deletedAt === null ? "active" : "deleted";
}

/** Protobuf leaves empty lists out, and so do its clients expect it. */
function some<N extends string, T>(name: N, items: readonly T[]): { [K in N]?: readonly T[] } {
  return items.length > 0 ? ({ [name]: items } as { [K in N]: readonly T[] }) : {};
}

function pairs<N extends string>(name: N, texts: Texts) {
  return some(
    name,
    Object.entries(texts).map(([key, value]) => ({ key, value })),
  );
}
