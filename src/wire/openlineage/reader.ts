import { invalid } from "#domain/errors.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { type Heard, type Hearing, heard, type WireReader } from "#wire/heard.ts";
import { isJson, type Json, objectIn, textIn, timeIn } from "#wire/json.ts";
import { inputDrafts, outputVersions, profiles } from "#wire/openlineage/datasets.ts";
import { jobOf, type LineageJob, pipelineFact } from "#wire/openlineage/job.ts";
import { runFact, STATUS_OF } from "#wire/openlineage/run.ts";
import { datasetsIn, datasetsLeft } from "#wire/openlineage/spoken.ts";

/**
 * OpenLineage 2-0-2: events of runs, jobs and datasets, told apart by the parts that they have. A job is a pipeline, a run
 * one of its runs; what a finished run wrote is a data version, in draft until a person publishes it. Facets that mean
 * nothing here are passed over.
 */
export const openLineage: WireReader = {
  format: "openlineage",
  looksAt: [pipeline, pipelineRun, datasetVersion, dataSource],
  read(payload, hearing) {
    if (!isJson(payload)) throw invalid("", "An event of OpenLineage is an object.");
    const at = timeIn(payload, "eventTime");
    if (!at) throw invalid("eventTime", "An event says when it happened, as in 2026-03-16T09:00:00Z.");
    const run = objectIn(payload, "run");
    const job = objectIn(payload, "job");
    if (run && job) return runEvent(payload, run, jobOf(job), at, hearing);
    if (isJson(payload.dataset)) return datasetEvent(payload, at, hearing);
    if (job) return jobEvent(payload, jobOf(job), hearing);
    throw invalid("", "An event has a run and a job, or a dataset, or a job.");
  },
};

function runEvent(event: Json, run: Json, job: LineageJob, at: string, hearing: Hearing): Heard {
  const runId = textIn(run, "runId");
  if (!runId || !/^[0-9a-f-]{8,80}$/i.test(runId)) throw invalid("run.runId", "A run has an id, which is a UUID.");
  const type = textIn(event, "eventType")?.toUpperCase() ?? "OTHER";
  const inputs = datasetsIn(event, "inputs");
  const outputs = datasetsIn(event, "outputs");
  const spoken = { runId, type, at, run, job, inputs, outputs };
  const measured = profiles([...inputs, ...outputs], { at, mark: runId, hearing });
  const facts = [
    ...inputDrafts(spoken, hearing),
    ...pipelineFact(spoken, hearing),
    runFact(spoken),
    ...(STATUS_OF[type] === "succeeded" ? outputVersions(spoken, hearing) : []),
    ...measured.facts,
  ];
  return heard(`${type} of ${job.name}${failureIn(run)}`, {
    facts,
    notes: measured.notes,
    refused: datasetsLeft(event),
  });
}

function failureIn(run: Json): string {
  const message = textIn(objectIn(objectIn(run, "facets"), "errorMessage"), "message");
  return message ? `: ${message.slice(0, 160)}` : "";
}

function jobEvent(event: Json, job: LineageJob, hearing: Hearing): Heard {
  const [inputs, outputs] = [datasetsIn(event, "inputs"), datasetsIn(event, "outputs")];
  const facts = [...inputDrafts({ inputs }, hearing), ...pipelineFact({ job, inputs, outputs }, hearing)];
  return heard(`Job ${job.name}`, { facts, refused: datasetsLeft(event) });
}

function datasetEvent(event: Json, at: string, hearing: Hearing): Heard {
  const [dataset] = datasetsIn({ dataset: [event.dataset] }, "dataset");
  if (!dataset) throw invalid("dataset.name", "A dataset has a namespace and a name.");
  const { facts, notes } = profiles([dataset], { at, mark: at, hearing });
  const versions = outputVersions({ at, inputs: [], outputs: [dataset] }, hearing);
  return heard(`Dataset ${dataset.name}`, { facts: [...versions, ...facts], notes });
}
