import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { IntervalPlot, type IntervalRow } from "#components/charts/interval-plot.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { Interval } from "#domain/intervals.ts";
import { formatNumber, formatPercent, formatPoints, formatPValue } from "#lib/format.ts";
import type { Fact } from "#stages/fact.ts";
import { How } from "#stages/how.tsx";
import { AB_WORDS, abFigures, hiddenBecause, shownReading } from "#stages/integration/ab-figures.ts";
import type { AbData } from "#stages/integration/ab-schema.ts";
import { type AbStanding, abStanding } from "#stages/integration/ab-standing.ts";

type AbChartProps = { experiment: Fact<AbData>; at: number; zone: string; csvHref: string };

const TONES = { invalid: "bad", ship: "good", stop: "bad", continue: "quiet", no_difference: "quiet" } as const;

/** The difference of the two arms with its interval, by the plan's own bound and by that of a single look. */
export function AbChart({ experiment: { data }, at, zone, csvHref }: AbChartProps) {
  const standing = abStanding(data);
  const shown = shownReading(data, standing);
  const say = (value: number) => (data.measure === "rate" ? formatPoints(value) : formatNumber(value));
  const rows: IntervalRow[] = shown
    ? [
        row("One look at the end", shown.difference, shown.interval, `p ${formatPValue(shown.p)}`),
        ...(data.plan.method === "fixed"
          ? []
          : [row(METHODS[data.plan.method], shown.difference, shown.methodInterval, valid(shown.alwaysValidP))]),
      ]
    : [];
  const difference = abFigures(data, standing).find(({ name }) => name === "difference");
  return (
    <ChartFrame
      level={3}
      title={`A/B test: ${data.name}`}
      tags={
        <>
          <Tag tone={TONES[standing.decision]}>{AB_WORDS[standing.decision]}</Tag>
          {standing.underPowered && <Tag tone="warn">Under-powered</Tag>}
        </>
      }
      measure={`${data.metric}: ${data.arms.map(armInWords).join(" against ")}; better is ${data.better}`}
      current={shown ? say(shown.difference) : "–"}
      actions={difference && <How figure={difference} at={at} zone={zone} />}
      finding={findingOf(data, standing)}
      csvHref={csvHref}
      table={{
        columns: ["Figure", "Value"],
        rows: abFigures(data, standing).map(({ label, value, reason }) => [
          label,
          value === null ? (reason ?? "not known") : typeof value === "number" ? formatNumber(value) : String(value),
        ]),
      }}
    >
      {rows.length > 0 ? (
        <IntervalPlot rows={rows} zero={0} format={say} label={findingOf(data, standing)} />
      ) : (
        <Notice>{hiddenBecause(data, standing)}</Notice>
      )}
      {standing.earlyLooks !== null && (
        <Notice tone="warn" title="Looked at too early">
          The plan has one look, and {data.plan.look} were taken. That often, chance alone wins in{" "}
          {formatPercent(standing.earlyLooks)} of tests without any difference.
        </Notice>
      )}
    </ChartFrame>
  );
}

const METHODS = { pocock: "Pocock", obrien_fleming: "O'Brien and Fleming", always_valid: "Always valid" } as const;

function row(name: string, value: number, interval: Interval, text: string): IntervalRow {
  return { key: name, name, value, interval, text };
}

const valid = (p: number | null) => (p === null ? "bound of this look" : `p ${formatPValue(p)}`);

function armInWords({ name, n, conversions, mean }: AbData["arms"][number]): string {
  if (conversions === undefined) return `${name} ${formatNumber(mean)}`;
  return `${name} ${formatPercent(n > 0 ? conversions / n : null)} of ${formatNumber(n, 0)}`;
}

function findingOf({ plan }: AbData, { because, needed, underPowered }: AbStanding): string {
  if (!underPowered) return because;
  return `${because} Under-powered: ${formatNumber(plan.perArm, 0)} in an arm are planned, and the smallest effect takes ${formatNumber(needed, 0)}.`;
}
