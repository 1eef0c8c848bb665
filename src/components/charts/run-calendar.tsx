import { classNames } from "#lib/class-names.ts";

export type CalendarDay = {
  /** "2026-03-05". */
  day: string;
  state: "none" | "succeeded" | "failed" | "running";
  /** What happened, in words. */
  label: string;
};

type RunCalendarProps = {
  /** Whole weeks from a Monday on, oldest first; days after today are left out. */
  days: readonly CalendarDay[];
  /** What the picture shows, as a sentence. */
  label: string;
};

const CELL = 16;
const LEFT = 26;
const TOP = 14;
/** Drawn larger, its words would outgrow those around it. */
const LARGEST_SCALE = 1.25;
const WEEKDAYS = [
  ["Mon", 0],
  ["Wed", 2],
  ["Fri", 4],
  ["Sun", 6],
] as const;

/** A day a square, a week a column: filled when all runs succeeded, crossed when one failed, a dot when none ran. */
export function RunCalendar({ days, label }: RunCalendarProps) {
  const weeks = Math.ceil(days.length / 7);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${LEFT + weeks * CELL} ${TOP + 7 * CELL}`}
      style={{ maxWidth: (LEFT + weeks * CELL) * LARGEST_SCALE }}
      className="w-full text-ink-2"
    >
      {WEEKDAYS.map(([name, row]) => (
        <text key={name} x="0" y={TOP + row * CELL + 11} fontSize="9" fill="currentColor">
          {name}
        </text>
      ))}
      {days.map(({ day }, at) =>
        at % 7 === 0 && Number(day.slice(8)) <= 7 ? (
          <text key={day} x={LEFT + (at / 7) * CELL} y="9" fontSize="9" fill="currentColor">
            {MONTHS[Number(day.slice(5, 7)) - 1]}
          </text>
        ) : null,
      )}
      {days.map((each, at) => (
        <Day key={each.day} day={each} x={LEFT + Math.floor(at / 7) * CELL} y={TOP + (at % 7) * CELL} />
      ))}
    </svg>
  );
}

function Day({ day: { day, state, label }, x, y }: { day: CalendarDay; x: number; y: number }) {
  const side = CELL - 3;
  const middle = side / 2;
  return (
    <g transform={`translate(${x} ${y})`} className={classNames(TONES[state])}>
      <title>{`${day}: ${label}`}</title>
      {state === "none" ? (
        <circle cx={middle} cy={middle} r="1.5" fill="currentColor" />
      ) : (
        <rect
          width={side}
          height={side}
          rx="2.5"
          stroke="currentColor"
          strokeWidth="1"
          className={state === "succeeded" ? "fill-current" : "fill-bad-tint"}
          fillOpacity={state === "succeeded" ? 0.75 : 1}
        />
      )}
      {state === "failed" && (
        <path
          d={`M3.5 3.5L${side - 3.5} ${side - 3.5}M${side - 3.5} 3.5L3.5 ${side - 3.5}`}
          stroke="currentColor"
          strokeWidth="1.6"
        />
      )}
      {state === "running" && <path d={`M0 ${side}L${side} 0V${side}z`} fill="currentColor" />}
    </g>
  );
}

const TONES = { none: "text-edge", succeeded: "text-done", failed: "text-bad", running: "text-progress" } as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
