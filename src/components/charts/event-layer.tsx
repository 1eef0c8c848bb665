import { type EventMark, isAnchoredRight, type LabelRoom, laneOf, roomOf } from "#components/charts/criterion-plot.ts";
import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, positionIn } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

type EventProps = { events: readonly EventMark[]; time: Domain };

const WORDS = { info: "text-info", bad: "text-bad", quiet: "text-ink-2" } as const;
const LINES = { info: "bg-progress", bad: "bg-attention", quiet: "bg-idle" } as const;

/** Narrow and wide screens need different lanes for the same words; the container decides which are used. */
const NARROW: LabelRoom = { plotPx: 210, letters: 26 };
const WIDE: LabelRoom = { plotPx: 390, letters: 44 };

const MOST_LANES = 6;

/** The newest events whose words fit into a few lanes on a phone; of the others the line alone tells when. */
function namedOf(events: readonly EventMark[], time: Domain): readonly EventMark[] {
  const fits = (named: readonly EventMark[]) => Math.max(...laneOf(named, time, NARROW)) < MOST_LANES;
  const dropped = events.findIndex((_, at) => fits(events.slice(at)));
  return events.slice(Math.max(0, dropped));
}

/** The words of the events, above the plot in as many lanes as they need. */
export function EventLanes({ events: all, time }: EventProps) {
  if (all.length === 0) return <span />;
  const events = namedOf(all, time);
  const narrow = laneOf(events, time, NARROW);
  const wide = laneOf(events, time, WIDE);
  const height = { "--lanes": Math.max(...narrow) + 1, "--lanes-wide": Math.max(...wide) + 1 };
  return (
    <ul
      style={height}
      className="relative h-[calc(var(--lanes)*1rem+0.25rem)] @lg:h-[calc(var(--lanes-wide)*1rem+0.25rem)]"
    >
      {events.map((event, at) => (
        <li
          key={`${event.at} ${event.label}`}
          title={event.label}
          style={{
            left: share(positionIn(time, event.at)),
            "--lane": narrow[at],
            "--lane-wide": wide[at],
            "--room": share(roomOf(event, time, NARROW)),
            "--room-wide": share(roomOf(event, time, WIDE)),
          }}
          className={classNames(
            "one-line absolute top-[calc(var(--lane)*1rem)] max-w-[min(10.2rem,var(--room))] px-1 @lg:top-[calc(var(--lane-wide)*1rem)] @lg:max-w-[min(17rem,var(--room-wide))]",
            isAnchoredRight(event, time, NARROW) && "-translate-x-full",
            isAnchoredRight(event, time, NARROW) && !isAnchoredRight(event, time, WIDE) && "@lg:translate-x-0",
            WORDS[event.tone ?? "info"],
          )}
        >
          {event.label}
        </li>
      ))}
    </ul>
  );
}

export function EventLines({ events, time }: EventProps) {
  return events.map((event) => (
    <div
      key={`${event.at} ${event.label}`}
      className={classNames("absolute -top-1 bottom-0 w-px", LINES[event.tone ?? "info"])}
      style={{ left: share(positionIn(time, event.at)) }}
    />
  ));
}
