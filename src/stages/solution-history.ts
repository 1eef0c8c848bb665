import { type ArtefactEvent, type Axis, countIterations, type Iterations } from "#domain/iterations.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import type { FactBag } from "#stages/fact.ts";
import { release } from "#stages/integration/release.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";

/** A version on one of the three lanes; its first appearance counts. */
export type SolutionVersion = { axis: Axis; version: string; at: number; released: boolean };
export type SolutionRelease = { tag: string; at: number } & Record<Axis, string>;
export type SolutionHistory = {
  iterations: Iterations;
  /** Oldest first. */
  versions: SolutionVersion[];
  releases: SolutionRelease[];
};

type Moment = { at: number; events: ArtefactEvent[] };

/**
 * A solution is data, code and model (A1.1): data versions as they were built, commits as runs and models used them, models
 * as they were registered, and the releases that pin one of each. Releases come after what else happened in their moment.
 */
export function solutionHistory(bag: FactBag): SolutionHistory {
  const tags = {
    data: new Map(bag.of(datasetVersion).map(({ key, data }) => [key, data.tag])),
    model: new Map(bag.of(modelVersion).map(({ key, data }) => [key, data.tag])),
  };
  const releases = bag
    .of(release)
    .map(({ at, data }) => ({
      ...{ tag: data.tag, at, code: data.commit },
      data: tags.data.get(data.datasetVersion) ?? data.datasetVersion,
      model: tags.model.get(data.modelVersion) ?? data.modelVersion,
    }))
    .toSorted((a, b) => a.at - b.at);
  const code = (at: number, commit: string | undefined): Moment[] =>
    commit ? [{ at, events: [{ axis: "code", version: commit }] }] : [];
  const made: Moment[] = [
    ...bag.of(datasetVersion).map(({ at, data }) => momentOf(at, "data", data.tag)),
    ...bag.of(trainingRun).flatMap(({ at, data }) => code(at, data.commit)),
    ...bag.of(modelVersion).flatMap(({ at, data }) => [...code(at, data.commit), momentOf(at, "model", data.tag)]),
  ].toSorted((a, b) => a.at - b.at);
  const moments = [...made, ...releases.map(pinned)].toSorted((a, b) => a.at - b.at);
  return {
    iterations: countIterations(moments.flatMap(({ events }) => events)),
    versions: versionsOf(moments, releases),
    releases,
  };
}

function momentOf(at: number, axis: Axis, version: string): Moment {
  return { at, events: [{ axis, version }] };
}

function pinned({ at, data, code, model }: SolutionRelease): Moment {
  return {
    at,
    events: [
      { axis: "data", version: data },
      { axis: "code", version: code },
      { axis: "model", version: model, release: true },
    ],
  };
}

function versionsOf(moments: readonly Moment[], releases: readonly SolutionRelease[]): SolutionVersion[] {
  const first = new Map<string, SolutionVersion>();
  for (const { at, events } of moments)
    for (const { axis, version } of events) {
      const released = releases.some((each) => each[axis] === version);
      const name = `${axis} ${version}`;
      if (!first.has(name)) first.set(name, { axis, version, at, released });
    }
  return [...first.values()];
}
