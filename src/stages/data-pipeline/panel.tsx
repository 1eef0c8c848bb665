import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { CalendarChart } from "#stages/data-pipeline/calendar-chart.tsx";
import { lineageOf } from "#stages/data-pipeline/lineage.ts";
import { LineageChart } from "#stages/data-pipeline/lineage-chart.tsx";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { PipelineFigures } from "#stages/data-pipeline/pipeline-figures.tsx";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { LAW_SEES } from "#stages/fact.ts";
import type { StagePanelProps } from "#stages/panel.tsx";

/** The pictures of stage 5: what feeds what and where it broke, when it ran, and how old the data is. */
export function DataPipelinePanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const runs = facts.of(pipelineRun).map(({ at, data }) => ({ startedAt: at, status: data.status }));
  if (facts.of(pipeline).length === 0) return <NoPipelines base={base} />;
  return (
    <>
      <LineageChart lineage={lineageOf(facts)} base={base} csvHref={`${files}/pipelines/export`} />
      <CalendarChart
        {...{ runs, zone }}
        cut={runs.length === LAW_SEES}
        now={facts.now}
        csvHref={`${files}/pipeline-runs/export`}
      />
      <PipelineFigures facts={facts} base={base} zone={zone} />
    </>
  );
}

function NoPipelines({ base }: { base: string }) {
  return (
    <Card>
      <EmptyState
        title="No pipeline yet"
        action={
          <>
            <ButtonLink href={`${base}/facts/pipelines/new`}>Record a pipeline</ButtonLink>
            <ButtonLink href={`${base}/facts/pipelines/import`} variant="ghost">
              Import a file
            </ButtonLink>
          </>
        }
      >
        Once pipelines and their runs are recorded, a picture shows what feeds what, where it broke, and how old the
        data is.
      </EmptyState>
    </Card>
  );
}
