import type { EventMark } from "#components/charts/criterion-plot.ts";
import { EventLanes, EventLines } from "#components/charts/event-layer.tsx";
import { GridLines, share } from "#components/charts/plot-layers.tsx";
import { type Domain, positionIn } from "#components/charts/scale.ts";
import { TimeAxis } from "#components/charts/time-axis.tsx";
import { formatPercent } from "#lib/format.ts";

export type TrafficBand = { name: string; steps: readonly { at: number; share: number }[] };

type TrafficAreaProps = {
  /** At most eight, the oldest at the bottom. */
  bands: readonly TrafficBand[];
  events: readonly EventMark[];
  from: number;
  to: number;
  zone: string;
  label: string;
};

const SIZE = 1000;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Who decided over time: one area a release, stacked. Areas are told apart by their names in the key and by lines. */
export function TrafficArea({ bands, events, from, to, zone, label }: TrafficAreaProps) {
  const time: Domain = [from, to];
  const times = [...new Set([from, ...bands.flatMap(({ steps }) => steps.map(({ at }) => at)), to])]
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
  const shown = events.filter(({ at }) => at >= from && at <= to);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="@container text-xs">
      <div className="grid grid-cols-[auto_minmax(0,1fr)]">
        <span />
        <EventLanes events={shown} time={time} />
        <ShareAxis />
        <div className="relative h-40 border-b border-edge">
          <GridLines at={TICKS} />
          <Areas bands={bands} times={times} time={time} />
          <EventLines events={shown} time={time} />
        </div>
        <span />
        <TimeAxis time={time} zone={zone} />
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {bands.map(({ name, steps }, at) => (
          <li key={name} className="flex items-center gap-1.5">
            <svg aria-hidden="true" width="12" height="12" viewBox="0 0 12 12" className={toneAt(at)}>
              <rect width="12" height="12" rx="2" fill={`url(#${patternAt(at)})`} stroke="currentColor" />
            </svg>
            <span className="wrap-anywhere">{name}</span>
            <span className="figures font-medium text-ink">{formatPercent(steps.at(-1)?.share ?? 0, 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ShareAxis() {
  return (
    <div aria-hidden="true" className="figures relative w-10 text-ink-2">
      {TICKS.map((tick) => (
        <span key={tick} className="absolute right-2 translate-y-1/2" style={{ bottom: share(tick) }}>
          {formatPercent(tick, 0)}
        </span>
      ))}
    </div>
  );
}

/** Fills differ by texture as well as by colour, so that they stay apart in print and for everybody. */
const TONES = ["text-phase-frame", "text-phase-data", "text-phase-build", "text-phase-operate"] as const;
const TEXTURES = ["plain", "rising", "dots", "falling"] as const;
const toneAt = (at: number) => TONES[at % TONES.length] ?? TONES[0];
const patternAt = (at: number) =>
  `traffic-${TEXTURES[(at + Math.floor(at / TONES.length)) % TEXTURES.length] ?? "plain"}-${at % TONES.length}`;

function Areas({ bands, times, time }: { bands: readonly TrafficBand[]; times: readonly number[]; time: Domain }) {
  const stacks = bands.map((_, index) => times.map((at) => stackedAt(bands.slice(0, index + 1), at)));
  return (
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="absolute inset-0 size-full overflow-hidden"
    >
      <defs>
        {bands.map((band, at) => (
          <Texture key={band.name} at={at} />
        ))}
      </defs>
      {bands.map((band, index) => (
        <path
          key={band.name}
          d={areasOf(stacks[index - 1] ?? times.map(() => 0), stacks[index] ?? [], times, time)}
          className={toneAt(index)}
          fill={`url(#${patternAt(index)})`}
          stroke="currentColor"
          strokeWidth="1.2"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

function Texture({ at }: { at: number }) {
  const kind = TEXTURES[(at + Math.floor(at / TONES.length)) % TEXTURES.length];
  return (
    <pattern
      id={patternAt(at)}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      className={toneAt(at)}
      patternTransform={kind === "falling" ? "rotate(-45)" : kind === "rising" ? "rotate(45)" : undefined}
    >
      <rect width="6" height="6" fill="currentColor" opacity="0.28" />
      {kind === "dots" && <circle cx="3" cy="3" r="1.2" fill="currentColor" opacity="0.6" />}
      {(kind === "rising" || kind === "falling") && <rect width="1.6" height="6" fill="currentColor" opacity="0.45" />}
    </pattern>
  );
}

/** More than everything is never shown: two records of a handover may overlap by a minute. */
function stackedAt(bands: readonly TrafficBand[], at: number): number {
  const sum = bands.reduce((total, { steps }) => total + (steps.findLast((step) => step.at <= at)?.share ?? 0), 0);
  return Math.min(1, sum);
}

/** One path for each stretch with traffic: a release that decides nothing leaves no line on the edge of another. */
function areasOf(low: readonly number[], high: readonly number[], times: readonly number[], time: Domain): string {
  const x = (at: number) => (positionIn(time, at) * SIZE).toFixed(1);
  const y = (value: number) => ((1 - value) * SIZE).toFixed(1);
  const steps = times.map((at, i) => ({ from: at, to: times[i + 1] ?? at, low: low[i] ?? 0, high: high[i] ?? 0 }));
  const stretches: (typeof steps)[] = [];
  for (const [i, step] of steps.entries()) {
    if (step.high <= step.low) continue;
    const before = steps[i - 1];
    if (before && before.high > before.low) stretches.at(-1)?.push(step);
    else stretches.push([step]);
  }
  return stretches
    .map((stretch) => {
      const top = stretch.map((step) => `${x(step.from)} ${y(step.high)}L${x(step.to)} ${y(step.high)}`);
      const foot = stretch.map((step) => `${x(step.to)} ${y(step.low)}L${x(step.from)} ${y(step.low)}`).toReversed();
      return `M${top.join("L")}L${foot.join("L")}Z`;
    })
    .join("");
}
