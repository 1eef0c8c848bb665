import { share } from "#components/charts/plot-layers.tsx";
import { classNames } from "#lib/class-names.ts";

export type LaneDot = { lane: number; version: string /** 0 to 1. */; at: number; released: boolean };
export type LaneRelease = {
  tag: string;
  at: number /** Where the pinned version of each lane stands, 0 to 1. */;
  stops: readonly number[];
};
type SolutionLanesProps = {
  lanes: readonly { name: string; note: string }[];
  dots: readonly LaneDot[];
  releases: readonly LaneRelease[];
  from: string;
  to: string;
  label: string;
};

const HEIGHT_PX = 190;
/** Labels nearer than this on one lane would run into each other. */
const LABEL_ROOM = 0.13;
const PHONE_ROOM = 0.38;

/** Three lanes in time, a dot a version; each release is a line through the three versions that it pins. */
export function SolutionLanes({ lanes, dots, releases, from, to, label }: SolutionLanesProps) {
  const named = namedDots(dots, LABEL_ROOM);
  const onPhones = namedDots(dots, PHONE_ROOM);
  const tags = namedReleases(releases);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 text-xs text-ink-2">
      <div className="relative" style={{ height: HEIGHT_PX }}>
        {lanes.map(({ name, note }, lane) => (
          <span key={name} className="absolute left-0 -translate-y-1/2" style={{ top: share(laneAt(lane)) }}>
            <span className="block text-sm font-semibold text-ink">{name}</span>
            {note}
          </span>
        ))}
      </div>
      <div aria-hidden="true" className="relative mr-6" style={{ height: HEIGHT_PX }}>
        {lanes.map(({ name }, lane) => (
          <span key={name} className="absolute inset-x-0 h-px bg-rule" style={{ top: share(laneAt(lane)) }} />
        ))}
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
          <title>{label}</title>
          {releases.map((release) => (
            <path
              key={release.tag}
              d={`M${release.at * 1000} 70L${release.stops.map((stop, lane) => `${stop * 1000} ${laneAt(lane) * 1000}`).join("L")}`}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.4"
              vectorEffect="non-scaling-stroke"
              className="text-review"
            />
          ))}
        </svg>
        {releases.map(({ tag, at }) => (
          <span
            key={tag}
            className={`absolute -translate-x-1/2 rounded-sm font-semibold whitespace-nowrap text-review ${tags.has(tag) ? "" : "hidden"}`}
            style={{ left: share(at), top: -2 }}
          >
            {tag}
          </span>
        ))}
        {dots.map((dot) => (
          <span
            key={`${dot.lane} ${dot.version}`}
            className="absolute -translate-x-1/2 -translate-y-1/2"
            style={{ left: share(dot.at), top: share(laneAt(dot.lane)) }}
          >
            <span
              className={`block size-2.5 rounded-full border-2 ${dot.released ? "border-review bg-review" : "border-idle bg-surface"}`}
            />
            {named.has(dot) && (
              <span
                className={classNames(
                  "absolute top-3 z-1 max-w-24 truncate bg-surface/85 px-0.5 font-mono whitespace-nowrap text-ink",
                  dot.at < 0.08 ? "-left-1" : dot.at > 0.92 ? "-right-1" : "left-1/2 -translate-x-1/2",
                  !onPhones.has(dot) && "max-sm:hidden",
                )}
              >
                {dot.version}
              </span>
            )}
          </span>
        ))}
      </div>
      <span />
      <span className="mr-6 flex justify-between">
        <span>{from}</span>
        <span>{to}</span>
      </span>
    </div>
  );
}

function laneAt(lane: number): number {
  return 0.24 + lane * 0.3;
}

/** Released versions first, the newest first, as far as there is room on their lane. */
function namedDots(dots: readonly LaneDot[], room: number): ReadonlySet<LaneDot> {
  const named: LaneDot[] = [];
  const wanted = dots.toSorted((a, b) => Number(b.released) - Number(a.released) || b.at - a.at);
  for (const dot of wanted)
    if (named.every((other) => other.lane !== dot.lane || Math.abs(other.at - dot.at) >= roomOf(other, dot, room)))
      named.push(dot);
  return new Set(named);
}

/** A label at an end of the lane hangs to one side, half a label further than others. */
function roomOf(a: LaneDot, b: LaneDot, room: number): number {
  return [a, b].some(({ at }) => at < 0.08 || at > 0.92) ? room * 1.5 : room;
}

function namedReleases(releases: readonly LaneRelease[]): ReadonlySet<string> {
  const named: LaneRelease[] = [];
  for (const release of releases.toReversed())
    if (named.every(({ at }) => Math.abs(at - release.at) >= LABEL_ROOM / 2)) named.push(release);
  return new Set(named.map(({ tag }) => tag));
}
