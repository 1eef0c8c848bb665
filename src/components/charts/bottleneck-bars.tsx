import { share } from "#components/charts/plot-layers.tsx";

export type BottleneckBar = {
  key: string;
  name: string;
  /** 1 is on target without waiting. */
  index: number;
  waitShare: number;
  detail: string;
  /** Projects that are in it now and count with their age so far. */
  open: number;
};

/** One bar a stage, worst first, its waiting part hatched; the line is the target. */
export function BottleneckBars({ stages, label }: { stages: readonly BottleneckBar[]; label: string }) {
  const most = Math.max(1.25, ...stages.map(({ index }) => index));
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label={label} className="flex flex-col gap-2.5">
        {stages.map(({ key, name, index, waitShare, detail, open }) => (
          <li
            key={key}
            className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3 sm:grid-cols-[11rem_minmax(0,1fr)_3rem]"
          >
            <span className="font-medium max-sm:col-span-2">{name}</span>
            <span className="min-w-0">
              <span aria-hidden="true" className="relative flex h-3.5">
                <span className="rounded-l-xs bg-progress" style={{ width: share((index * (1 - waitShare)) / most) }} />
                <span
                  className="hatched rounded-r-xs text-blocked"
                  style={{ width: share((index * waitShare) / most) }}
                />
                <span
                  className="absolute -inset-y-0.5 border-l-2 border-dashed border-ink"
                  style={{ left: share(1 / most) }}
                />
              </span>
              <span className="text-sm text-ink-2">
                {detail}
                {open > 0 && `; ${open} in it now, counted with their age`}
              </span>
            </span>
            <span className="figures text-right font-semibold">{index.toFixed(1)}×</span>
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
          <span aria-hidden="true" className="h-3.5 border-l-2 border-dashed border-ink" /> target
        </li>
      </ul>
    </div>
  );
}
