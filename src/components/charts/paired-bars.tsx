import { share } from "#components/charts/plot-layers.tsx";
import { classNames } from "#lib/class-names.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";

export type PairedBar = {
  name: string;
  before: number;
  now: number /** Stands out: much larger or smaller than before. */;
  moved?: boolean;
};
type PairedBarsProps = { label: string; bars: readonly PairedBar[]; words: { before: string; now: string } };

/** Two bars a row from a common zero, the earlier one hollow; names wrap, so that long ones stay readable on a phone. */
export function PairedBars({ label, bars, words }: PairedBarsProps) {
  const most = Math.max(1e-9, ...bars.flatMap(({ before, now }) => [before, now]));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="flex flex-col gap-2 text-sm">
      <p aria-hidden="true" className="flex flex-wrap gap-x-4 text-xs text-ink-2">
        <span className="flex items-center gap-1.5">
          <span className="inline-block h-2 w-4 rounded-sm border border-ink-2" /> {words.before}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="inline-block h-2 w-4 rounded-sm bg-ink-2" /> {words.now}
        </span>
      </p>
      <ul className="grid gap-y-1.5">
        {bars.map(({ name, before, now, moved = false }) => (
          <li key={name} className="grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)_5.75rem] items-center gap-x-2">
            <span className="wrap-anywhere">{name}</span>
            <span aria-hidden="true" className="grid gap-0.5">
              <span className="h-2 rounded-sm border border-ink-2" style={{ width: share(before / most) }} />
              <span
                className={classNames("h-2 rounded-sm", moved ? "bg-attention" : "bg-ink-2")}
                style={{ width: share(now / most) }}
              />
            </span>
            <span className="figures text-right text-xs text-ink-2">
              {formatNumber(before * 100, 1)} →{" "}
              <span className={classNames("text-ink", moved && "font-semibold")}>{formatPercent(now, 1)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
