import type { RunStatus } from "#domain/pipeline-runs.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { runsOf } from "#stages/data-pipeline/run-standing.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import type { FactBag } from "#stages/fact.ts";
import { modelVersion } from "#stages/model/model-version.ts";

/** "none": it has never run; "off": not active. */
export type NodeState = RunStatus | "none" | "off" | "plain" | "draft" | "withdrawn";
export type LineageNode = {
  /** "pipelines/capture": unique over all kinds. */
  id: string;
  kind: string;
  key: string;
  name: string;
  note: string;
  state: NodeState;
  column: number;
  /** Whether something that it rests on broke. */
  behindFailure: boolean;
};
export type Lineage = { nodes: LineageNode[]; edges: { from: string; to: string; broken: boolean }[] };

export const LINEAGE_COLUMNS = ["Sources", "Capture", "Transform", "Data versions", "Models"] as const;

/** What feeds what, from the sources to the models, and what lies behind a pipeline whose last run failed. */
export function lineageOf(facts: FactBag): Lineage {
  const nodes = [...sources(facts), ...pipelines(facts), ...versions(facts), ...models(facts)];
  const known = new Set(nodes.map(({ id }) => id));
  const edges = edgesOf(facts).filter(({ from, to }) => known.has(from) && known.has(to));
  const failed = nodes.filter(({ state }) => state === "failed").map(({ id }) => id);
  const reached = downstream(failed, edges);
  return {
    nodes: nodes.map((node) => ({ ...node, behindFailure: reached.has(node.id) })),
    edges: edges.map((edge) => ({ ...edge, broken: failed.includes(edge.from) || reached.has(edge.from) })),
  };
}

type Edge = { from: string; to: string };
type Node = Omit<LineageNode, "behindFailure">;

/** Everything that is fed by these, however far; a circle ends where it began. */
export function downstream(from: readonly string[], edges: readonly Edge[]): Set<string> {
  const reached = new Set<string>();
  const next = [...from];
  for (let id = next.pop(); id !== undefined; id = next.pop())
    for (const edge of edges)
      if (edge.from === id && !reached.has(edge.to)) {
        reached.add(edge.to);
        next.push(edge.to);
      }
  return reached;
}

function edgesOf(facts: FactBag): Edge[] {
  const builtBy = new Map(facts.of(pipelineRun).map(({ key, data }) => [key, data.pipeline]));
  const ofPipelines = facts
    .of(pipeline)
    .flatMap(({ key, data }) => [
      ...(data.reads ?? []).map((source) => ({ from: `${dataSource.kind}/${source}`, to: `${pipeline.kind}/${key}` })),
      ...(data.follows ?? []).map((other) => ({ from: `${pipeline.kind}/${other}`, to: `${pipeline.kind}/${key}` })),
    ]);
  const ofVersions = facts.of(datasetVersion).flatMap(({ key, data }) => {
    const to = `${datasetVersion.kind}/${key}`;
    const builder = builtBy.get(data.pipelineRun ?? "");
    if (builder) return [{ from: `${pipeline.kind}/${builder}`, to }];
    return (data.sources ?? []).map((source) => ({ from: `${dataSource.kind}/${source}`, to }));
  });
  const ofModels = facts
    .of(modelVersion)
    .flatMap(({ key, data }) =>
      data.datasetVersion
        ? [{ from: `${datasetVersion.kind}/${data.datasetVersion}`, to: `${modelVersion.kind}/${key}` }]
        : [],
    );
  return [...ofPipelines, ...ofVersions, ...ofModels];
}

function sources(facts: FactBag): Node[] {
  return facts.of(dataSource).map(({ key, data }) => ({
    ...{ id: `${dataSource.kind}/${key}`, kind: dataSource.kind, key, name: data.name, column: 0 },
    ...{ note: data.role, state: "plain" },
  }));
}

function pipelines(facts: FactBag): Node[] {
  return facts.of(pipeline).map(({ key, data }) => {
    const state = data.active ? (runsOf(facts, key)[0]?.status ?? "none") : "off";
    return {
      ...{ id: `${pipeline.kind}/${key}`, kind: pipeline.kind, key, name: data.name, state },
      ...{ note: STATE_WORDS[state], column: data.kind === "capture" ? 1 : 2 },
    };
  });
}

function versions(facts: FactBag): Node[] {
  return facts.of(datasetVersion).map(({ key, data }) => ({
    ...{ id: `${datasetVersion.kind}/${key}`, kind: datasetVersion.kind, key, name: data.tag, column: 3 },
    ...{ note: data.state, state: data.state === "published" ? "plain" : data.state },
  }));
}

function models(facts: FactBag): Node[] {
  return facts.of(modelVersion).map(({ key, data }) => ({
    ...{ id: `${modelVersion.kind}/${key}`, kind: modelVersion.kind, key, name: data.tag, column: 4 },
    ...{ note: data.standing, state: "plain" },
  }));
}

export const STATE_WORDS: Readonly<Record<NodeState, string>> = {
  queued: "waits",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  none: "never ran",
  off: "not active",
  plain: "",
  draft: "draft",
  withdrawn: "withdrawn",
};
