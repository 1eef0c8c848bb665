import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, positionIn } from "#components/charts/scale.ts";
import { timeTicks } from "#components/charts/time-ticks.ts";
import { classNames } from "#lib/class-names.ts";

const TICKS = 5;

/** Dates in the reader's zone under a picture over time. */
export function TimeAxis({ time: [from, to], zone, className }: { time: Domain; zone: string; className?: string }) {
  return (
    <div aria-hidden="true" className={classNames("figures relative h-5 text-ink-2", className)}>
      {timeTicks(from, to, zone, TICKS).map((tick) => (
        <span
          key={tick.at}
          className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
          style={{ left: share(positionIn([from, to], tick.at)) }}
        >
          {tick.label}
        </span>
      ))}
    </div>
  );
}
