import {
  type CriterionLines,
  type EventMark,
  plotDomain,
  referenceLines,
  valueTicks,
} from "#components/charts/criterion-plot.ts";
import { EventLanes, EventLines } from "#components/charts/event-layer.tsx";
import { LazyLiveChart } from "#components/charts/lazy-live-chart.tsx";
import {
  Bands,
  Breaches,
  GridLines,
  LastDot,
  LineLayer,
  ReferenceLines,
  share,
} from "#components/charts/plot-layers.tsx";
import { type Domain, type Point, positionIn, spreadOut } from "#components/charts/scale.ts";
import { timeTicks } from "#components/charts/time-ticks.ts";
import { classNames } from "#lib/class-names.ts";
import { formatValue, unitInColumn } from "#lib/format.ts";

export type Breach = { from: number; to: number | null; label?: string };

export type CriterionChartProps = {
  points: readonly Point[];
  lines: CriterionLines;
  /** The shown time range, in milliseconds since 1970. */
  from: number;
  to: number;
  zone: string;
  unit?: string | undefined;
  breaches?: readonly Breach[];
  events?: readonly EventMark[];
  /** What the picture shows, as a sentence: read out in its place. */
  label: string;
  plotHeightPx?: number;
  /** Brings the pointer and keyboard reading of values after the first paint. */
  live?: boolean;
};

/**
 * A criterion over time, drawn on the server. Lines and bands are SVG stretched to the width that there is; words are
 * HTML placed in percent, so they keep their size on every screen.
 */
export function CriterionChart(props: CriterionChartProps) {
  const { points, lines, from, to, zone, unit, breaches = [], label, plotHeightPx = 168, live = false } = props;
  const events = (props.events ?? [])
    .filter((event) => event.at >= from && event.at <= to)
    .toSorted((a, b) => a.at - b.at);
  const time: Domain = [from, to];
  const values = plotDomain(points, lines, unit);
  const line = <LineLayer points={points} time={time} values={values} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="@container text-xs">
      <div className="grid grid-cols-[auto_minmax(0,1fr)_auto]">
        <span />
        <EventLanes events={events} time={time} />
        <span />
        <ValueAxis values={values} unit={unit} />
        <div className="relative" style={{ height: plotHeightPx }}>
          <Bands lines={lines} values={values} />
          <GridLines at={valueTicks(values, unit).map((tick) => positionIn(values, tick.value))} />
          <Breaches breaches={breaches} time={time} />
          <ReferenceLines lines={lines} values={values} unit={unit} />
          <EventLines events={events} time={time} />
          {live ? (
            <LazyLiveChart points={points} time={time} values={values} zone={zone} unit={unit} label={label}>
              {line}
            </LazyLiveChart>
          ) : (
            line
          )}
          <LastDot points={points} time={time} values={values} />
        </div>
        <DirectLabels {...{ points, lines, values, unit, plotHeightPx }} />
        <span />
        <TimeAxis from={from} to={to} zone={zone} />
      </div>
    </div>
  );
}

function ValueAxis({ values, unit }: { values: Domain; unit: string | undefined }) {
  const ticks = valueTicks(values, unit);
  const widest = Math.max(...ticks.map((tick) => tick.label.length));
  return (
    <div aria-hidden="true" className="figures relative text-ink-2" style={{ width: `${widest * 0.42 + 0.6}rem` }}>
      {ticks.map((tick) => (
        <span
          key={tick.value}
          className="absolute right-2 translate-y-1/2 whitespace-nowrap"
          style={{ bottom: share(positionIn(values, tick.value)) }}
        >
          {tick.label}
        </span>
      ))}
    </div>
  );
}

type DirectLabelsProps = Pick<CriterionChartProps, "points" | "lines" | "unit"> & {
  values: Domain;
  plotHeightPx: number;
};

/** The words of the lines and the last value, at the right end, moved apart where they would touch. */
function DirectLabels({ points, lines, values, unit, plotHeightPx }: DirectLabelsProps) {
  const last = points.findLast((point) => point.value !== null)?.value;
  const labels = [
    ...referenceLines(lines, unit).map((line) => ({
      ...line,
      tone: line.kind === "target" ? "text-good" : "text-warn",
    })),
    ...(typeof last === "number"
      ? [{ value: last, label: formatValue(last, unitInColumn(unit)), tone: "font-semibold text-ink" }]
      : []),
  ];
  const tops = spreadOut(
    labels.map(({ value }) => (1 - positionIn(values, value)) * plotHeightPx),
    13,
    plotHeightPx,
  );
  const widest = Math.max(0, ...labels.map(({ label }) => label.length));
  return (
    <div aria-hidden="true" className="figures relative" style={{ width: `${widest * 0.37 + 0.8}rem` }}>
      {labels.map(({ label, tone }, at) => (
        <span
          key={label}
          className={classNames("absolute left-2 -translate-y-1/2 whitespace-nowrap", tone)}
          style={{ top: tops[at] }}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

function TimeAxis({ from, to, zone }: { from: number; to: number; zone: string }) {
  const sets = [
    { count: 4, shown: "@md:hidden" },
    { count: 8, shown: "hidden @md:block" },
  ];
  return (
    <div aria-hidden="true" className="figures relative h-5 text-ink-2">
      {sets.map(({ count, shown }) =>
        timeTicks(from, to, zone, count).map((tick) => (
          <span
            key={`${count} ${tick.at}`}
            className={classNames("absolute top-1 -translate-x-1/2 whitespace-nowrap", shown)}
            style={{ left: share(positionIn([from, to], tick.at)) }}
          >
            {tick.label}
          </span>
        )),
      )}
    </div>
  );
}
