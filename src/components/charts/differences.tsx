import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, positionIn, valueDomain } from "#components/charts/scale.ts";

export type DifferenceRow = {
  name: string;
  difference: number;
  lower: number;
  /** What would still be tolerated, above 0. */
  margin: number;
  words: string;
  good: boolean;
};

/** One row a comparison on a common axis: dot at the difference, line to its lower bound, a tick at minus the margin, a rule at 0. */
export function Differences({ label, rows }: { label: string; rows: readonly DifferenceRow[] }) {
  const range: Domain = valueDomain([
    0,
    ...rows.flatMap(({ difference, lower, margin }) => [difference, lower, -margin]),
  ]);
  const at = (value: number) => share(Math.min(1, Math.max(0, positionIn(range, value))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label}>
      <ul className="grid gap-y-2 text-sm">
        {rows.map(({ name, difference, lower, margin, words, good }) => (
          <li key={name} className="grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)_5.5rem] items-center gap-x-3">
            <span className="wrap-anywhere">{name}</span>
            <span aria-hidden="true" className="relative h-5">
              <span className="absolute inset-y-0 border-l border-ink-2" style={{ left: at(0) }} />
              <span className="absolute inset-y-1 border-l-2 border-dotted border-warn" style={{ left: at(-margin) }} />
              <span
                className={`absolute top-1/2 h-0.5 -translate-y-1/2 ${good ? "bg-done" : "bg-bad"}`}
                style={{ left: at(lower), right: `calc(100% - ${at(difference)})` }}
              />
              <span
                className={`absolute top-1/2 size-2.5 -translate-1/2 rounded-full ${good ? "bg-done" : "bg-bad"}`}
                style={{ left: at(difference) }}
              />
            </span>
            <span className={good ? "text-good" : "text-bad"}>{words}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
