import { dataSource } from "#stages/data-selection/data-source.ts";
import type { FactBag } from "#stages/fact.ts";
import type { Refusal } from "#wire/heard.ts";
import { isJson, type Json, listIn, objectIn, textIn } from "#wire/json.ts";
import { keyOf } from "#wire/keys.ts";

/** A dataset as an event names it, with all its facets as one: those of the event win over those of the dataset. */
export type SpokenDataset = { path: string; namespace: string; name: string; version: string | null; facets: Json };

/** Each becomes a fact, and each is looked for among those that are known. */
const MOST_DATASETS = 200;

export function datasetsIn(event: Json, side: string): SpokenDataset[] {
  return listIn(event, side)
    .slice(0, MOST_DATASETS)
    .flatMap((part, place) => {
      const [namespace, name] = [textIn(part, "namespace") ?? "default", textIn(part, "name")];
      if (!isJson(part) || !name) return [];
      const facets = { ...present(part.facets), ...present(part.inputFacets), ...present(part.outputFacets) };
      const version = textIn(objectIn(facets, "version"), "datasetVersion") ?? null;
      return [{ path: `${side}[${place}]`, namespace, name, version, facets }];
    });
}

/** What is not read, because there is too much of it. */
export function datasetsLeft(event: Json): Refusal[] {
  return ["inputs", "outputs"].flatMap((side) => {
    const left = listIn(event, side).length - MOST_DATASETS;
    return left > 0
      ? [
          {
            path: `${side}[${MOST_DATASETS}]`,
            reason: `Of one event at most ${MOST_DATASETS} ${side} are read; ${left} are left.`,
          },
        ]
      : [];
  });
}

/** A facet may be taken back by an event that says `_deleted`. */
function present(facets: unknown): Json {
  if (!isJson(facets)) return {};
  return Object.fromEntries(Object.entries(facets).filter(([, facet]) => isJson(facet) && facet._deleted !== true));
}

/** The same dataset, whatever its version. */
export function datasetKey({ namespace, name }: Pick<SpokenDataset, "namespace" | "name">): string {
  return keyOf(namespace === "default" ? null : shortNamespace(namespace), name);
}

export function versionKey(dataset: SpokenDataset): string {
  return dataset.version ? keyOf(`${datasetKey(dataset)}@${dataset.version}`) : datasetKey(dataset);
}

/** "postgres://db.example.org:5432" is known by its machine. */
function shortNamespace(namespace: string): string {
  const machine = namespace.replace(/^[a-z0-9+.-]+:\/\//i, "");
  let end = machine.length;
  while (machine[end - 1] === "/" || machine[end - 1] === ":") end--;
  return machine.slice(0, end);
}

/** The data source of stage 3 that a dataset is: of the same key or name, in any case, with or without its schema. */
export function sourceOf(facts: FactBag, dataset: SpokenDataset): string | null {
  const last = dataset.name.split(/[./]/).filter(Boolean).at(-1) ?? dataset.name;
  const names = new Set([dataset.name, last, datasetKey(dataset)].map((name) => name.toLowerCase()));
  const found = facts.of(dataSource).find(({ key, data }) => {
    return names.has(key.toLowerCase()) || names.has(data.name.toLowerCase());
  });
  return found?.key ?? null;
}
