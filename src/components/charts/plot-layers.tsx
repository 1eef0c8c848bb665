import { bandsOf, type CriterionLines, referenceLines } from "#components/charts/criterion-plot.ts";
import { type Domain, type Point, positionIn, unbrokenRuns } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

/** A share of the plot as a CSS length. */
export const share = (position: number): string => `${Number((position * 100).toFixed(3))}%`;

const within = (position: number): number => Math.min(1, Math.max(0, position));

export function Bands({ lines, values }: { lines: CriterionLines; values: Domain }) {
  return bandsOf(lines, values).map(({ kind, from, to }) => {
    const low = within(positionIn(values, from));
    const high = within(positionIn(values, to));
    return (
      <div
        key={`${kind} ${from}`}
        className={classNames("absolute inset-x-0", kind === "good" ? "bg-good-tint/55" : "bg-warn-tint/55")}
        style={{ bottom: share(low), height: share(high - low) }}
      />
    );
  });
}

type BreachesProps = { breaches: readonly { from: number; to: number | null; label?: string }[]; time: Domain };

/** When the criterion was breached: shaded over the whole height, with words on the last one. */
export function Breaches({ breaches, time }: BreachesProps) {
  return breaches.map(({ from, to, label }, at) => {
    const left = within(positionIn(time, from));
    const right = within(positionIn(time, to ?? time[1]));
    if (right <= left) return null;
    return (
      <div
        key={from}
        className="absolute inset-y-0 bg-bad-tint/70"
        style={{ left: share(left), width: share(right - left) }}
      >
        {label && at === breaches.length - 1 && (
          <span
            className={classNames(
              "absolute top-0.5 z-1 px-1 font-medium whitespace-nowrap text-bad",
              left > 0.5 ? "right-0" : "left-0",
            )}
          >
            {label}
          </span>
        )}
      </div>
    );
  });
}

export function ReferenceLines({
  lines,
  values,
  unit,
}: {
  lines: CriterionLines;
  values: Domain;
  unit: string | undefined;
}) {
  return referenceLines(lines, unit).map(({ kind, value }) => (
    <div
      key={`${kind} ${value}`}
      className={classNames(
        "absolute inset-x-0 border-t",
        kind === "target" ? "border-dashed border-done" : "border-dotted border-warn",
      )}
      style={{ bottom: share(positionIn(values, value)) }}
    />
  ));
}

const SIZE = 1000;

/** The measured line. Missing values are gaps; a value between two gaps is a short stroke. */
export function LineLayer({ points, time, values }: { points: readonly Point[]; time: Domain; values: Domain }) {
  const at = ({ ts, value }: { ts: number; value: number }) =>
    `${(((ts - time[0]) / (time[1] - time[0] || 1)) * SIZE).toFixed(1)} ${((1 - positionIn(values, value)) * SIZE).toFixed(1)}`;
  const runs = unbrokenRuns(points);
  const path = runs.map((run) => `M${run.map(at).join("L")}${run.length === 1 ? "h3" : ""}`).join("");
  return (
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="absolute inset-0 size-full overflow-visible"
    >
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** A dot at the last value, or words where there is none. */
export function LastDot({ points, time, values }: { points: readonly Point[]; time: Domain; values: Domain }) {
  const last = unbrokenRuns(points).at(-1)?.at(-1);
  if (!last) {
    return (
      <p className="absolute inset-0 grid place-items-center text-sm text-ink-2">
        <span className="rounded-md bg-surface px-2 py-1">No points in this time</span>
      </p>
    );
  }
  return (
    <span
      className="pointer-events-none absolute size-[7px] -translate-x-1/2 translate-y-1/2 rounded-full bg-ink"
      style={{ left: share(positionIn(time, last.ts)), bottom: share(positionIn(values, last.value)) }}
    />
  );
}

export function GridLines({ at }: { at: readonly number[] }) {
  return at.map((position) => (
    <div key={position} className="absolute inset-x-0 h-px bg-rule/60" style={{ bottom: share(position) }} />
  ));
}
