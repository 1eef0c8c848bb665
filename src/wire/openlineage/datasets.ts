import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { qualityProfile } from "#stages/data-selection/quality-profile.ts";
import type { FactData } from "#stages/fact.ts";
import type { HeardFact, Hearing } from "#wire/heard.ts";
import { countIn, isJson, type Json, objectIn, said, textIn } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";
import { datasetKey, type SpokenDataset, sourceOf, versionKey } from "#wire/openlineage/spoken.ts";

type Written = { at: string; runId?: string; inputs: readonly SpokenDataset[]; outputs: readonly SpokenDataset[] };

/** What is read and neither known as a source nor as a data version: named as a draft, so that the lineage has no gap. */
export function inputDrafts({ inputs }: Pick<Written, "inputs">, { facts }: Hearing): HeardFact[] {
  return inputs
    .filter((dataset) => !sourceOf(facts, dataset) && !knownVersion(facts, dataset))
    .map((dataset) => draft(dataset, {}));
}

/** What a run wrote. A version that people published or withdrew keeps all they said; an older telling only fills gaps. */
export function outputVersions({ at, runId, inputs, outputs }: Written, { facts }: Hearing): HeardFact[] {
  const sources = unique(inputs.flatMap((dataset) => sourceOf(facts, dataset) ?? []));
  return outputs.map((dataset) => {
    const key = versionKey(dataset);
    const read = inputs.filter((input) => !sourceOf(facts, input));
    const datasets = unique(read.map((input) => knownVersion(facts, input) ?? versionKey(input))).filter(
      (each) => each !== key,
    );
    return draft(dataset, {
      rows: rowsOf(dataset),
      createdAt: at,
      pipelineRun: runId?.toLowerCase(),
      sources: sources.length > 0 ? sources : undefined,
      datasets: datasets.length > 0 ? datasets : undefined,
      storedAt: placeOf(dataset.facets),
    });
  });
}

function draft(dataset: SpokenDataset, told: Record<string, unknown>): HeardFact {
  const key = versionKey(dataset);
  const name = dataset.version ? `${dataset.name}@${dataset.version}` : dataset.name;
  const data = { tag: clipped(name, 80), state: "draft", ...said(told) };
  const onto = (before: FactData) => {
    const decided = before.state !== "draft";
    const older = Date.parse(textIn(before, "createdAt") ?? "") > Date.parse(textIn(data, "createdAt") ?? "");
    return decided || older ? { ...data, ...before } : { ...before, ...data, tag: before.tag };
  };
  return { kind: datasetVersion.kind, key, data, path: dataset.path, onto };
}

function knownVersion(facts: Hearing["facts"], dataset: SpokenDataset): string | null {
  const names = dataset.version ? [versionKey(dataset)] : [datasetKey(dataset)];
  return facts.of(datasetVersion).find(({ key }) => names.includes(key))?.key ?? null;
}

/** Counts of a profiler, where the dataset is a source of stage 3; a profile of anything else has no place. */
export function profiles(
  datasets: readonly SpokenDataset[],
  { at, mark, hearing }: { at: string; mark: string; hearing: Hearing },
): { facts: HeardFact[]; notes: string[] } {
  const measured = datasets.filter(({ facets }) => isJson(facets.dataQualityMetrics));
  const notes: string[] = [];
  const facts = measured.flatMap((dataset) => {
    const source = sourceOf(hearing.facts, dataset);
    const counts = countsOf(objectIn(dataset.facets, "dataQualityMetrics"));
    if (source && Object.keys(counts).length > 0)
      return [
        {
          kind: qualityProfile.kind,
          key: keyOf(source, mark),
          data: { source, measuredAt: at, tool: "OpenLineage", ...counts },
          path: `${dataset.path}.dataQualityMetrics`,
        },
      ];
    if (!source) notes.push(`The profile of ${dataset.name} has no data source of that name to belong to.`);
    return [];
  });
  return { facts, notes };
}

function countsOf(metrics: Json | undefined): Record<string, number> {
  const columns = Object.values(objectIn(metrics, "columnMetrics") ?? {}).filter(isJson);
  const nulls = columns.map((column) => countIn(column, "nullCount"));
  const counted = nulls.filter((count) => count !== undefined);
  return said({
    rows: countIn(metrics, "rowCount"),
    requiredColumns: counted.length > 0 ? counted.length : undefined,
    nullCells: counted.length > 0 ? counted.reduce((sum, count) => sum + count, 0) : undefined,
  });
}

function rowsOf({ facets }: SpokenDataset): number | undefined {
  return (
    countIn(objectIn(facets, "outputStatistics"), "rowCount") ??
    countIn(objectIn(facets, "dataQualityMetrics"), "rowCount")
  );
}

function placeOf(facets: Json): string | undefined {
  const uri = textIn(objectIn(facets, "dataSource"), "uri");
  return uri && /^https?:\/\/./i.test(uri) && uri.length <= 2000 ? uri : undefined;
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)].slice(0, 100);
}
