import { markOf } from "#wire/keys.ts";
import type { Attributes, OtlpMetric } from "#wire/otlp/metrics.ts";

/** What a metric shares with all others of its resource and scope. */
export type Origin = {
  /** Of the resource, what tells models and groups apart. */
  kept: Attributes;
  /** What names the resource and the scope in a counter's name; long ones by a mark, since they stand in each of them. */
  resource: Attributes | string;
  scope: string;
  scraped: boolean;
};
type Of = Pick<OtlpMetric, "resource" | "scope">;

/** The rest names where the program runs. */
const KEPT = /^(service\.name|model\.(name|version)|segment\..+)$/;
/** What SDKs say when nobody gave the service a name. */
const NAMELESS = /^unknown_service(:|$)/;
/** Whoever scrapes does not know when what is scraped began: its "start" is when it first looked. */
const SCRAPER = /receiver\/prometheus/;
const LONGEST_RESOURCE = 4_000;
const LONGEST_WORD = 200;

/** Found once for each resource and each scope: of one that is megabytes long, ten thousand metrics may come in a request. */
export function originFinder(): (metric: Of) => Origin {
  const resources = new Map<Attributes, Pick<Origin, "kept" | "resource">>();
  const scopes = new Map<Of["scope"], Pick<Origin, "scope" | "scraped">>();
  return ({ resource, scope }) => ({
    ...found(resources, resource, ofResource),
    ...found(scopes, scope, ({ name }) => ({ scope: brief(name), scraped: SCRAPER.test(name) })),
  });
}

export function brief(word: string): string {
  return word.length <= LONGEST_WORD ? word : markOf(word);
}

function ofResource(resource: Attributes): Pick<Origin, "kept" | "resource"> {
  const kept = resource.filter(([key, value]) => KEPT.test(key) && !(key === "service.name" && NAMELESS.test(value)));
  const ordered = inOrder(resource);
  const json = JSON.stringify(ordered);
  return { kept, resource: json.length <= LONGEST_RESOURCE ? ordered : markOf(json) };
}

/** Attributes are a set: the same ones in another order name the same counter. */
export function inOrder(attributes: Attributes): Attributes {
  const isOrdered = attributes.every(([key], at) => at === 0 || (attributes[at - 1]?.[0] ?? "") <= key);
  return isOrdered ? attributes : attributes.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
}

function found<K, V>(known: Map<K, V>, key: K, make: (key: K) => V): V {
  const there = known.get(key);
  if (there !== undefined) return there;
  const made = make(key);
  known.set(key, made);
  return made;
}
