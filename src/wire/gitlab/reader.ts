import { invalid } from "#domain/errors.ts";
import type { RunState } from "#stages/retraining/retrain-run-data.ts";
import { type Heard, heard, type WireReader } from "#wire/heard.ts";
import { isJson, type Json, listIn, numberIn, objectIn, textIn, timeIn } from "#wire/json.ts";
import { retrainReport } from "#wire/retraining/report.ts";
import { RUN_VARIABLE } from "#wire/retraining/request.ts";

/** GitLab's pipeline events: those of a pipeline that our request started become the retraining run that it names. */
export const gitLab: WireReader = {
  format: "gitlab",
  looksAt: [],
  read(payload) {
    if (!isJson(payload)) throw invalid("", "A webhook of GitLab is an object.");
    const kind = textIn(payload, "object_kind") ?? textIn(payload, "event_name") ?? "event";
    const project = textIn(objectIn(payload, "project"), "path_with_namespace") ?? "a project";
    const pipeline = kind === "pipeline" ? objectIn(payload, "object_attributes") : undefined;
    if (!pipeline) return heard(`${kind} in ${project}`, { notes: ["Only pipeline events are filed."] });
    return pipelineHeard(pipeline, project);
  },
};

function pipelineHeard(pipeline: Json, project: string): Heard {
  const id = numberIn(pipeline, "id");
  if (id === undefined) throw invalid("object_attributes.id", "A pipeline has a number.");
  const status = textIn(pipeline, "status") ?? "created";
  const about = `Pipeline ${id} of ${project}: ${status}`;
  const run = variableIn(pipeline, RUN_VARIABLE);
  if (!run)
    return heard(about, {
      notes: [`Nothing is filed: the pipeline has no variable ${RUN_VARIABLE}, so no request of ours began it.`],
    });
  const link = textIn(pipeline, "url");
  const facts = [
    retrainReport({
      run,
      state: STATES.get(status) ?? "queued",
      path: "object_attributes",
      startedAt: timeOf(pipeline, "created_at"),
      endedAt: timeOf(pipeline, "finished_at"),
      note: link ? `${project}: ${link}` : `${project}, pipeline ${id}`,
    }),
  ];
  return heard(about, { facts });
}

/** That it succeeded means a challenger is trained; whether it is better is still to be compared. */
const STATES: ReadonlyMap<string, RunState> = new Map([
  ["running", "running"],
  ["canceling", "running"],
  ["success", "evaluating"],
  ["failed", "failed"],
  ["canceled", "cancelled"],
  ["skipped", "cancelled"],
]);

function variableIn(pipeline: Json, name: string): string | undefined {
  const found = listIn(pipeline, "variables").find((variable) => textIn(variable, "key") === name);
  return textIn(found, "value");
}

/** GitLab writes `2026-03-16 09:00:00 UTC`. */
function timeOf(pipeline: Json, name: string): string | undefined {
  const text = textIn(pipeline, name);
  return timeIn({ [name]: text?.replace(/^(\S+) (\S+) UTC$/, "$1T$2Z") }, name);
}
