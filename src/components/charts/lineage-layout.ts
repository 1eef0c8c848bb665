export type PlacedNode<N> = { node: N; row: number };
export type LineageLayout<N> = {
  columns: { placed: PlacedNode<N>[]; left: number }[];
  rows: number;
  rowOf: ReadonlyMap<string, { column: number; row: number }>;
};

type Node = { id: string; column: number; behindFailure: boolean; state: string };
type Edge = { from: string; to: string };

/**
 * Puts nodes into columns: what failed or lies behind a failure first, then what is connected, then the rest, at most
 * `limit` a column; `left` counts those that are not drawn. Within that, a node stands near what feeds it.
 */
export function lineageLayout<N extends Node>(
  nodes: readonly N[],
  edges: readonly Edge[],
  columns: number,
  limit: number,
): LineageLayout<N> {
  const connected = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const urgency = (node: N) => (node.state === "failed" || node.behindFailure ? 0 : connected.has(node.id) ? 1 : 2);
  const rowOf = new Map<string, { column: number; row: number }>();
  const laid = Array.from({ length: columns }, (_, column) => {
    const all = nodes.filter((node) => node.column === column).toSorted((a, b) => urgency(a) - urgency(b));
    const drawn = all.slice(0, limit).toSorted((a, b) => feeder(a, edges, rowOf) - feeder(b, edges, rowOf));
    for (const [row, node] of drawn.entries()) rowOf.set(node.id, { column, row });
    return { placed: drawn.map((node, row) => ({ node, row })), left: all.length - drawn.length };
  });
  const rows = Math.max(1, ...laid.map(({ placed, left }) => placed.length + (left > 0 ? 1 : 0)));
  return { columns: laid, rows, rowOf };
}

/** The mean row of what feeds it; without any it keeps its place after the others. */
function feeder({ id }: Node, edges: readonly Edge[], rowOf: ReadonlyMap<string, { row: number }>): number {
  const rows = edges.flatMap(({ from, to }) => (to === id ? (rowOf.get(from)?.row ?? []) : []));
  return rows.length > 0 ? rows.reduce((sum, row) => sum + row, 0) / rows.length : Number.MAX_SAFE_INTEGER;
}
