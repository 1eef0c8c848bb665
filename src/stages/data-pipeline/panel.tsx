import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { countRunDays } from "#server/run-days.ts";
import { CALENDAR_WEEKS, CalendarChart } from "#stages/data-pipeline/calendar-chart.tsx";
import { lineageOf } from "#stages/data-pipeline/lineage.ts";
import { LineageChart } from "#stages/data-pipeline/lineage-chart.tsx";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { PipelineFigures } from "#stages/data-pipeline/pipeline-figures.tsx";
import { firstDay } from "#stages/data-pipeline/run-days.ts";
import { SkewChart } from "#stages/data-pipeline/skew-chart.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";

/** The pictures of stage 5: what feeds what and where it broke, when it ran, how old the data is, and how skewed. */
export async function DataPipelinePanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const skew = <SkewChart facts={facts} csvHref={`${files}/skew-measurements/export`} zone={zone} />;
  if (facts.of(pipeline).length === 0)
    return (
      <>
        <NoPipelines base={base} />
        {skew}
      </>
    );
  const { now } = facts;
  const counts = await countRunDays(access, { zone, from: firstDay({ now, zone, weeks: CALENDAR_WEEKS }) });
  return (
    <>
      <div className="@container">
        <div className="grid grid-cols-1 items-start gap-x-4 gap-y-5 @min-[58.75rem]:grid-cols-[minmax(0,1fr)_19.5rem]">
          <LineageChart lineage={lineageOf(facts)} base={base} csvHref={`${files}/pipelines/export`} />
          <CalendarChart {...{ counts, now, zone }} csvHref={`${files}/pipeline-runs/export`} />
        </div>
      </div>
      <PipelineFigures facts={facts} base={base} zone={zone} />
      {skew}
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
