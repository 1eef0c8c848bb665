import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LAW_SEES } from "#stages/fact.ts";
import { CardList } from "#stages/model/card-list.tsx";
import { ParameterChart, TradeChart } from "#stages/model/run-charts.tsx";
import { type RunOverview, runOverview } from "#stages/model/run-overview.ts";
import { RunTable } from "#stages/model/run-table.tsx";
import { SliceChart } from "#stages/model/slice-chart.tsx";
import { TestScoreChart } from "#stages/model/test-score-chart.tsx";
import { trainingRun } from "#stages/model/training-run.ts";
import type { StagePanelProps } from "#stages/panel.tsx";

/** The pictures of stage 6: which run to choose and why, where it is weak, and how well the whole is tested. */
export function ModelPanel({ access, facts, currency, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const overview = runOverview(facts);
  const cut = facts.of(trainingRun).length === LAW_SEES;
  return (
    <>
      {overview ? (
        <Runs {...{ overview, currency, base, zone }} csvHref={`${files}/training-runs/export`} cut={cut} />
      ) : (
        <NoRuns base={base} />
      )}
      <SliceChart facts={facts} csvHref={`${files}/model-metrics/export`} />
      <CardList facts={facts} base={base} />
      <TestScoreChart facts={facts} zone={zone} csvHref={`${files}/ml-test-scores/export`} />
    </>
  );
}

type RunsProps = { overview: RunOverview; currency: string; base: string; zone: string; csvHref: string; cut: boolean };

function Runs({ overview, currency, base, zone, csvHref, cut }: RunsProps) {
  const note = noteOf(overview, cut);
  return (
    <>
      <TradeChart {...{ overview, currency, base, csvHref, note }} />
      <ParameterChart {...{ overview, currency, base, csvHref, note }} />
      <RunTable {...{ overview, currency, base, zone }} />
    </>
  );
}

/** Older runs are in the file and in the list; here the newest are read. */
function noteOf({ runs, left }: RunOverview, cut: boolean): string {
  const shown = cut ? `the newest ${runs.length + left} runs are read` : `${runs.length} finished runs`;
  return left > 0 ? `${shown}; ${left} have not ended or lack this metric` : shown;
}

function NoRuns({ base }: { base: string }) {
  return (
    <Card>
      <EmptyState
        title="No finished training run yet"
        action={
          <>
            <ButtonLink href={`${base}/facts/training-runs/new`}>Record a run</ButtonLink>
            <ButtonLink href={`${base}/facts/training-runs/import`} variant="ghost">
              Import a file
            </ButtonLink>
          </>
        }
      >
        Once runs with a metric are recorded, the simple baseline among them, pictures show which one to choose, at
        which price, and through which parameters.
      </EmptyState>
    </Card>
  );
}
