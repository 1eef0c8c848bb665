import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { heard, type WireReader } from "#wire/heard.ts";
import { clipped } from "#wire/keys.ts";
import { datasetUses, trainedOn } from "#wire/mlflow/dataset-facts.ts";
import { metricFacts } from "#wire/mlflow/metric-facts.ts";
import type { ModelMetricRow, ModelVersionRow, RunRow, Texts } from "#wire/mlflow/rows.ts";
import { runFacts } from "#wire/mlflow/run-facts.ts";
import { cardFacts, mlTestFacts, testFacts } from "#wire/mlflow/tag-facts.ts";
import { reportedTests } from "#wire/mlflow/test-report.ts";
import { versionFact, versionKey } from "#wire/mlflow/version-facts.ts";

export type RunTold = { run: RunRow; experiment: string };
export type VersionTold = {
  version: ModelVersionRow;
  /** Of the registered model and the logged model; the version's own and the run's come on top. */
  tags: Texts;
  run: (RunTold & { baseline: RunRow | null; ofModel: readonly ModelMetricRow[] }) | null;
  /** Texts of the test reports among its run's artefacts. */
  reports: readonly string[];
  sha256: string | null;
  lost: readonly string[];
  criteria: readonly { key: string; name: string }[];
  tier: number;
};

/** A run, as MLflow has it now: in stage 6 a training run, in stage 5 the data versions that went in. */
export function runReader({ run, experiment }: RunTold): WireReader {
  return {
    format: "mlflow",
    looksAt: [datasetVersion],
    read: (_, { facts }) =>
      heard(clipped(`Run ${run.name} in ${experiment}: ${run.status.toLowerCase()}`, 200), {
        facts: runFacts(run, experiment, facts),
      }),
  };
}

/** A version of a registered model with the run that made it: version, metrics, tests, model card. */
export function versionReader(told: VersionTold): WireReader {
  const { version, run, sha256, lost } = told;
  return {
    format: "mlflow",
    looksAt: [datasetVersion, modelVersion, modelMetric],
    read: (_, { facts, now }) => {
      const key = versionKey(version);
      const uses = run ? datasetUses(run.run, facts) : [];
      const tags = { ...told.tags, ...run?.run.tags, ...version.tags };
      const asked = told.tier >= 2 || facts.of(modelMetric).length > 0;
      const trained = run ? trainedOn(run.run, uses) : undefined;
      return heard(clipped(`Version ${version.version} of ${version.name}`, 200), {
        facts: [
          ...(run ? runFacts(run.run, run.experiment, facts) : []),
          versionFact({
            version: { ...version, tags },
            run: run?.run ?? null,
            datasetVersion: trained,
            sha256,
            lost,
            at: now,
          }),
          ...(run ? metricFacts({ ...told, ...run, versionKey: key, uses, asked }) : []),
          ...testFacts(tags, key, now),
          ...reportedTests(told.reports, tags, key, now),
          ...cardFacts(tags, key, `${version.name} ${version.version}`),
          ...mlTestFacts(tags),
        ],
      });
    },
  };
}
