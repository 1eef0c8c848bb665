import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, niceTicks, positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

export type SliceBar = {
  key: string;
  name: string;
  value: number;
  low: number | null;
  high: number | null;
  text: string;
  verdict: "holds" | "below" | "too small" | "no guardrail";
};

type SliceBarsProps = { bars: readonly SliceBar[]; guardrail: number | null; guardrailText: string; label: string };

/** A bar a slice from zero, its 95% interval as a line across its end, and the guardrail. What is not judged is outlined. */
export function SliceBars({ bars, guardrail, guardrailText, label }: SliceBarsProps) {
  const ends = bars.flatMap(({ value, low, high }) => [value, low, high]);
  const [low, high] = valueDomain([0, guardrail, ...ends]);
  const domain: Domain = [Math.min(0, low), Math.max(0, high)];
  const zero = positionIn(domain, 0);
  return (
    <div role="img" aria-label={label} className="text-xs">
      {guardrail !== null && (
        <div className="relative ml-[34%] h-4 sm:ml-[26%]">
          <span
            className="absolute -translate-x-1/2 whitespace-nowrap text-warn"
            style={{ left: share(Math.min(0.82, positionIn(domain, guardrail))) }}
          >
            {guardrailText}
          </span>
        </div>
      )}
      <div className="grid grid-cols-[34%_minmax(0,1fr)] sm:grid-cols-[26%_minmax(0,1fr)]">
        <div>
          {bars.map(({ key, name }) => (
            <p key={key} title={name} className="flex h-8 items-center justify-end truncate pr-2 text-right">
              <span className="truncate">{name}</span>
            </p>
          ))}
        </div>
        <div className="relative border-l border-edge">
          {bars.map((bar) => (
            <Bar key={bar.key} bar={bar} domain={domain} zero={zero} />
          ))}
          {guardrail !== null && (
            <div
              className="absolute inset-y-0 border-l border-dotted border-warn"
              style={{ left: share(positionIn(domain, guardrail)) }}
            />
          )}
        </div>
        <span />
        <div className="figures relative h-5 text-ink-2">
          {niceTicks(domain, 4).map((tick) => (
            <span
              key={tick}
              className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
              style={{ left: share(positionIn(domain, tick)) }}
            >
              {tick}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

function Bar({ bar, domain, zero }: { bar: SliceBar; domain: Domain; zero: number }) {
  const { value, low, high, verdict, text } = bar;
  const end = positionIn(domain, value);
  const [left, right] = [Math.min(zero, end), Math.max(zero, end)];
  const words = verdict === "holds" || verdict === "no guardrail" ? text : `${text}, ${verdict}`;
  return (
    <div className="relative h-8">
      <div
        className={classNames("absolute top-1.5 h-5 rounded-r-sm border", LOOKS[verdict])}
        style={{ left: share(left), width: share(right - left) }}
      />
      {low !== null && high !== null && (
        <div
          className="absolute top-3 h-2 border-x-2 border-ink"
          style={{
            left: share(positionIn(domain, low)),
            width: share(positionIn(domain, high) - positionIn(domain, low)),
          }}
        >
          <div className="mt-[3px] h-px w-full bg-ink" />
        </div>
      )}
      <span className={classNames("figures absolute top-2 left-1.5 rounded-sm px-1", TEXTS[verdict])}>{words}</span>
    </div>
  );
}

const LOOKS = {
  holds: "border-done bg-good-tint",
  below: "border-2 border-bad bg-bad-tint",
  "too small": "border-dashed border-edge bg-surface",
  "no guardrail": "border-edge bg-sunken",
} as const;
const TEXTS = {
  holds: "bg-good-tint text-good",
  below: "bg-bad-tint font-semibold text-bad",
  "too small": "bg-surface text-ink-2",
  "no guardrail": "bg-sunken text-ink",
} as const;
