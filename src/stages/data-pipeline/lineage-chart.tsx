import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { LineageGraph } from "#components/charts/lineage-graph.tsx";
import { LINEAGE_COLUMNS, type Lineage, type LineageNode, STATE_WORDS } from "#stages/data-pipeline/lineage.ts";

const KINDS = ["data-sources", "pipelines", "pipelines", "dataset-versions", "model-versions"];

/** Where it broke, and what that feeds. */
export function LineageChart({ lineage, base, csvHref }: { lineage: Lineage; base: string; csvHref: string }) {
  const { nodes, edges } = lineage;
  const finding = findingOf(nodes);
  const name = new Map(nodes.map((node) => [node.id, node.name]));
  const inputs = (id: string) => edges.filter(({ to }) => to === id).map(({ from }) => name.get(from) ?? from);
  const listed = nodes.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, LISTED);
  const rows = listed.map((node) => [
    node.name,
    LINEAGE_COLUMNS[node.column] ?? "",
    [node.note, node.behindFailure ? "behind a failure" : ""].filter(Boolean).join(", "),
    fedBy(inputs(node.id)),
  ]);
  return (
    <ChartFrame
      level={3}
      title="Lineage"
      measure="From the sources to the models; pipelines by how their last run ended"
      finding={finding}
      csvHref={csvHref}
      table={{ columns: ["Name", "Step", "State", "Fed by"], rows, left: nodes.length - listed.length }}
    >
      <LineageGraph
        label={`Lineage. ${finding}`}
        nodes={nodes.map((node) => ({ ...node, href: `${base}/facts/${node.kind}/${node.key}` }))}
        edges={edges}
        columns={LINEAGE_COLUMNS.map((title, at) => ({ title, href: `${base}/facts/${KINDS[at]}` }))}
      />
    </ChartFrame>
  );
}

const LISTED = 120;

/** What broke, and what lies behind it, is read first. */
function urgency({ state, behindFailure }: LineageNode): number {
  return state === "failed" ? 0 : behindFailure ? 1 : 2;
}

const NAMED = 5;

function fedBy(names: readonly string[]): string {
  if (names.length === 0) return "–";
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

function findingOf(nodes: readonly LineageNode[]): string {
  const pipelines = nodes.filter(({ kind, state }) => kind === "pipelines" && state !== "off");
  const failed = pipelines.filter(({ state }) => state === "failed");
  const silent = pipelines.filter(({ state }) => state === "none");
  if (failed.length > 0) {
    const behind = nodes.filter(({ behindFailure, state }) => behindFailure && state !== "failed");
    const feeds = behind.length === 0 ? "Nothing lies behind it." : `Behind it: ${named(behind)}.`;
    return `The last run of ${named(failed)} failed. ${feeds}`;
  }
  if (pipelines.length === 0) return "No pipeline is active.";
  if (silent.length > 0) return `${named(silent)} ${silent.length === 1 ? "has" : "have"} never run; nothing failed.`;
  const states = new Set(pipelines.map(({ state }) => STATE_WORDS[state]));
  if (pipelines.every(({ state }) => state === "succeeded")) return "Every active pipeline succeeded on its last run.";
  return `No active pipeline failed on its last run (${[...states].join(", ")}).`;
}

const LONG = 40;

function named(nodes: readonly LineageNode[]): string {
  const shown = nodes.slice(0, 3).map(({ name }) => (name.length > LONG ? `${name.slice(0, LONG).trimEnd()}…` : name));
  const rest = nodes.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
