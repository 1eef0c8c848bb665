import { share } from "#components/charts/plot-layers.tsx";
import { type Domain, niceTicks, positionIn, valueDomain } from "#components/charts/scale.ts";
import type { Interval } from "#domain/intervals.ts";
import { classNames } from "#lib/class-names.ts";

export type IntervalRow = {
  key: string;
  name: string;
  /** Quiet words under the name. */
  note?: string | undefined;
  value: number | null;
  interval: Interval | null;
  /** At the right end: the numbers in words. */
  text: string;
  tone?: "good" | "warn" | "bad" | "quiet";
};

type IntervalPlotProps = {
  rows: readonly IntervalRow[];
  /** Where values may lie; drawn as a band behind all rows. */
  allowed?: { from: number; to: number; words: string } | undefined;
  /** Lines to be seen, such as no difference. */
  zero?: number | undefined;
  format: (value: number) => string;
  label: string;
  /** The axis begins here whatever the values are. */
  from?: number | undefined;
};

/** A dot and its 95% interval a row, over the band that is allowed: both the gap and how sure it is. */
export function IntervalPlot({ rows, allowed, zero, format, label, from }: IntervalPlotProps) {
  const ends = rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const [low, high] = valueDomain([...ends, zero, from, allowed?.from, allowed?.to].filter(isKnown), 4);
  const domain: Domain = [from ?? low, high];
  const at = (value: number) => Math.min(1, Math.max(0, positionIn(domain, value)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="@container text-sm">
      {allowed && (
        <p aria-hidden="true" className="mb-1 flex items-center gap-1.5 text-xs text-ink-2">
          <span className="h-2.5 w-4 border border-dashed border-done bg-good-tint" />
          {allowed.words}
        </p>
      )}
      <div aria-hidden="true">
        {rows.map((row) => (
          <div key={row.key} className={ROW}>
            <span className="min-w-0 self-center py-1 pr-2 leading-tight wrap-anywhere">
              {row.name}
              {row.note && <span className="block text-xs text-ink-2">{row.note}</span>}
              <span className={classNames("figures block text-xs @md:hidden", WORDS[row.tone ?? "quiet"])}>
                {row.text}
              </span>
            </span>
            <div className="relative min-h-9 border-l border-edge">
              {allowed && (
                <span
                  className="absolute inset-y-0 border-x border-dashed border-done bg-good-tint/60"
                  style={{ left: share(at(allowed.from)), width: share(at(allowed.to) - at(allowed.from)) }}
                />
              )}
              {zero !== undefined && (
                <span className="absolute inset-y-0 w-px bg-ink-2" style={{ left: share(at(zero)) }} />
              )}
              <Mark row={row} at={at} />
            </div>
            <span
              className={classNames(
                "figures hidden self-center pl-2.5 text-right text-xs @md:block",
                WORDS[row.tone ?? "quiet"],
              )}
            >
              {row.text}
            </span>
          </div>
        ))}
        <div className={ROW}>
          <span />
          <div className="figures relative h-5 text-xs text-ink-2">
            {TICKS.map(({ count, shown }) =>
              niceTicks(domain, count).map((tick) => (
                <span
                  key={`${count} ${tick}`}
                  className={classNames("absolute top-1 whitespace-nowrap", tickSide(at(tick)), shown)}
                  style={{ left: share(at(tick)) }}
                >
                  {format(tick)}
                </span>
              )),
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Where nothing stands beside the axis, its last number ends with it. */
function tickSide(at: number): string {
  return at > 0.9 ? "-translate-x-full @md:-translate-x-1/2" : "-translate-x-1/2";
}

const TICKS = [
  { count: 2, shown: "@md:hidden" },
  { count: 4, shown: "hidden @md:block" },
];
const ROW =
  "grid grid-cols-[minmax(4rem,7.5rem)_minmax(0,1fr)] @md:grid-cols-[minmax(4rem,9rem)_minmax(0,1fr)_minmax(5.5rem,8.5rem)]";
const WORDS = { good: "text-good", warn: "text-warn", bad: "font-semibold text-bad", quiet: "text-ink-2" } as const;

function Mark({ row: { value, interval, tone }, at }: { row: IntervalRow; at: (value: number) => number }) {
  if (value === null)
    return <span className="absolute top-1/2 left-2 -translate-y-1/2 text-xs text-ink-2">not judged</span>;
  const bad = tone === "bad";
  return (
    <>
      {interval && (
        <span
          className={classNames("absolute top-1/2 h-0.5 -translate-y-1/2", bad ? "bg-attention" : "bg-ink-2")}
          style={{ left: share(at(interval[0])), width: share(at(interval[1]) - at(interval[0])) }}
        />
      )}
      <span
        className={classNames(
          "absolute top-1/2 size-2.5 -translate-1/2",
          bad ? "rotate-45 bg-attention" : "rounded-full bg-ink",
        )}
        style={{ left: share(at(value)) }}
      />
    </>
  );
}

function isKnown(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
