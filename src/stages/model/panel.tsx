import { findRuns, listFinishedRuns } from "#server/training-runs.ts";
import { FirstRecord } from "#stages/first-record.tsx";
import { CardList } from "#stages/model/card-list.tsx";
import { ParameterChart, TradeChart } from "#stages/model/run-charts.tsx";
import { type RunOverview, runOverview } from "#stages/model/run-overview.ts";
import { RunTable } from "#stages/model/run-table.tsx";
import { SliceChart } from "#stages/model/slice-chart.tsx";
import { TestScoreChart } from "#stages/model/test-score-chart.tsx";
import { trainingRun } from "#stages/model/training-run.ts";
import type { StagePanelProps } from "#stages/panel.tsx";

/** The pictures of stage 6: which run to choose and why, where it is weak, and how well the whole is tested. */
export async function ModelPanel({ access, facts, currency, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const overview = await overviewOf(access, facts);
  return (
    <>
      {overview ? (
        <Runs {...{ overview, currency, base, zone }} csvHref={`${files}/training-runs/export`} />
      ) : (
        <FirstRecord
          access={access}
          kind={trainingRun}
          title="No finished training run yet"
          action="Record a run"
          importable
        >
          Once runs with a metric are recorded, the simple baseline among them, pictures show which one to choose, at
          which price, and through which parameters.
        </FirstRecord>
      )}
      <SliceChart facts={facts} csvHref={`${files}/model-metrics/export`} />
      <CardList facts={facts} base={base} />
      <TestScoreChart facts={facts} zone={zone} csvHref={`${files}/ml-test-scores/export`} />
    </>
  );
}

/** Of many runs all are weighed, and only those that are drawn bring their parameters. */
async function overviewOf(access: StagePanelProps["access"], facts: StagePanelProps["facts"]) {
  if (facts.count(trainingRun) <= facts.of(trainingRun).length) return runOverview(facts);
  const overview = runOverview(facts, await listFinishedRuns(access));
  if (!overview) return null;
  const drawn = await findRuns(
    access,
    overview.runs.map(({ key }) => key),
  );
  const params = new Map(drawn.map(({ key, data }) => [key, data.params ?? {}]));
  return { ...overview, runs: overview.runs.map((run) => ({ ...run, params: params.get(run.key) ?? {} })) };
}

type RunsProps = { overview: RunOverview; currency: string; base: string; zone: string; csvHref: string };

function Runs({ overview, currency, base, zone, csvHref }: RunsProps) {
  const note = noteOf(overview);
  return (
    <>
      <TradeChart {...{ overview, currency, base, csvHref, note }} />
      <ParameterChart {...{ overview, currency, base, csvHref, note }} />
      <RunTable {...{ overview, currency, base, zone }} />
    </>
  );
}

/** What is drawn of how many, and what is left out. */
function noteOf({ runs, known, left, notFinite }: RunOverview): string {
  const shown =
    known > runs.length
      ? `the best ${runs.length} of ${known.toLocaleString("en-GB")} finished runs`
      : `${known} finished runs`;
  return [
    shown,
    left > 0 && `${left} have not ended or lack this metric`,
    notFinite > 0 && `${notFinite} left out: not a finite number`,
  ]
    .filter(Boolean)
    .join("; ");
}
