/* Something of each kind in MLflow's tables, and for each endpoint a request about it that would work. */
import { randomUUID } from "node:crypto";
import { api } from "#api/app.ts";
import { requestFor } from "./api.ts";

export type MlflowRow = {
  params?: Record<string, string>;
  query?: () => string;
  body?: () => unknown;
  /** Sent as it is. */
  raw?: string;
};

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by expectations, not by types
export type MlflowAnswer = { status: number; headers: Headers; body: any };

export async function ask(
  token: string | undefined,
  slug: string,
  method: string,
  path: string,
  sent: { body?: unknown; headers?: Record<string, string>; base?: string } = {},
): Promise<MlflowAnswer> {
  const { body, headers, base = "/api/2.0" } = sent;
  const answer = await api.fetch(requestFor(method, `/api/mlflow/${slug}${base}${path}`, { token, body, headers }));
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

/** Something of each kind, by the lead's token. */
export async function fill(token: string, slug: string) {
  const post = async (path: string, body: object) => {
    const answer = await ask(token, slug, "POST", path, { body });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const name = `e-${randomUUID()}`;
  const { experiment_id: experiment } = await post("/mlflow/experiments/create", { name });
  const { run } = await post("/mlflow/runs/create", { experiment_id: experiment });
  const { model } = await post("/mlflow/logged-models", { experiment_id: experiment, source_run_id: run.info.run_id });
  const registered = `m-${randomUUID().slice(0, 8)}`;
  await post("/mlflow/registered-models/create", { name: registered });
  const source = `models:/${model.info.model_id}`;
  for (let version = 1; version <= 2; version++)
    await post("/mlflow/model-versions/create", { name: registered, source });
  await post("/mlflow/registered-models/alias", { name: registered, alias: "champion", version: "1" });
  const file = `${experiment}/${run.info.run_id}/artifacts/notes.txt`;
  await ask(token, slug, "PUT", `/mlflow-artifacts/artifacts/${file}`, { body: "words" });
  return { name, experiment, run: run.info.run_id as string, model: model.info.model_id as string, registered, file };
}

export function mlflowRowsOf(made: Awaited<ReturnType<typeof fill>>): Record<string, MlflowRow> {
  const { name, experiment, run, model, registered, file } = made;
  const inExperiment = { experiment_id: experiment };
  const ofRun = { run_id: run, run_uuid: run };
  const version = { name: registered, version: "1" };
  const fresh = () => randomUUID().slice(0, 8);
  return {
    "POST /mlflow/experiments/create": { body: () => ({ name: fresh() }) },
    "GET /mlflow/experiments/get": { query: () => `?experiment_id=${experiment}` },
    "GET /mlflow/experiments/get-by-name": { query: () => `?experiment_name=${name}` },
    "GET /mlflow/experiments/search": { query: () => "?max_results=10" },
    "POST /mlflow/experiments/search": { body: () => ({ max_results: 10, view_type: "ALL" }) },
    "POST /mlflow/experiments/update": { body: () => ({ ...inExperiment, new_name: fresh() }) },
    "POST /mlflow/experiments/delete": { body: () => ({ experiment_id: "0" }) },
    "POST /mlflow/experiments/restore": { body: () => ({ experiment_id: "0" }) },
    "POST /mlflow/experiments/set-experiment-tag": { body: () => ({ ...inExperiment, key: "a", value: fresh() }) },
    "POST /mlflow/experiments/delete-experiment-tag": { body: () => ({ ...inExperiment, key: "a" }) },
    "POST /mlflow/runs/create": { body: () => inExperiment },
    "GET /mlflow/runs/get": { query: () => `?run_id=${run}` },
    "POST /mlflow/runs/update": { body: () => ({ ...ofRun, run_name: fresh() }) },
    "POST /mlflow/runs/delete": { body: () => ofRun },
    "POST /mlflow/runs/restore": { body: () => ofRun },
    "POST /mlflow/runs/search": { body: () => ({ experiment_ids: [experiment] }) },
    "POST /mlflow/runs/log-metric": { body: () => ({ ...ofRun, key: "a", value: 1, timestamp: 5, step: 0 }) },
    "POST /mlflow/runs/log-parameter": { body: () => ({ ...ofRun, key: fresh(), value: "1" }) },
    "POST /mlflow/runs/log-batch": { body: () => ({ ...ofRun, tags: [{ key: "b", value: fresh() }] }) },
    "POST /mlflow/runs/set-tag": { body: () => ({ ...ofRun, key: "c", value: fresh() }) },
    "POST /mlflow/runs/delete-tag": { body: () => ({ ...ofRun, key: "c" }) },
    "POST /mlflow/runs/log-inputs": {
      body: () => ({ ...ofRun, datasets: [{ dataset: { name: "train", digest: fresh() } }] }),
    },
    "POST /mlflow/runs/outputs": { body: () => ({ run_id: run, models: [{ model_id: model, step: 0 }] }) },
    "POST /mlflow/runs/log-model": {
      body: () => ({ ...ofRun, model_json: JSON.stringify({ artifact_path: fresh() }) }),
    },
    "GET /mlflow/metrics/get-history": { query: () => `?run_id=${run}&metric_key=a` },
    "POST /mlflow/logged-models": { body: () => inExperiment },
    "POST /mlflow/logged-models/search": { body: () => ({ experiment_ids: [experiment] }) },
    "GET /mlflow/logged-models/{model_id}": { params: { model_id: model } },
    "PATCH /mlflow/logged-models/{model_id}": {
      params: { model_id: model },
      body: () => ({ status: "LOGGED_MODEL_READY" }),
    },
    "DELETE /mlflow/logged-models/{model_id}": { params: { model_id: model } },
    "PATCH /mlflow/logged-models/{model_id}/tags": {
      params: { model_id: model },
      body: () => ({ tags: [{ key: "a", value: fresh() }] }),
    },
    "DELETE /mlflow/logged-models/{model_id}/tags/{key}": { params: { model_id: model, key: "a" } },
    "POST /mlflow/logged-models/{model_id}/params": {
      params: { model_id: model },
      body: () => ({ params: [{ key: "a", value: "1" }] }),
    },
    "POST /mlflow/registered-models/create": { body: () => ({ name: fresh() }) },
    "GET /mlflow/registered-models/get": { query: () => `?name=${registered}` },
    "GET /mlflow/registered-models/search": { query: () => "?max_results=10" },
    "POST /mlflow/registered-models/rename": { body: () => ({ name: registered, new_name: registered }) },
    "PATCH /mlflow/registered-models/update": { body: () => ({ name: registered, description: fresh() }) },
    "DELETE /mlflow/registered-models/delete": { body: () => ({ name: registered }) },
    "POST /mlflow/registered-models/set-tag": { body: () => ({ name: registered, key: "a", value: fresh() }) },
    "DELETE /mlflow/registered-models/delete-tag": { body: () => ({ name: registered, key: "a" }) },
    "GET /mlflow/registered-models/get-latest-versions": { query: () => `?name=${registered}` },
    "POST /mlflow/registered-models/get-latest-versions": { body: () => ({ name: registered, stages: ["None"] }) },
    "POST /mlflow/registered-models/alias": { body: () => ({ ...version, alias: "challenger" }) },
    "GET /mlflow/registered-models/alias": { query: () => `?name=${registered}&alias=champion` },
    "DELETE /mlflow/registered-models/alias": { body: () => ({ name: registered, alias: "challenger" }) },
    "POST /mlflow/model-versions/create": { body: () => ({ name: registered, source: `models:/${model}` }) },
    "GET /mlflow/model-versions/get": { query: () => `?name=${registered}&version=1` },
    "GET /mlflow/model-versions/search": { query: () => `?filter=${encodeURIComponent(`name='${registered}'`)}` },
    "PATCH /mlflow/model-versions/update": { body: () => ({ ...version, description: fresh() }) },
    "DELETE /mlflow/model-versions/delete": { body: () => ({ ...version, version: "2" }) },
    "POST /mlflow/model-versions/transition-stage": { body: () => ({ ...version, stage: "staging" }) },
    "POST /mlflow/model-versions/set-tag": { body: () => ({ ...version, key: "a", value: fresh() }) },
    "DELETE /mlflow/model-versions/delete-tag": { body: () => ({ ...version, key: "a" }) },
    "GET /mlflow/model-versions/get-download-uri": { query: () => `?name=${registered}&version=1` },
    "GET /mlflow-artifacts/artifacts": { query: () => `?path=${experiment}` },
    "GET /mlflow-artifacts/artifacts/*": { params: { "*": file } },
    "PUT /mlflow-artifacts/artifacts/*": { params: { "*": `${file}.again` }, raw: "more words" },
    "DELETE /mlflow-artifacts/artifacts/*": { params: { "*": `${file}.again` } },
    "GET /mlflow/artifacts/list": { query: () => `?run_id=${run}` },
  };
}
