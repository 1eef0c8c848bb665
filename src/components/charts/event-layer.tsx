import { type EventMark, isAnchoredRight, LONGEST_LABEL, laneOf } from "#components/charts/criterion-plot.ts";
import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, positionIn } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

type EventProps = { events: readonly EventMark[]; time: Domain };

const WORDS = { info: "text-info", bad: "text-bad", quiet: "text-ink-2" } as const;
const LINES = { info: "bg-progress", bad: "bg-attention", quiet: "bg-idle" } as const;

/** Narrow and wide screens need different lanes for the same words; the container decides which are used. */
const NARROW_PX = 210;
const WIDE_PX = 560;

/** The words of the events, above the plot in as many lanes as they need. */
export function EventLanes({ events, time }: EventProps) {
  if (events.length === 0) return <span />;
  const narrow = laneOf(events, time, NARROW_PX);
  const wide = laneOf(events, time, WIDE_PX);
  const height = { "--lanes": Math.max(...narrow) + 1, "--lanes-wide": Math.max(...wide) + 1 };
  return (
    <ul
      style={height}
      className="relative h-[calc(var(--lanes)*1rem+0.25rem)] @xl:h-[calc(var(--lanes-wide)*1rem+0.25rem)]"
    >
      {events.map((event, at) => (
        <li
          key={`${event.at} ${event.label}`}
          title={event.label}
          style={{ left: share(positionIn(time, event.at)), "--lane": narrow[at], "--lane-wide": wide[at] }}
          className={classNames(
            "absolute top-[calc(var(--lane)*1rem)] px-1 whitespace-nowrap @xl:top-[calc(var(--lane-wide)*1rem)]",
            isAnchoredRight(event, time, NARROW_PX) && "-translate-x-full",
            isAnchoredRight(event, time, NARROW_PX) && !isAnchoredRight(event, time, WIDE_PX) && "@xl:translate-x-0",
            WORDS[event.tone ?? "info"],
          )}
        >
          {event.label.length > LONGEST_LABEL ? `${event.label.slice(0, LONGEST_LABEL - 1)}…` : event.label}
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
