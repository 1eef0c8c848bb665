import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { CriterionChart } from "#components/charts/criterion-chart.tsx";
import { budgetLeft } from "#domain/burn-rate.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { type BudgetDay, budgetHistory } from "#server/budget-history.ts";
import type { Fact } from "#stages/fact.ts";
import { FirstRecord } from "#stages/first-record.tsx";
import { How } from "#stages/how.tsx";
import { type SloData, slo } from "#stages/monitoring/slo.ts";
import type { StagePanelProps } from "#stages/panel.tsx";

const SHOWN = 4;
const DAY_MS = 86_400_000;

/** What each objective still allows to go wrong in its period, and how it burnt down. */
export async function BudgetCharts({ access, facts, zone }: StagePanelProps) {
  const objectives = facts.of(slo).slice(0, SHOWN);
  if (objectives.length === 0)
    return (
      <FirstRecord access={access} kind={slo} title="No service level objective" action="Set an objective">
        An objective says how many requests have to be good. What may go wrong is a budget that burns down here.
      </FirstRecord>
    );
  const csvHref = `/api/v1/projects/${access.slug}/slos/export`;
  const from = ({ data }: Fact<SloData>) => new Date(facts.now - data.periodDays * DAY_MS);
  const days = await Promise.all(objectives.map((each) => budgetHistory(access, each.data, from(each))));
  return objectives.map((each, at) => (
    <BudgetChart key={each.key} data={each.data} days={days[at] ?? []} now={facts.now} zone={zone} csvHref={csvHref} />
  ));
}

type BudgetChartProps = { data: SloData; days: readonly BudgetDay[]; now: number; zone: string; csvHref: string };

function BudgetChart({ data, days, now, zone, csvHref }: BudgetChartProps) {
  const counts = days.length > 0 ? days : countedOnce(data, now);
  const newest = counts.at(-1);
  const left = newest ? leftOf(newest, data) : null;
  const finding = findingOf(data, newest, left);
  const [from, to] = [now - data.periodDays * DAY_MS, now];
  const points = counts.map((day) => ({ ts: day.at, value: leftOf(day, data) }));
  const inputs = { objective: data.objective, bad: newest?.bad, requests: newest?.total };
  const figure = { label: "Error budget left", calculator: "budget_left", inputs };
  return (
    <ChartFrame
      level={3}
      title={`Error budget: ${data.name}`}
      measure={`${formatPercent(data.objective, 2)} of requests good in ${data.periodDays} days. Good: ${data.good}`}
      current={
        left === null ? undefined : (
          <>
            {formatPercent(left, 1)} <How figure={figure} at={now} zone={zone} />
          </>
        )
      }
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Counted at", "Bad", "Requests", "Budget left"],
        rows: counts
          .toReversed()
          .map((day) => [
            formatDate(day.at, zone),
            formatNumber(day.bad, 0),
            formatNumber(day.total, 0),
            formatPercent(leftOf(day, data) ?? 0, 1),
          ]),
      }}
    >
      {left !== null && (
        <CriterionChart
          points={[{ ts: from, value: 1 }, ...points.filter(({ ts }) => ts > from)]}
          lines={{ direction: "gte", guardrail: 0 }}
          unit="fraction"
          from={from}
          to={to}
          zone={zone}
          label={finding}
          plotHeightPx={120}
        />
      )}
    </ChartFrame>
  );
}

/** Where no series counts, what somebody wrote down stands for the whole period. */
function countedOnce({ badCount, totalCount, countedAt }: SloData, now: number): BudgetDay[] {
  if (badCount === undefined || totalCount === undefined) return [];
  return [{ at: countedAt ? Date.parse(countedAt) : now, bad: badCount, total: totalCount }];
}

function findingOf({ objective }: SloData, newest: BudgetDay | undefined, left: number | null): string {
  if (!newest || left === null) return "Nothing is counted yet.";
  const allowed = formatNumber((1 - objective) * newest.total, 0);
  const counted = `${formatNumber(newest.bad, 0)} requests were bad; ${allowed} may be.`;
  return left < 0 ? `${counted} The budget is overspent.` : `${counted} ${formatPercent(left, 1)} of it is left.`;
}

function leftOf({ bad, total }: BudgetDay, { objective }: SloData): number | null {
  return budgetLeft({ bad, total }, objective);
}
