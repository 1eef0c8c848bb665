import { positionIn, unbrokenRuns } from "#components/charts/scale.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import { classNames } from "#lib/class-names.ts";

type SparklineProps = {
  /** Oldest first, equally spaced; null is a gap. */
  values: readonly (number | null)[];
  target?: number | null | undefined;
  /** A target with two ends is a band. */
  band?: { low: number; high: number } | null | undefined;
  state?: CriterionState;
  /** What it shows, as a sentence. */
  label: string;
  width?: number;
  height?: number;
  className?: string;
};

/** A line the size of a word, with the target dashed (or its band tinted) and a dot at the last value. */
export function Sparkline({
  values,
  target,
  band,
  state = "no_data",
  label,
  width = 96,
  height = 22,
  className,
}: SparklineProps) {
  const known = [...values, target, band?.low, band?.high].filter(
    (value): value is number => typeof value === "number",
  );
  if (!values.some((value) => value !== null)) return null;
  const domain = [Math.min(...known), Math.max(...known)] as const;
  const x = (at: number) => (2 + positionIn([0, Math.max(1, values.length - 1)], at) * (width - 6)).toFixed(1);
  const y = (value: number) => (3 + (1 - positionIn(domain, value)) * (height - 6)).toFixed(1);
  const runs = unbrokenRuns(values.map((value, at) => ({ at, value })));
  const last = runs.at(-1)?.at(-1);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fill="none"
      className={classNames("shrink-0", TONES[state], className)}
    >
      {band && (
        <>
          <path d={`M2 ${y(band.low)}V${y(band.high)}H${width - 4}V${y(band.low)}z`} className="fill-good-tint" />
          {[band.low, band.high].map((edge) => (
            <path
              key={edge}
              d={`M2 ${y(edge)}H${width - 4}`}
              className="stroke-idle"
              strokeWidth="1"
              strokeDasharray="2.5 2.5"
            />
          ))}
        </>
      )}
      {typeof target === "number" && (
        <path d={`M2 ${y(target)}H${width - 4}`} className="stroke-idle" strokeWidth="1" strokeDasharray="2.5 2.5" />
      )}
      <path
        d={runs.map((run) => `M${run.map(({ at, value }) => `${x(at)} ${y(value)}`).join("L")}`).join("")}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last && <circle cx={x(last.at)} cy={y(last.value)} r="2.2" fill="currentColor" />}
    </svg>
  );
}

const TONES: Record<CriterionState, string> = {
  met: "text-good",
  at_risk: "text-warn",
  breached: "text-bad",
  no_data: "text-quiet",
};
