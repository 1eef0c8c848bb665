import { isAnchoredRight, laneOf, valueTicks } from "#components/charts/criterion-plot.ts";
import { GridLines, LineLayer, share } from "#components/charts/plot-layers.tsx";
import { type Domain, type Point, positionIn, valueDomain } from "#components/charts/scale.ts";
import { TimeAxis } from "#components/charts/time-axis.tsx";

export type ChampionBar = { key: string; name: string; from: number; to: number; present: boolean };
export type TriggerMark = { at: number; label: string; fired: boolean };

type ChampionTimelineProps = {
  label: string;
  bars: readonly ChampionBar[];
  marks: readonly TriggerMark[];
  /** The primary metric; left out where it is not measured. */
  line?: { name: string; points: readonly Point[]; unit?: string | undefined } | undefined;
  from: number;
  to: number;
  zone: string;
};

/** With more than these the triangles alone still tell when. */
const NAMED_AT_MOST = 4;
/** Planned for a phone, so that names keep apart there too. */
const ROOM = { plotPx: 260, letters: 14 };

/** Who was champion when, what set a retrain off, and the primary metric above: whether it helped. */
export function ChampionTimeline({ label, bars, marks, line, from, to, zone }: ChampionTimelineProps) {
  const time: Domain = [from, to];
  const firedCount = marks.filter(({ fired }) => fired).length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="flex flex-col gap-1.5 text-xs">
      {line && <MetricLine line={line} time={time} />}
      <div className="relative h-9">
        {bars.map((bar) => (
          <Bar key={bar.key} bar={bar} time={time} />
        ))}
      </div>
      <Names marks={firedCount > NAMED_AT_MOST ? [] : marks.filter(({ fired }) => fired)} time={time} />
      <div className="relative h-5 overflow-hidden">
        {marks.map((mark) => (
          <Mark key={`${mark.at} ${mark.label}`} mark={mark} time={time} />
        ))}
      </div>
      <TimeAxis time={time} zone={zone} className="border-t border-rule" />
    </div>
  );
}

function MetricLine({ line, time }: { line: NonNullable<ChampionTimelineProps["line"]>; time: Domain }) {
  const values = valueDomain(line.points.map(({ value }) => value));
  const ticks = valueTicks(values, line.unit);
  return (
    <>
      <p className="text-ink-2">{line.name}</p>
      <div className="relative h-28">
        <GridLines at={ticks.map(({ value }) => positionIn(values, value))} />
        {ticks.map(({ value, label }) => (
          <span
            key={value}
            aria-hidden="true"
            className="figures absolute left-0 translate-y-1/2 bg-surface pr-1 text-ink-2"
            style={{ bottom: share(positionIn(values, value)) }}
          >
            {label}
          </span>
        ))}
        <LineLayer points={line.points} time={time} values={values} />
      </div>
    </>
  );
}

function Bar({ bar: { name, from, to, present }, time }: { bar: ChampionBar; time: Domain }) {
  const left = Math.max(0, positionIn(time, from));
  const right = Math.min(1, positionIn(time, to));
  if (right <= left) return null;
  return (
    <span
      title={name}
      className={`@container absolute inset-y-0.5 grid content-center overflow-hidden rounded-md border ${present ? "border-done bg-good-tint font-semibold text-good" : "border-rule bg-quiet-tint text-ink"}`}
      style={{ left: share(left), width: `calc(${share(right - left)} - 2px)` }}
    >
      <span className="hidden truncate px-1.5 @[2rem]:block">{name}</span>
    </span>
  );
}

/** What fired, in lanes above the triangles, so that no name lies on a mark or on another name. */
function Names({ marks, time }: { marks: readonly TriggerMark[]; time: Domain }) {
  if (marks.length === 0) return null;
  const ordered = marks.toSorted((a, b) => a.at - b.at);
  const lanes = laneOf(ordered, time, ROOM);
  return (
    <div aria-hidden="true" className="relative" style={{ height: `${Math.max(...lanes) + 1}rem` }}>
      {ordered.map((mark, i) => (
        <span
          key={`${mark.at} ${mark.label}`}
          className={`one-line absolute max-w-28 ${isAnchoredRight(mark, time, ROOM) ? "-translate-x-full" : "-translate-x-1.5"}`}
          style={{ left: share(positionIn(time, mark.at)), top: `${lanes[i] ?? 0}rem` }}
        >
          {mark.label}
        </span>
      ))}
    </div>
  );
}

function Mark({ mark: { at, label, fired }, time }: { mark: TriggerMark; time: Domain }) {
  return (
    <span
      title={label}
      className={`absolute top-0 -translate-x-1/2 ${fired ? "text-ink" : "text-ink-2"}`}
      style={{ left: `clamp(0.4rem, ${share(positionIn(time, at))}, 100% - 0.4rem)` }}
    >
      <span aria-hidden="true">{fired ? "▲" : "△"}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
