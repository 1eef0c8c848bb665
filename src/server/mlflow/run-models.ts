import { invalid } from "#domain/errors.ts";
import { logBatch } from "#server/mlflow/run-log.ts";
import { getRun } from "#server/mlflow/run-rows.ts";
import type { Logging } from "#server/mlflow/store.ts";
import { readList } from "#wire/mlflow/json-list.ts";

const HISTORY = "mlflow.log-model.history";

/** What clients of 2.x logged, kept where they look for it: as a list in a tag of the run. */
export async function logModelJson(access: Logging, runId: string, modelJson: string): Promise<void> {
  const model = read(modelJson);
  const { tags } = await getRun(access, runId);
  const before = Object.hasOwn(tags, HISTORY) ? readList(tags[HISTORY]) : [];
  await logBatch(access, runId, { tags: [{ key: HISTORY, value: JSON.stringify([...before, model]) }] });
}

function read(json: string): object {
  try {
    const model: unknown = JSON.parse(json);
    if (typeof model === "object" && model !== null && !Array.isArray(model)) return model;
  } catch {
    // said below
  }
  throw invalid("model_json", "Malformed model info: it must be a JSON object.");
}
