import { share } from "#components/charts/plot-layers.tsx";
import { niceTicks, positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";
import { formatPercent } from "#lib/format.ts";

export type DumbbellRow = {
  key: string;
  name: string;
  /** Shares 0 to 1. */
  from: number;
  to: number;
  /** At the right end: the verdict in words and numbers. */
  text: string;
  flagged: boolean;
};

type DumbbellProps = {
  rows: readonly DumbbellRow[];
  /** What the hollow and the full dot stand for. */
  names: { from: string; to: string };
  label: string;
};

/** Two shares of each row and the way between them. The axis starts at zero; words say which rows are out of line. */
export function Dumbbell({ rows, names, label }: DumbbellProps) {
  const [, high] = valueDomain([0, ...rows.flatMap(({ from, to }) => [from, to])], 4);
  const domain = [0, Math.min(1, high)] as const;
  const ticks = niceTicks(domain, 4);
  const grid = ticks.map((tick) => positionIn(domain, tick));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="text-sm">
      <p aria-hidden="true" className="mb-1.5 flex flex-wrap gap-x-4 text-xs text-ink-2">
        <Key hollow>{names.from}</Key>
        <Key>{names.to}</Key>
      </p>
      <div aria-hidden="true">
        {rows.map((row) => (
          <div key={row.key} className={ROW}>
            <span className="min-w-0 self-center py-1 pr-2 wrap-anywhere">{row.name}</span>
            <Track row={row} at={(value) => positionIn(domain, value)} grid={grid} />
            <span
              className={classNames(
                "figures self-center pl-2.5 text-right text-xs",
                row.flagged ? "font-semibold text-bad" : "text-ink-2",
              )}
            >
              {row.text}
            </span>
          </div>
        ))}
        <div className={ROW}>
          <span />
          <div className="figures relative h-5 text-xs text-ink-2">
            {ticks.map((tick) => (
              <span
                key={tick}
                className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
                style={{ left: share(positionIn(domain, tick)) }}
              >
                {formatPercent(tick, 0)}
              </span>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

const ROW = "grid grid-cols-[minmax(3.5rem,24%)_minmax(0,1fr)_5.75rem]";

type TrackProps = { row: DumbbellRow; at: (value: number) => number; grid: readonly number[] };

function Track({ row: { from, to, flagged }, at, grid }: TrackProps) {
  const [low, high] = [Math.min(at(from), at(to)), Math.max(at(from), at(to))];
  const dot = "absolute top-1/2 size-2.5 -translate-1/2 rounded-full";
  return (
    <div className="relative h-8 border-l border-edge">
      {grid.map((position) => (
        <span key={position} className="absolute inset-y-0 w-px bg-rule/60" style={{ left: share(position) }} />
      ))}
      <span
        className={classNames("absolute top-1/2 h-0.5 -translate-y-1/2", flagged ? "bg-attention" : "bg-idle")}
        style={{ left: share(low), width: share(high - low) }}
      />
      <span className={classNames(dot, "border-[1.5px] border-ink-2 bg-surface")} style={{ left: share(at(from)) }} />
      <span className={classNames(dot, flagged ? "bg-attention" : "bg-ink")} style={{ left: share(at(to)) }} />
    </div>
  );
}

function Key({ hollow = false, children }: { hollow?: boolean; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={classNames("size-2.5 rounded-full", hollow ? "border-[1.5px] border-ink-2" : "bg-ink")} />
      {children}
    </span>
  );
}
