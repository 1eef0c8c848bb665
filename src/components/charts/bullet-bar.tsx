import { bandsOf, type CriterionLines, referenceLines } from "#components/charts/criterion-plot.ts";
import { share } from "#components/charts/plot-layers.tsx";
import { positionIn, valueDomain } from "#components/charts/scale.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import { classNames } from "#lib/class-names.ts";

type BulletBarProps = {
  value: number | null;
  baseline?: number | null | undefined;
  lines: CriterionLines;
  state: CriterionState;
  /** What it shows, as a sentence with its numbers. */
  label: string;
  width?: number;
};

/** Where a value stands between its baseline and its target: bands behind, target as a line, the value as a bar that grows from the baseline. */
export function BulletBar({ value, baseline, lines, state, label, width }: BulletBarProps) {
  const marks = referenceLines(lines, undefined);
  const domain = valueDomain([value, baseline, ...marks.map((mark) => mark.value)]);
  const at = (amount: number) => Math.min(1, Math.max(0, positionIn(domain, amount)));
  const start = typeof baseline === "number" ? at(baseline) : 0;
  return (
    <span
      role="img"
      aria-label={label}
      style={{ width: width ?? "100%" }}
      className="relative block h-4 overflow-hidden rounded-sm bg-quiet-tint"
    >
      {bandsOf(lines, domain).map((band) => (
        <span
          key={`${band.kind} ${band.from}`}
          className={classNames("absolute inset-y-0", band.kind === "good" ? "bg-good-tint" : "bg-warn-tint")}
          style={{ left: share(at(band.from)), width: share(at(band.to) - at(band.from)) }}
        />
      ))}
      {value !== null && (
        <span
          className={classNames("absolute inset-y-[5px] rounded-xs", BARS[state])}
          style={{ left: share(Math.min(start, at(value))), width: share(Math.abs(at(value) - start)) }}
        />
      )}
      {typeof baseline === "number" && (
        <span className="absolute inset-y-[3px] w-px bg-ink-2" style={{ left: share(at(baseline)) }} />
      )}
      {marks
        .filter((mark) => mark.kind === "target")
        .map((mark) => (
          <span
            key={mark.value}
            className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink"
            style={{ left: share(at(mark.value)) }}
          />
        ))}
    </span>
  );
}

const BARS: Record<CriterionState, string> = {
  met: "bg-done",
  at_risk: "bg-warn",
  breached: "bg-attention",
  no_data: "bg-idle",
};
