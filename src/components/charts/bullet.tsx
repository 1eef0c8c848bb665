import type { CriterionLines } from "#components/charts/criterion-plot.ts";
import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, positionIn, valueDomain } from "#components/charts/scale.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import { classNames } from "#lib/class-names.ts";
import { formatValue } from "#lib/format.ts";

export type BulletProps = CriterionLines & {
  baseline: number | null;
  value: number | null;
  unit: string;
  state: CriterionState;
};

/**
 * Five numbers in one line: the zone of harm and the zone between guardrail and target, the target as a line, the baseline
 * as a tick, and a bar from the baseline to where it stands now. The bar shows the way gone, so the axis need not begin at
 * zero; without a baseline a dot shows where it stands.
 */
export function Bullet({ baseline, value, unit, state, ...lines }: BulletProps) {
  const { target, guardrail, targetLow, targetHigh, guardrailLow, guardrailHigh } = lines;
  const limits = [target, guardrail, targetLow, targetHigh, guardrailLow, guardrailHigh];
  const domain = valueDomain([baseline, value, ...limits], 4);
  const at = (number: number) => positionIn(domain, number);
  const from = baseline ?? value;
  return (
    <div aria-hidden="true" className="text-xs">
      <div className="relative h-5 overflow-hidden rounded-xs bg-bad-tint">
        {zonesOf(lines, domain).map(({ kind, low, high }) => (
          <span
            key={`${kind} ${low}`}
            className={classNames("absolute inset-y-0", kind === "good" ? "bg-good-tint" : "bg-warn-tint")}
            style={{ left: share(at(low)), width: share(at(high) - at(low)) }}
          />
        ))}
        {value !== null && from !== null && (
          <span
            className={classNames("absolute top-1.5 h-2", FILLS[state])}
            style={{ left: share(Math.min(at(value), at(from))), width: share(Math.abs(at(value) - at(from))) }}
          />
        )}
        {[target, targetLow, targetHigh].map(
          (line) =>
            typeof line === "number" && (
              <span
                key={line}
                className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-done"
                style={{ left: share(at(line)) }}
              />
            ),
        )}
        {baseline !== null && (
          <span className="absolute inset-y-1 w-px bg-ink-2" style={{ left: share(at(baseline)) }} />
        )}
        {value !== null && (
          <span
            className="absolute top-1/2 size-2 -translate-1/2 rounded-full bg-ink"
            style={{ left: share(at(value)) }}
          />
        )}
      </div>
      <div className="figures mt-0.5 flex justify-between text-ink-2">
        <span>{formatValue(domain[0], unit)}</span>
        <span>{formatValue(domain[1], unit)}</span>
      </div>
    </div>
  );
}

const FILLS: Record<CriterionState, string> = {
  met: "bg-done",
  at_risk: "bg-warn",
  breached: "bg-bad",
  no_data: "bg-idle",
};

type Zone = { kind: "good" | "warn"; low: number; high: number };

/** What lies outside both zones is beyond the guardrail; a missing guardrail is the target itself. */
function zonesOf(lines: CriterionLines, [low, high]: Domain): Zone[] {
  const { direction, target, guardrail, targetLow, targetHigh } = lines;
  if (direction === "range") {
    if (typeof targetLow !== "number" || typeof targetHigh !== "number") return [];
    return [
      { kind: "warn", low: lines.guardrailLow ?? targetLow, high: lines.guardrailHigh ?? targetHigh },
      { kind: "good", low: targetLow, high: targetHigh },
    ];
  }
  if (typeof target !== "number") return [];
  const edge = guardrail ?? target;
  return direction === "gte"
    ? [
        { kind: "warn", low: edge, high: target },
        { kind: "good", low: target, high },
      ]
    : [
        { kind: "warn", low: target, high: edge },
        { kind: "good", low, high: target },
      ];
}

/** What the parts of a bullet mean, once above a stack of them. */
export function BulletKey() {
  return (
    <p aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      <Key mark="h-3 w-px bg-ink-2">baseline</Key>
      <Key mark="h-1.5 w-4 bg-idle">from baseline to now</Key>
      <Key mark="h-3 w-0.5 bg-done">target</Key>
      <Key mark="h-3 w-4 bg-good-tint">wanted</Key>
      <Key mark="h-3 w-4 bg-warn-tint">at risk</Key>
      <Key mark="h-3 w-4 bg-bad-tint">beyond the guardrail</Key>
    </p>
  );
}

function Key({ mark, children }: { mark: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={mark} />
      {children}
    </span>
  );
}
