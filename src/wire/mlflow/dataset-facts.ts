import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import type { FactBag } from "#stages/fact.ts";
import { fillingGaps, type HeardFact } from "#wire/heard.ts";
import { isJson, said } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";
import { tagOf } from "#wire/mlflow/our-tags.ts";
import type { DatasetInput, RunRow, Texts } from "#wire/mlflow/rows.ts";
import { instantOf } from "#wire/mlflow/times.ts";

export type DatasetUse = {
  key: string;
  context: "training" | "test" | "other";
  rows?: number;
  name: string;
  digest: string;
};

/** The data versions that a run used, each by its key: one that the project knows already, or the input's own. */
export function datasetUses({ inputs }: Pick<RunRow, "inputs">, facts: FactBag): DatasetUse[] {
  return (inputs.datasets ?? []).map((input) => {
    const { name, digest } = input.dataset;
    const named = tagOf(asTexts(input), "dataset_version");
    const key = named ?? knownKey(facts, input) ?? ownKey(input);
    return { key, context: contextOf(input), ...said({ rows: rowsIn(input) }), name, digest };
  });
}

/** What a model was trained on: as a tag says, else the input for training, else the first that is not for testing. */
export function trainedOn(run: Pick<RunRow, "tags">, uses: readonly DatasetUse[]): string | undefined {
  const rest = uses.filter(({ context }) => context !== "test");
  return tagOf(run.tags, "dataset_version") ?? (uses.find(({ context }) => context === "training") ?? rest[0])?.key;
}

/** Inputs that the project does not know yet become drafts: that a state of the data is published, its pipeline says. */
export function datasetFacts(run: RunRow, uses: readonly DatasetUse[], facts: FactBag): HeardFact[] {
  const known = new Set(facts.of(datasetVersion).map(({ key }) => key));
  return (run.inputs.datasets ?? []).flatMap((input, index) => {
    const key = uses[index]?.key ?? ownKey(input);
    if (known.has(key) || key !== ownKey(input)) return [];
    const { name, digest } = input.dataset;
    const data = said({
      tag: clipped(`${name}@${digest}`, 80),
      state: "draft",
      sha256: /^[0-9a-f]{64}$/i.test(digest) ? digest : undefined,
      rows: rowsIn(input),
      createdAt: instantOf(run.startTime),
      storedAt: addressIn(input),
    });
    return [{ kind: datasetVersion.kind, key, data, path: `inputs.datasets[${index}]`, onto: fillingGaps(data) }];
  });
}

function ownKey({ dataset: { name, digest } }: DatasetInput): string {
  return keyOf(name, digest);
}

function knownKey(facts: FactBag, { dataset: { name, digest } }: DatasetInput): string | undefined {
  const own = keyOf(name, digest);
  const all = facts.of(datasetVersion);
  return (
    all.find(({ key }) => key === own) ??
    all.find(({ key, data }) => key === digest || isHash(digest, data.sha256)) ??
    all.find(({ key, data }) => key === name || data.tag === name)
  )?.key;
}

function isHash(digest: string, sha256: string | undefined): boolean {
  return digest.length === 64 && sha256?.replace("sha256:", "").toLowerCase() === digest.toLowerCase();
}

const CONTEXT = "mlflow.data.context";

function contextOf(input: DatasetInput): DatasetUse["context"] {
  const word = asTexts(input)[CONTEXT]?.toLowerCase() ?? "";
  if (/^(train|training|fit)$/.test(word)) return "training";
  return /^(test|testing|holdout)$/.test(word) ? "test" : "other";
}

function asTexts({ tags }: DatasetInput): Texts {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

function rowsIn({ dataset: { profile } }: DatasetInput): number | undefined {
  const read = parsed(profile);
  const rows = isJson(read) ? read.num_rows : undefined;
  return typeof rows === "number" && Number.isSafeInteger(rows) && rows >= 0 && rows <= 1e15 ? rows : undefined;
}

/** Only what a browser opens; a path on somebody's machine says nothing here. */
function addressIn({ dataset: { source } }: DatasetInput): string | undefined {
  const read = parsed(source);
  const found = isJson(read) ? [read.url, read.uri, read.path].find((each) => typeof each === "string") : undefined;
  return typeof found === "string" && /^https?:\/\/[^\s/]+/.test(found) && found.length <= 2_000 ? found : undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
