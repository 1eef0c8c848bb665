import Link from "next/link";
import { share } from "#components/charts/plot-layers.tsx";

export type SplitBar = {
  key: string;
  name: string;
  href?: string | undefined;
  active: number;
  waiting: number;
  /** Where the target stands on the same scale. */
  mark: number;
  /** The whole, in words. */
  value: string;
  detail: string;
};
type SplitBarsProps = { bars: readonly SplitBar[]; label: string; markWord?: string };

/** Horizontal bars, each an active part and a hatched waiting part, with a dashed mark at its target. */
export function SplitBars({ bars, label, markWord = "target" }: SplitBarsProps) {
  const most = Math.max(...bars.map(({ active, waiting, mark }) => Math.max(active + waiting, mark * 1.1)), 1e-9);
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label={label} className="flex flex-col gap-2.5">
        {bars.map((bar) => (
          <li
            key={bar.key}
            className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)_3rem]"
          >
            <span className="font-medium max-sm:col-span-2">
              {bar.href ? (
                <Link href={bar.href} prefetch={false} className="hover:underline">
                  {bar.name}
                </Link>
              ) : (
                bar.name
              )}
            </span>
            <span className="min-w-0">
              <span aria-hidden="true" className="relative flex h-3.5">
                <span className="rounded-l-xs bg-progress" style={{ width: share(bar.active / most) }} />
                <span className="hatched rounded-r-xs text-blocked" style={{ width: share(bar.waiting / most) }} />
                <span
                  className="absolute -top-0.5 bottom-0 border-l-2 border-dashed border-ink"
                  style={{ left: share(bar.mark / most) }}
                />
              </span>
              <span className="text-sm text-ink-2">{bar.detail}</span>
            </span>
            <span className="figures text-right font-semibold">{bar.value}</span>
          </li>
        ))}
      </ol>
      <ul aria-label="Marks" className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-2.5 w-4 rounded-xs bg-progress" /> active
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className="hatched h-2.5 w-4 rounded-xs text-blocked" /> waiting
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-3.5 border-l-2 border-dashed border-ink" /> {markWord}
        </li>
      </ul>
    </div>
  );
}
