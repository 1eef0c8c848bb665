import { share } from "#components/charts/plot-layers.tsx";
import { classNames } from "#lib/class-names.ts";

export type ParallelAxis = {
  title: string;
  /** One a line, 0 at the foot and 1 at the head; null where it is not known. */
  positions: readonly (number | null)[];
  ticks: readonly { label: string; at: number }[];
};

type ParallelPlotProps = {
  axes: readonly ParallelAxis[];
  /** The lines that stand out: their place, and their words at the right end. */
  best: readonly { line: number; name: string }[];
  label: string;
};

const HEIGHT_PX = 190;
const WIDE = 1000;
const TALL = 1000;

/** A line a run through its parameters to what it reached; a value that is not known breaks the line. */
export function ParallelPlot({ axes, best, label }: ParallelPlotProps) {
  const lines = axes[0]?.positions.length ?? 0;
  const x = (axis: number) => (axes.length > 1 ? axis / (axes.length - 1) : 0.5);
  const chosen = new Set(best.map(({ line }) => line));
  const others = Array.from({ length: lines }, (_, line) => line).filter((line) => !chosen.has(line));
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide picture is scrolled by keyboard
      tabIndex={0}
      aria-label={label}
      className="-mx-4 overflow-x-auto px-4 text-xs"
    >
      <div className="px-14 pt-1 pb-2" style={{ minWidth: axes.length * 92 + 112 }}>
        <div className="relative mb-2 h-4 text-ink-2">
          {axes.map(({ title }, at) => (
            <span
              key={title}
              title={title}
              className="absolute -translate-x-1/2 truncate font-medium"
              style={{ left: share(x(at)), maxWidth: share(0.95 / Math.max(1, axes.length - 1)) }}
            >
              {title.length > TITLE ? `…${title.slice(-TITLE)}` : title}
            </span>
          ))}
        </div>
        <div className="relative" style={{ height: HEIGHT_PX }}>
          <svg
            viewBox={`0 0 ${WIDE} ${TALL}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="absolute inset-0 size-full overflow-visible"
          >
            <path
              d={others.map((line) => pathOf(axes, line, x)).join("")}
              fill="none"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
              className="stroke-idle opacity-50"
            />
            {best.map(({ line, name }, rank) => (
              <path
                key={name}
                d={pathOf(axes, line, x)}
                fill="none"
                strokeWidth={rank === 0 ? 2.6 : 1.6}
                strokeDasharray={DASHES[rank]}
                vectorEffect="non-scaling-stroke"
                className="stroke-ink"
              />
            ))}
          </svg>
          {axes.map((axis, at) => (
            <Axis key={axis.title} axis={axis} left={x(at)} isLast={at === axes.length - 1} />
          ))}
        </div>
      </div>
    </section>
  );
}

/** Of a long name the end tells it from its neighbours. */
const TITLE = 19;
const DASHES = [undefined, "6 3", "2 3"];

function Axis({ axis, left, isLast }: { axis: ParallelAxis; left: number; isLast: boolean }) {
  return (
    <div aria-hidden="true" className="absolute inset-y-0 w-px bg-edge" style={{ left: share(left) }}>
      {axis.ticks.map(({ label, at }) => (
        <span
          key={label}
          className={classNames(
            "figures absolute max-w-14 translate-y-1/2 truncate rounded-sm bg-surface px-0.5 text-ink-2",
            isLast ? "left-1.5" : "right-1.5",
          )}
          style={{ bottom: share(at) }}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

/** The line from axis to axis; each unbroken piece begins anew. */
function pathOf(axes: readonly ParallelAxis[], line: number, x: (axis: number) => number): string {
  let path = "";
  let pen = "M";
  for (const [at, { positions }] of axes.entries()) {
    const y = positions[line];
    if (y === null || y === undefined) {
      pen = "M";
      continue;
    }
    path += `${pen}${(x(at) * WIDE).toFixed(0)} ${((1 - y) * TALL).toFixed(0)}`;
    pen = "L";
  }
  return path;
}
