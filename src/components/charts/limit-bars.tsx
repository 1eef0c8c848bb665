import { share } from "#components/charts/plot-layers.tsx";
import { niceTicks, positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

export type LimitBar = {
  key: string;
  name: string;
  value: number;
  /** The value before it, as a thin mark; null where there is none. */
  previous: number | null;
  /** Whether it lies beyond the limit. */
  beyond: boolean;
  /** The value and what is to be said of it. */
  text: string;
};

type LimitBarsProps = { bars: readonly LimitBar[]; limit: number; limitText: string; label: string };

const NAMES = "w-[38%] sm:w-[28%]";

/** A bar each from zero, the value before as a mark, and the limit as a dotted line; what lies beyond is framed and said. */
export function LimitBars({ bars, limit, limitText, label }: LimitBarsProps) {
  const ends = bars.flatMap(({ value, previous }) => [value, previous]);
  const domain = [0, valueDomain([0, limit, ...ends])[1]] as const;
  const at = (value: number) => positionIn([...domain], value);
  return (
    <div role="img" aria-label={label} className="text-xs">
      <div className="flex">
        <span className={NAMES} />
        <div className="relative h-4 flex-1">
          <span
            className={classNames("absolute whitespace-nowrap text-warn", at(limit) > 0.6 && "-translate-x-full")}
            style={{ left: share(at(limit)) }}
          >
            {limitText}
          </span>
        </div>
      </div>
      <div className="relative">
        {bars.map((bar) => (
          <div key={bar.key} className="flex h-7 items-center">
            <span title={bar.name} className={classNames(NAMES, "truncate pr-2 text-right")}>
              {bar.name}
            </span>
            <div className="relative h-full flex-1 border-l border-edge">
              <div
                className={classNames(
                  "absolute top-1 h-5 rounded-r-sm border",
                  bar.beyond ? "border-2 border-bad bg-bad-tint" : "border-done bg-good-tint",
                )}
                style={{ left: 0, width: share(at(bar.value)) }}
              />
              {bar.previous !== null && (
                <div className="absolute top-0.5 h-6 border-l border-ink-2" style={{ left: share(at(bar.previous)) }} />
              )}
              <span
                className={classNames(
                  "figures absolute top-1.5 left-1.5 rounded-sm px-1 whitespace-nowrap",
                  bar.beyond ? "bg-bad-tint font-semibold text-bad" : "bg-good-tint text-good",
                )}
              >
                {bar.text}
              </span>
              <div
                className="absolute inset-y-0 border-l border-dotted border-warn"
                style={{ left: share(at(limit)) }}
              />
            </div>
          </div>
        ))}
      </div>
      <div className="flex">
        <span className={NAMES} />
        <div className="figures relative h-5 flex-1 text-ink-2">
          {niceTicks([...domain], 4).map((tick) => (
            <span
              key={tick}
              className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
              style={{ left: share(at(tick)) }}
            >
              {tick}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
