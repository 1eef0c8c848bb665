import type { ReactNode } from "react";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { type Breach, CriterionChart } from "#components/charts/criterion-chart.tsx";
import type { EventMark } from "#components/charts/criterion-plot.ts";
import { CRITERION_STATE_NAMES, CriterionTag } from "#components/ui/criterion-tag.tsx";
import { findingWords, measureWords } from "#lib/criterion-words.ts";
import { formatNumber, formatValue } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { formatDays } from "#lib/format-size.ts";
import type { ChartMark } from "#server/annotations.ts";
import { now } from "#server/clock.ts";
import type { CriterionView } from "#server/criteria.ts";
import type { HistoryPoint } from "#server/criterion-history.ts";

type PictureProps = {
  criterion: CriterionView;
  history: readonly HistoryPoint[];
  marks: readonly ChartMark[];
  range: { from: Date; to: Date; key: string };
  zone: string;
  csvBase: string;
  actions?: ReactNode;
};

const TONES: Record<ChartMark["tone"], NonNullable<EventMark["tone"]>> = { event: "info", alarm: "bad", note: "quiet" };
const TABLE_ROWS = 40;
const DAY_MS = 86_400_000;

/** One criterion over time, with its limits, its breaches and what happened, and the same as numbers. */
export function CriterionPicture({ criterion, history, marks, range, zone, csvBase, actions }: PictureProps) {
  const unit = criterion.unit;
  const since = criterion.state === "breached" && criterion.stateSince ? daysSince(criterion.stateSince) : undefined;
  return (
    <ChartFrame
      id={`criterion-${criterion.key}`}
      title={criterion.name}
      tags={<CriterionTag state={criterion.state} since={since} />}
      measure={measureWords(criterion)}
      current={formatValue(criterion.value, unit)}
      finding={findingWords(criterion, history)}
      actions={actions}
      csvHref={history.length > 0 ? `${csvBase}/csv?criterion=${criterion.key}&range=${range.key}` : undefined}
      table={
        history.length > 0
          ? { columns: ["Window end", "Value", "Sample", "State"], rows: rowsOf(history, unit, zone) }
          : undefined
      }
    >
      {history.some(({ value }) => value !== null) ? (
        <CriterionChart
          live
          points={history.map(({ at, value, samples }) => ({ ts: at.getTime(), value, n: samples }))}
          lines={criterion}
          from={range.from.getTime()}
          to={range.to.getTime()}
          zone={zone}
          unit={unit}
          breaches={breachesOf(history, range.to)}
          events={marks.map(({ at, text, tone }) => ({ at: at.getTime(), label: text, tone: TONES[tone] }))}
          label={`${criterion.name} over time. ${findingWords(criterion, history)}`}
        />
      ) : (
        <p className="rounded-control bg-sunken px-4 py-10 text-center text-base text-ink-2">
          {criterion.lastPointAt
            ? "No window of this range has enough data. Choose a longer range."
            : `No point has arrived yet. Send points of the series “${criterion.series.name}”, or wire another one.`}
        </p>
      )}
    </ChartFrame>
  );
}

function rowsOf(history: readonly HistoryPoint[], unit: string, zone: string): string[][] {
  return history
    .slice(-TABLE_ROWS)
    .reverse()
    .map(({ at, value, samples, state }) => [
      formatDateTime(at, zone),
      formatValue(value, unit),
      formatNumber(samples),
      CRITERION_STATE_NAMES[state],
    ]);
}

/** Stretches of breached steps; the last one lasts until now while nothing ended it. */
function breachesOf(history: readonly HistoryPoint[], now: Date): Breach[] {
  const stretches: { from: number; to: number }[] = [];
  for (const [at, step] of history.entries()) {
    const time = step.at.getTime();
    const last = stretches.at(-1);
    if (step.breached && last && history[at - 1]?.breached) last.to = time;
    else if (step.breached) stretches.push({ from: time, to: time });
  }
  return stretches.map(({ from, to }, at) => {
    const lasts = at === stretches.length - 1 && history.at(-1)?.breached;
    const length = formatDays(((lasts ? now.getTime() : to) - from) / DAY_MS);
    return { from, to: lasts ? null : to, label: `breached for ${length}` };
  });
}

function daysSince(at: Date): string {
  return formatDays((now().getTime() - at.getTime()) / DAY_MS);
}
