import { freshnessOf } from "#domain/pipeline-runs.ts";
import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { datasetRatios } from "#stages/data-bias/dataset-shares.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { freshnessLimit, runsOf } from "#stages/data-pipeline/run-standing.ts";
import { skewMeasurement } from "#stages/data-pipeline/skew-measurement.ts";
import { skewLimit } from "#stages/data-pipeline/skew-rule.ts";
import { modelVersion } from "#stages/model/model-version.ts";

const REPORTED_WITHIN_MS = 30 * 86_400_000;

/** What rules B5.2 to B5.5 and B6.1 look at. */
export function dataPipelineBackward(setting: BackwardSetting): StageBackward {
  return { ...runFacts(setting), datasets: datasetFacts(setting), skews: skewFacts(setting) };
}

/** Of a pipeline whose runs nobody reports any more nothing is known, neither success nor age. */
function runFacts({ facts, documents, now }: BackwardSetting): StageBackward {
  const active = facts
    .of(pipeline)
    .filter(({ data }) => data.active)
    .map(({ key, data }) => ({ ...data, limit: freshnessLimit(documents, data), runs: runsOf(facts, key) }))
    .filter(({ runs }) => runs[0] !== undefined && now - runs[0].startedAt <= REPORTED_WITHIN_MS);
  return {
    pipelines: active.map(({ name, runs }) => ({
      name,
      runs: runs
        .filter(({ status }) => status === "succeeded" || status === "failed")
        .map(({ status, endedAt, startedAt }) => ({ at: endedAt ?? startedAt, succeeded: status === "succeeded" }))
        .reverse(),
    })),
    freshness: active
      .filter(({ freshnessMonitored }) => freshnessMonitored)
      .map(({ name, runs, limit }) => ({ name, missedSince: freshnessOf(runs, limit, now).missedSince })),
  };
}

function datasetFacts({ facts }: BackwardSetting): NonNullable<StageBackward["datasets"]> {
  const versions = facts.of(modelVersion);
  const used = (...standings: readonly string[]) =>
    new Set(versions.filter(({ data }) => standings.includes(data.standing)).map(({ data }) => data.datasetVersion));
  const byChampion = used("champion");
  const byCandidate = used("candidate", "challenger");
  return facts.of(datasetVersion).map(({ key, data, recordedAt, changedAt }) => ({
    ...{ tag: data.tag, representation: datasetRatios(facts, data.groupShares) },
    // A version may be recorded as a draft, or without its shares: what is said of it counts from when it was said.
    publishedAt: data.state === "draft" ? null : (changedAt ?? recordedAt),
    withdrawnAt:
      data.state !== "withdrawn" ? null : data.withdrawnAt ? Date.parse(data.withdrawnAt) : (changedAt ?? recordedAt),
    usedByChampion: byChampion.has(key),
    usedByCandidate: byCandidate.has(key),
  }));
}

function skewFacts({ facts, documents }: BackwardSetting): NonNullable<StageBackward["skews"]> {
  const threshold = skewLimit(documents);
  const byFeature = Map.groupBy(facts.of(skewMeasurement).toReversed(), ({ data }) => data.feature);
  return [...byFeature].map(([feature, windows]) => ({
    ...{ feature, threshold },
    windows: windows.map(({ at, data }) => ({ end: at, value: data.distance })),
  }));
}
