import type { RuleVerdict } from "#domain/evidence.ts";
import { RUNS_JUDGED } from "#domain/pipeline-runs.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { judgedPipelines } from "#stages/data-pipeline/rules.ts";
import { skewMeasurement } from "#stages/data-pipeline/skew-measurement.ts";
import type { StageFacts } from "#stages/facts.ts";

const RUNS = `/facts/${pipelineRun.kind}`;
const VERSIONS = `/facts/${datasetVersion.kind}`;
const SKEW = `/facts/${skewMeasurement.kind}`;

/** Item 5.2: each of the last ten finished runs of every active data pipeline told its checks. */
export function contractChecked(_document: unknown, facts: StageFacts): RuleVerdict {
  const pipelines = judgedPipelines(facts).map(({ key, data }) => ({
    name: data.name,
    runs: finishedRuns(facts, key),
  }));
  if (!pipelines.some(({ runs }) => runs.length > 0))
    return { met: false, detail: "No run of a data pipeline has finished yet.", where: RUNS };
  const bare = pipelines.filter(({ runs }) => runs.some(({ data }) => (data.checks ?? []).length === 0));
  const silent = pipelines.filter(({ runs }) => runs.length === 0);
  if (bare.length + silent.length > 0) {
    const words = [
      ...bare.map(({ name }) => `${name} loads without checks`),
      ...silent.map(({ name }) => `${name} has no run`),
    ];
    return { met: false, detail: `${words.join(", ")}.`, where: RUNS };
  }
  const count = pipelines.reduce((sum, { runs }) => sum + runs.length, 0);
  return {
    met: true,
    detail: count === 1 ? "The run told its checks." : `The last ${count} runs told their checks.`,
    where: RUNS,
  };
}

function finishedRuns(facts: StageFacts, pipeline: string) {
  return facts
    .of(pipelineRun)
    .filter(({ data }) => data.pipeline === pipeline && (data.status === "succeeded" || data.status === "failed"))
    .slice(0, RUNS_JUDGED);
}

/** Item 5.4: two runs that made the same bytes. */
export function builtTwice(_document: unknown, facts: StageFacts): RuleVerdict {
  const hashed = facts.of(datasetVersion).filter(({ data }) => data.sha256 && data.pipelineRun);
  const twins = [...Map.groupBy(hashed, ({ data }) => data.sha256?.replace(/^sha256:/, "").toLowerCase())].map(
    ([, all]) => all,
  );
  const pair = twins.find((all) => new Set(all.map(({ data }) => data.pipelineRun)).size > 1);
  return pair
    ? { met: true, detail: `${pair.map(({ data }) => data.tag).join(" and ")} have the same hash.`, where: VERSIONS }
    : { met: false, detail: "No two runs are recorded that made the same hash.", where: VERSIONS };
}

/** Item 5.5. */
export function skewMeasured(_document: unknown, facts: StageFacts): RuleVerdict {
  const features = new Set(facts.of(skewMeasurement).map(({ data }) => data.feature));
  return features.size > 0
    ? {
        met: true,
        detail: `Measured on ${features.size} ${features.size === 1 ? "feature" : "features"}.`,
        where: SKEW,
      }
    : { met: false, detail: "No skew was measured yet.", where: SKEW };
}
