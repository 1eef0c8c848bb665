import Link from "next/link";
import { lineageLayout } from "#components/charts/lineage-layout.ts";
import { share } from "#components/charts/plot-layers.tsx";
import { classNames } from "#lib/class-names.ts";

export type GraphNode = {
  id: string;
  name: string;
  note: string;
  state: string;
  column: number;
  behindFailure: boolean;
  href: string;
};
export type GraphEdge = { from: string; to: string; broken: boolean };

type LineageGraphProps = {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  columns: readonly { title: string; href: string }[];
  /** What the picture shows, as a sentence. */
  label: string;
};

const ROW_PX = 62;
const BOX_PX = 52;
const LIMIT = 12;
/** The share of a column that its boxes take; lines run through the rest. */
const BOX_SHARE = 0.84;

/** What feeds what, from left to right. Boxes are links; a broken flow is dashed, and the words in the box say why. */
export function LineageGraph({ nodes, edges, columns, label }: LineageGraphProps) {
  const layout = lineageLayout(nodes, edges, columns.length, LIMIT);
  const width = 1 / columns.length;
  const height = layout.rows * ROW_PX;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide picture is scrolled by keyboard
      tabIndex={0}
      aria-label={label}
      className="-mx-4 overflow-x-auto px-4 text-xs"
    >
      <div className="min-w-[36rem]">
        <div className="mb-1.5 flex text-ink-2">
          {columns.map(({ title }) => (
            <span key={title} style={{ width: share(width) }}>
              {title}
            </span>
          ))}
        </div>
        <div className="relative" style={{ height }}>
          <Edges edges={edges} layout={layout} width={width} height={height} />
          {layout.columns.map(({ placed, left }, at) => (
            <div key={columns[at]?.title}>
              {placed.map(({ node, row }) => (
                <Box key={node.id} node={node} left={at * width} top={row * ROW_PX} width={width * BOX_SHARE} />
              ))}
              {left > 0 && (
                <Link
                  href={columns[at]?.href ?? ""}
                  prefetch={false}
                  className="absolute underline underline-offset-2"
                  style={{ left: share(at * width), top: placed.length * ROW_PX + 4 }}
                >
                  and {left} more
                </Link>
              )}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

type BoxProps = { node: GraphNode; left: number; top: number; width: number };

function Box({ node, left, top, width }: BoxProps) {
  const { name, note, state, behindFailure, href } = node;
  const words = [note, behindFailure && state !== "failed" ? "behind a failure" : ""].filter(Boolean).join(", ");
  return (
    <Link
      href={href}
      prefetch={false}
      title={`${name}: ${words}`}
      className={classNames(
        "absolute flex flex-col justify-center overflow-hidden rounded-control border px-2 leading-tight hover:border-ink",
        state === "failed" ? "border-2 border-bad bg-bad-tint text-bad" : "border-edge bg-surface",
        behindFailure && state !== "failed" && "border-dashed border-bad",
      )}
      style={{ left: share(left), top, width: share(width), height: BOX_PX }}
    >
      <span className="line-clamp-2 font-medium wrap-anywhere">{name}</span>
      <span className={classNames("flex items-center gap-1 truncate", state !== "failed" && "text-ink-2")}>
        <RunGlyph state={state} />
        <span className="truncate">{words}</span>
      </span>
    </Link>
  );
}

type EdgesProps = {
  edges: readonly GraphEdge[];
  layout: ReturnType<typeof lineageLayout<GraphNode>>;
  width: number;
  height: number;
};

const WIDE = 1000;

function Edges({ edges, layout, width, height }: EdgesProps) {
  return (
    <svg
      viewBox={`0 0 ${WIDE} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="absolute inset-0 size-full"
    >
      {edges.map(({ from, to, broken }) => {
        const [a, b] = [layout.rowOf.get(from), layout.rowOf.get(to)];
        if (!a || !b) return null;
        const [x1, x2] = [(a.column + BOX_SHARE) * width * WIDE, b.column * width * WIDE];
        const [y1, y2] = [a.row * ROW_PX + BOX_PX / 2, b.row * ROW_PX + BOX_PX / 2];
        const path =
          a.column < b.column
            ? `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`
            : `M${x1} ${y1}C${x1 + 40} ${y1} ${x1 + 40} ${y2} ${x1} ${y2}`;
        return (
          <path
            key={`${from} ${to}`}
            d={path}
            fill="none"
            strokeWidth="1.5"
            strokeDasharray={broken ? "4 3" : undefined}
            vectorEffect="non-scaling-stroke"
            className={broken ? "stroke-bad" : "stroke-edge"}
          />
        );
      })}
    </svg>
  );
}

/** How a run ended, as a shape: a tick, a cross, a half disc, a dash, a ring. */
export function RunGlyph({ state }: { state: string }) {
  const shape = GLYPHS[state];
  if (!shape) return null;
  return (
    <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true" className={classNames("shrink-0", shape.tone)}>
      <path d={shape.path} fill={shape.filled ? "currentColor" : "none"} stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

const RING = "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z";

const GLYPHS: Readonly<Record<string, { path: string; tone: string; filled?: boolean }>> = {
  succeeded: { path: "M2 6.5L5 9.5L10 3", tone: "text-good" },
  failed: { path: "M2.5 2.5l7 7M9.5 2.5l-7 7", tone: "text-bad" },
  running: { path: "M6 1.5a4.5 4.5 0 0 1 0 9z", tone: "text-progress", filled: true },
  queued: { path: RING, tone: "text-ink-2" },
  none: { path: RING, tone: "text-ink-2" },
  cancelled: { path: "M2 6h8", tone: "text-ink-2" },
  off: { path: "M2 6h8", tone: "text-ink-2" },
  withdrawn: { path: "M2 6h8", tone: "text-bad" },
};
