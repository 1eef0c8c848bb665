import { valueTicks } from "#components/charts/criterion-plot.ts";
import { GridLines, share } from "#components/charts/plot-layers.tsx";
import { type Domain, niceStep, positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";
import { formatMoneyCompact } from "#lib/format.ts";

type CashFlowPlotProps = {
  /** The running total at month ends, from month 0. */
  cumulative: readonly number[];
  currency: string;
  paybackMonths: number | null;
  /** What the picture shows, as a sentence: read out in its place. */
  label: string;
};

const HEIGHT_PX = 176;
const SIZE = 1000;
/** Share of the height that the amount under the deepest point takes. */
const ROOM_BELOW = 0.12;

/** The running total of a plan: how deep it dips, when it pays back, where it ends. Below zero is tinted and below the line. */
export function CashFlowPlot({ cumulative, currency, paybackMonths, label }: CashFlowPlotProps) {
  const last = Math.max(1, cumulative.length - 1);
  const lowest = Math.min(0, ...cumulative);
  const values = valueDomain([0, ...cumulative, lowest + ROOM_BELOW * (lowest - Math.max(0, ...cumulative))]);
  const zero = positionIn(values, 0);
  const ticks = valueTicks(values, currency);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="text-xs">
      <div className="grid grid-cols-[auto_minmax(0,1fr)]">
        <Axis ticks={ticks} values={values} />
        <div className="relative" style={{ height: HEIGHT_PX }} aria-hidden="true">
          <GridLines at={ticks.map(({ value }) => positionIn(values, value))} />
          <Area cumulative={cumulative} values={values} zero={zero} />
          <div className="absolute inset-x-0 h-px bg-ink-2" style={{ bottom: share(zero) }} />
          {paybackMonths !== null && paybackMonths > 0 && <Payback at={paybackMonths / last} months={paybackMonths} />}
          <Ends cumulative={cumulative} values={values} currency={currency} />
        </div>
        <span />
        <Months last={last} />
      </div>
    </div>
  );
}

function Axis({ ticks, values }: { ticks: { value: number; label: string }[]; values: Domain }) {
  const widest = Math.max(...ticks.map((tick) => tick.label.length));
  return (
    <div aria-hidden="true" className="figures relative text-ink-2" style={{ width: `${widest * 0.42 + 0.7}rem` }}>
      {ticks.map(({ value, label }) => (
        <span
          key={value}
          className="absolute right-2 translate-y-1/2 whitespace-nowrap"
          style={{ bottom: share(positionIn(values, value)) }}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

/** Two clipped copies of one shape: what is above zero, and what is below. */
function Area({ cumulative, values, zero }: { cumulative: readonly number[]; values: Domain; zero: number }) {
  const x = (month: number) => ((month / Math.max(1, cumulative.length - 1)) * SIZE).toFixed(1);
  const y = (value: number) => ((1 - positionIn(values, value)) * SIZE).toFixed(1);
  const line = cumulative.map((value, month) => `${x(month)} ${y(value)}`).join("L");
  const floor = ((1 - zero) * SIZE).toFixed(1);
  const shape = `M0 ${floor}L${line}L${SIZE} ${floor}Z`;
  const halves = [
    { tint: "fill-good-tint", top: 0, height: 1 - zero },
    { tint: "fill-warn-tint", top: 1 - zero, height: zero },
  ];
  return (
    <>
      {halves.map(({ tint, top, height }) => (
        <svg
          key={tint}
          viewBox={`0 ${top * SIZE} ${SIZE} ${Math.max(1, height * SIZE)}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className="absolute inset-x-0 w-full"
          style={{ top: share(top), height: share(height) }}
        >
          <path d={shape} className={tint} />
        </svg>
      ))}
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="absolute inset-0 size-full overflow-visible"
      >
        <path
          d={`M${line}`}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </>
  );
}

function Payback({ at, months }: { at: number; months: number }) {
  return (
    <div className="absolute inset-y-0 border-l border-dashed border-done" style={{ left: share(at) }}>
      <span
        className={classNames(
          "absolute top-0 px-1.5 font-medium whitespace-nowrap text-good",
          at > 0.6 ? "right-0" : "left-0",
        )}
      >
        paid back after {months.toFixed(1)} months
      </span>
    </div>
  );
}

/** The deepest point and the end, each with its amount. */
function Ends({ cumulative, values, currency }: { cumulative: readonly number[]; values: Domain; currency: string }) {
  const lowest = Math.min(...cumulative);
  const month = cumulative.indexOf(lowest);
  const end = cumulative.at(-1) ?? 0;
  const last = Math.max(1, cumulative.length - 1);
  const marks = [
    ...(lowest < 0 ? [{ month, value: lowest, above: false }] : []),
    { month: last, value: end, above: end >= 0 },
  ];
  return marks.map((mark) => (
    <span key={mark.month}>
      <span
        className="absolute size-[7px] -translate-x-1/2 translate-y-1/2 rounded-full bg-ink"
        style={{ left: share(mark.month / last), bottom: share(positionIn(values, mark.value)) }}
      />
      <span
        className={classNames(
          "figures absolute px-1 font-semibold whitespace-nowrap",
          mark.month / last > 0.7 ? "-translate-x-full" : mark.month / last > 0.15 && "-translate-x-1/2",
          mark.above ? "translate-y-1/2 pr-3" : "translate-y-[calc(100%+4px)]",
        )}
        style={{ left: share(mark.month / last), bottom: share(positionIn(values, mark.value)) }}
      >
        {formatMoneyCompact(mark.value, currency)}
      </span>
    </span>
  ));
}

function Months({ last }: { last: number }) {
  const step = Math.max(1, niceMonths(last));
  const months = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
  return (
    <div aria-hidden="true" className="figures relative h-5 text-ink-2">
      {months.map((month) => (
        <span
          key={month}
          className={classNames("absolute top-1 whitespace-nowrap", month > 0 && "-translate-x-1/2")}
          style={{ left: share(month / last) }}
        >
          {month}
        </span>
      ))}
    </div>
  );
}

/** Months people count in: quarters, half years, years. */
function niceMonths(last: number): number {
  return [3, 6, 12, 24].find((step) => last / step <= 6) ?? niceStep(last, 6);
}
