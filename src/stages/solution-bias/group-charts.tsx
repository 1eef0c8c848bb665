import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { IntervalPlot } from "#components/charts/interval-plot.tsx";
import { groupSize } from "#domain/fairness-rates.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";
import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import { ratedGroups } from "#stages/solution-bias/group-rates.ts";

type GroupChartProps = { data: AssessmentData; csvHref: string };

const MOST_GROUPS = 24;

/** Base rates beside the measures: where they differ, not all measures can hold together. */
export function BaseRates({ data, csvHref }: GroupChartProps) {
  const rated = ratedGroups(data, "base_rate");
  const finding =
    "Where base rates differ, equal error rates and equal precision exclude each other except for a perfect model, so a choice among the measures needs its reason.";
  return (
    <ChartFrame
      level={3}
      title="Base rates"
      measure="How often the outcome occurs in each group"
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Group", "Base rate", "95% interval", "With the outcome", "Decisions"],
        rows: rated.map(({ name, value, interval, count, total }) => [
          name,
          percent(value),
          interval ? `${percent(interval[0])} to ${percent(interval[1])}` : "–",
          formatNumber(count, 0),
          formatNumber(total, 0),
        ]),
      }}
    >
      <IntervalPlot
        label="Base rate by group"
        from={0}
        format={percent}
        rows={rated.slice(0, MOST_GROUPS).map(({ name, value, interval, count, total }) => ({
          ...{ key: name, name, value, interval },
          text: `${percent(value)}, ${formatNumber(count, 0)} of ${formatNumber(total, 0)}`,
        }))}
      />
    </ChartFrame>
  );
}

const CELLS = [
  ["tp", "Found"],
  ["fn", "Missed"],
  ["fp", "False alarm"],
  ["tn", "Left alone"],
] as const;

/** Small multiples: what was decided against what was true, in each group by itself. */
export function Confusions({ data, csvHref }: GroupChartProps) {
  const shown = data.groups.slice(0, MOST_GROUPS);
  const more = data.groups.length - shown.length;
  return (
    <ChartFrame
      level={3}
      title="What was decided, by group"
      measure="Share of each group’s decisions; the fuller a cell, the larger its share of the truth beside it"
      finding={`${data.groups.length} ${data.groups.length === 1 ? "group" : "groups"}, ${formatNumber(
        data.groups.reduce((sum, cells) => sum + groupSize(cells), 0),
        0,
      )} decisions.${more > 0 ? ` ${more} more are in the table.` : ""}`}
      csvHref={csvHref}
      table={{
        columns: ["Group", ...CELLS.map(([, words]) => words)],
        rows: data.groups.map((group) => [group.name, ...CELLS.map(([cell]) => formatNumber(group[cell], 0))]),
      }}
    >
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-3 has-[>li:nth-child(4):last-child]:grid-cols-2">
        {shown.map((group) => (
          <li key={group.name} className="min-w-0">
            <p className="mb-1 text-sm font-semibold wrap-anywhere">{group.name}</p>
            <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-rule bg-rule text-xs">
              {CELLS.map(([cell, words]) => (
                <Cell
                  key={cell}
                  words={words}
                  count={group[cell]}
                  of={cell === "tp" || cell === "fn" ? group.tp + group.fn : group.fp + group.tn}
                />
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function Cell({ words, count, of }: { words: string; count: number; of: number }) {
  const part = of > 0 ? count / of : 0;
  return (
    <div className="relative bg-surface px-1.5 py-1">
      <span
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 bg-info-tint"
        style={{ height: `${(part * 100).toFixed(1)}%` }}
      />
      <dt className="relative text-ink-2">{words}</dt>
      <dd className="figures relative font-medium">
        {formatNumber(count, 0)} <span className="text-ink-2">{percent(of > 0 ? part : null)}</span>
      </dd>
    </div>
  );
}

function percent(value: number | null): string {
  return formatPercent(value, value !== null && value !== 0 && Math.abs(value) < 0.01 ? 2 : 1);
}
