import { valueTicks } from "#components/charts/criterion-plot.ts";
import { share } from "#components/charts/plot-layers.tsx";
import { positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

export type TornadoBar = {
  key: string;
  name: string;
  /** What it moves between, in words. */
  range: string;
  /** The outcome at its low and at its high end. */
  low: number;
  high: number;
};

type TornadoProps = {
  bars: readonly TornadoBar[];
  /** The outcome where nothing is moved. */
  middle: number;
  unit: string;
  label: string;
};

/** One bar for each input: the outcome at both ends, around the outcome as planned. The widest comes first. */
export function Tornado({ bars, middle, unit, label }: TornadoProps) {
  const domain = valueDomain([middle, ...bars.flatMap(({ low, high }) => [low, high])]);
  const ticks = valueTicks(domain, unit);
  const at = (value: number) => positionIn(domain, value);
  const lines = ticks.map(({ value }) => at(value));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="text-sm">
      <div aria-hidden="true">
        {bars.map((bar) => (
          <div key={bar.key} className={ROW}>
            <span className="min-w-0 self-center py-1 pr-3">
              {bar.name}
              <span className="figures block text-xs text-ink-2">{bar.range}</span>
            </span>
            <div className="relative h-9">
              {lines.map((line) => (
                <span key={line} className="absolute inset-y-0 w-px bg-rule/60" style={{ left: share(line) }} />
              ))}
              <Half from={at(middle)} to={at(bar.low)} end="low" />
              <Half from={at(middle)} to={at(bar.high)} end="high" />
              <span className="absolute inset-y-0 w-px bg-ink" style={{ left: share(at(middle)) }} />
              {domain[0] < 0 && domain[1] > 0 && (
                <span className="absolute inset-y-0 border-l border-dashed border-bad" style={{ left: share(at(0)) }} />
              )}
            </div>
          </div>
        ))}
        <div className={ROW}>
          <span className="pt-1 text-xs text-ink-2">
            <Key end="low" /> lower <Key end="high" /> higher
          </span>
          <div className="figures relative h-5 text-xs text-ink-2">
            {ticks.map(({ value, label: text }, i) => (
              <span
                key={value}
                className={classNames(
                  "absolute top-1 whitespace-nowrap",
                  at(value) > 0.95 ? "-translate-x-full" : "-translate-x-1/2",
                  i % 2 === 1 && "max-sm:hidden",
                )}
                style={{ left: share(at(value)) }}
              >
                {text}
              </span>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

const ROW = "grid grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)]";
/** Told apart by pattern, too: the lower end of an input is hatched. */
const FILLS = { low: "hatched text-idle bg-sunken", high: "bg-idle" };

function Half({ from, to, end }: { from: number; to: number; end: keyof typeof FILLS }) {
  return (
    <span
      className={classNames("absolute top-1/2 h-4 -translate-y-1/2", FILLS[end])}
      style={{ left: share(Math.min(from, to)), width: share(Math.abs(to - from)) }}
    />
  );
}

function Key({ end }: { end: keyof typeof FILLS }) {
  return <span className={classNames("mr-0.5 ml-1 inline-block size-2 rounded-xs", FILLS[end])} />;
}
