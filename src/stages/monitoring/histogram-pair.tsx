import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { PairedBars } from "#components/charts/paired-bars.tsx";
import { DRIFT_LIMITS } from "#domain/drift-state.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { DRIFT_METHOD_NAMES, type DriftSeries, driftStreak } from "#stages/monitoring/drift.ts";
import type { DriftReferenceData } from "#stages/monitoring/drift-reference.ts";

const BINS_SHOWN = 24;

type HistogramPairProps = {
  series: DriftSeries;
  zone: string;
  /** The result that is shown; left out: the newest. */
  window?: string | undefined;
  level?: 2 | 3;
};

/** How the feature was distributed, and how it is in one window, bin by bin. */
export function HistogramPair({ series, zone, window, level = 3 }: HistogramPairProps) {
  const { reference, windows } = series;
  const newest = windows.find(({ result }) => result.key === window) ?? windows.at(-1);
  if (!newest) return null;
  const streak = driftStreak(windows.slice(0, windows.indexOf(newest) + 1).map(({ reading }) => reading));
  const { data } = reference;
  const { counts } = newest.result.data;
  const [before, now] = [sum(data.counts), sum(counts)];
  const bins = data.counts.map((count, bin) => ({
    name: binName(data, bin),
    before: before > 0 ? count / before : 0,
    now: now > 0 ? (counts[bin] ?? 0) / now : 0,
  }));
  const { method, value, state } = newest.reading;
  const largest = bins.toSorted((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before))[0];
  const finding = [
    `${data.feature} is ${state === "drift" ? "drifting" : state}: ${DRIFT_METHOD_NAMES[method]} ${value === null ? "unknown" : value.toFixed(4)}${streak > 1 ? `, the ${ordinal(streak)} window in a row` : ""}.`,
    ...(largest
      ? [`${largest.name} moved most, from ${formatPercent(largest.before, 1)} to ${formatPercent(largest.now, 1)}.`]
      : []),
  ].join(" ");
  return (
    <ChartFrame
      level={level}
      title={data.feature}
      measure={`Share of rows in each bin; reference of ${formatDate(reference.at, zone)} (${formatNumber(before, 0)} rows) against ${formatDate(newest.result.at, zone)} (${formatNumber(now, 0)} rows)`}
      finding={finding}
      table={{
        columns: ["Bin", "Reference", "Now"],
        rows: bins.map((bin) => [bin.name, formatPercent(bin.before, 1), formatPercent(bin.now, 1)]),
      }}
    >
      <PairedBars
        label={finding}
        bars={bins.slice(0, BINS_SHOWN).map((bin) => ({ ...bin, moved: hasMoved(bin) }))}
        words={{ before: "Reference", now: newest === windows.at(-1) ? "Newest window" : "That window" }}
      />
      {bins.length > BINS_SHOWN && (
        <p className="text-sm text-ink-2">
          The first {BINS_SHOWN} of {bins.length} bins; the table has all.
        </p>
      )}
    </ChartFrame>
  );
}

/** A bin that alone adds a fifth of what counts as drift to the stability index, (now − before) · ln(now / before). */
function hasMoved({ before, now }: { before: number; now: number }): boolean {
  const floor = 1e-4;
  return (now - before) * Math.log(Math.max(now, floor) / Math.max(before, floor)) >= DRIFT_LIMITS.psi.drift / 5;
}

const RESERVED: Readonly<Record<string, string>> = { __other__: "all others", __missing__: "missing" };

function binName({ bins, edges }: DriftReferenceData, bin: number): string {
  if (bins?.[bin]) return RESERVED[bins[bin]] ?? bins[bin];
  const [from, to] = [edges?.[bin], edges?.[bin + 1]];
  return from === undefined || to === undefined ? `Bin ${bin + 1}` : `${short(from)} to ${short(to)}`;
}

function short(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString("en-GB");
}

function ordinal(count: number): string {
  return ["", "first", "second", "third", "fourth", "fifth", "sixth"][count] ?? `${count}th`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
