import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import type { FactBag } from "#stages/fact.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { release } from "#stages/integration/release.ts";

/** A source that the data of a running release came from. `withdrawn`: its legal basis or the access to it is gone. */
export type SourceInUse = { release: string; source: string; name: string; withdrawn: boolean; since: number };

/** What rule B3.2 pauses: every pair of a release in production and a source behind its data, through all its data versions. */
export function sourcesInUse(facts: FactBag): SourceInUse[] {
  const running = new Set(
    facts
      .of(deployment)
      .filter(({ data }) => data.state === "running" && data.environment === "production")
      .map(({ data }) => data.release),
  );
  return facts
    .of(release)
    .filter(({ key }) => running.has(key))
    .flatMap(({ key, data }) => {
      const behind = sourcesBehind(facts, data.datasetVersion);
      return facts
        .of(dataSource)
        .filter((source) => behind.has(source.key))
        .map((source) => ({
          ...{ release: key, source: source.key, name: source.data.name },
          withdrawn: source.data.access === "denied" || source.data.legal === "not_allowed",
          since: source.changedAt ?? source.recordedAt,
        }));
    });
}

function sourcesBehind(facts: FactBag, version: string): ReadonlySet<string> {
  const versions = new Map(facts.of(datasetVersion).map(({ key, data }) => [key, data]));
  const sources = new Set<string>();
  const seen = new Set<string>();
  const walk = (key: string) => {
    const data = versions.get(key);
    if (!data || seen.has(key)) return;
    seen.add(key);
    for (const source of data.sources ?? []) sources.add(source);
    for (const input of data.datasets ?? []) walk(input);
  };
  walk(version);
  return sources;
}
