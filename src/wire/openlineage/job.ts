import { invalid } from "#domain/errors.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import type { FactData } from "#stages/fact.ts";
import type { HeardFact, Hearing } from "#wire/heard.ts";
import { isJson, type Json, listIn, objectIn, said, textIn } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";
import { datasetKey, type SpokenDataset, sourceOf, versionKey } from "#wire/openlineage/spoken.ts";

export type LineageJob = { key: string; name: string; facets: Json };
type SpokenJob = { job: LineageJob; inputs: readonly SpokenDataset[]; outputs: readonly SpokenDataset[] };

export function jobOf(job: Json): LineageJob {
  const [namespace, name] = [textIn(job, "namespace"), textIn(job, "name")];
  if (!name) throw invalid("job.name", "A job has a name.");
  const facets = objectIn(job, "facets") ?? {};
  return { key: keyOf(namespace === "default" ? null : namespace, name), name, facets };
}

/** Made where it is not known; afterwards only what it reads and follows grows, and what people wrote stays. */
export function pipelineFact({ job, inputs, outputs }: SpokenJob, { facts }: Hearing): HeardFact[] {
  const reads = new Set(inputs.flatMap((dataset) => sourceOf(facts, dataset) ?? []));
  const follows = new Set(inputs.flatMap((dataset) => writerOf(facts, dataset) ?? []).filter((key) => key !== job.key));
  const data = said({
    name: clipped(job.name, 120),
    kind: kindOf(job.name, inputs.length, outputs.length),
    active: true,
    owner: ownerIn(job.facets),
    codeLink: codeIn(job.facets),
    reads: reads.size > 0 ? [...reads] : undefined,
    follows: follows.size > 0 ? [...follows] : undefined,
  });
  const onto = (before: FactData) => ({
    ...data,
    ...before,
    ...said({ reads: united(before.reads, reads), follows: united(before.follows, follows) }),
  });
  const known = facts.of(pipeline).find(({ key }) => key === job.key);
  const settled = known && JSON.stringify({ ...known.data, ...onto(known.data) }) === JSON.stringify(known.data);
  return settled ? [] : [{ kind: pipeline.kind, key: job.key, data, path: "job", onto }];
}

/** The pipeline that wrote a dataset last, as far as is known. */
function writerOf(facts: Hearing["facts"], dataset: SpokenDataset): string | null {
  const names = [versionKey(dataset), datasetKey(dataset)];
  const version = facts.of(datasetVersion).find(({ key }) => names.includes(key));
  const run = facts.of(pipelineRun).find(({ key }) => key === version?.data.pipelineRun);
  return run?.data.pipeline ?? null;
}

const TRAINS = /(^|[^a-z])(train|training|fit|retrain)([^a-z]|$)/i;
const SCORES = /(^|[^a-z])(score|scoring|predict|inference)([^a-z]|$)/i;

/** A guess that a person corrects: by what its name says, else a job that only writes captures and any other transforms. */
function kindOf(name: string, inputs: number, outputs: number): string {
  if (TRAINS.test(name)) return "train";
  if (SCORES.test(name)) return "batch_score";
  return inputs === 0 && outputs > 0 ? "capture" : "transform";
}

function united(before: unknown, more: ReadonlySet<string>): string[] | undefined {
  const known = Array.isArray(before) ? before.filter((key) => typeof key === "string") : [];
  const all = [...new Set([...known, ...more])];
  return all.length > 0 ? all.slice(0, 100) : undefined;
}

function ownerIn(facets: Json): string | undefined {
  const [first] = listIn(objectIn(facets, "ownership"), "owners");
  const name = isJson(first) ? textIn(first, "name") : undefined;
  return name && name.length >= 2 ? clipped(name, 120) : undefined;
}

function codeIn(facets: Json): string | undefined {
  const code = objectIn(facets, "sourceCodeLocation");
  const at = textIn(code, "url") ?? textIn(code, "repoUrl");
  return at && at.length <= 500 ? at : undefined;
}
