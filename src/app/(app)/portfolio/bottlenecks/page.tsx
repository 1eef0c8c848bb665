import type { Metadata } from "next";
import { asQuery, portfolioParams } from "#app/(app)/portfolio/query.ts";
import { NothingFits, ViewFrame } from "#app/(app)/portfolio/view-frame.tsx";
import { csvOf } from "#app/(app)/portfolio/views.ts";
import { currentSession } from "#app/actor.ts";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { type SplitBar, SplitBars } from "#components/charts/split-bars.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { formatDays, plural } from "#lib/format-size.ts";
import { portfolioOf } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { listPortfolioOwners } from "#server/portfolio.ts";
import { type Bottlenecks, portfolioBottlenecks } from "#server/portfolio-views.ts";
import { How } from "#stages/how.tsx";

export const metadata: Metadata = { title: "Bottlenecks" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function BottlenecksPage({ searchParams }: PageProps) {
  const { actor, user } = await currentSession();
  const params = portfolioParams.parse(await searchParams);
  const view = portfolioOf(actor);
  const [found, owners] = await Promise.all([portfolioBottlenecks(view, asQuery(params)), listPortfolioOwners(view)]);
  const at = found.computedAt ?? now();
  const known = found.stages.filter(({ index }) => index !== null);
  return (
    <ViewFrame view="bottlenecks" params={params} owners={owners} note={plural(found.projects, "project")}>
      {found.projects === 0 && <NothingFits view="bottlenecks" />}
      {found.projects > 0 && known.length === 0 && (
        <Card>
          <EmptyState title="No stage has been started yet">
            As soon as projects have stood in stages for a while, this shows which stage holds them up, and how much of
            it is waiting.
          </EmptyState>
        </Card>
      )}
      {found.projects > 0 && known.length > 0 && (
        <ChartFrame
          title="Bottlenecks"
          measure={`Median time in the stage over its target days, raised by the share of waiting. Counted ${formatDateTime(at, user.timeZone)}.`}
          actions={
            <How
              figure={{ label: "Bottleneck", calculator: "bottleneck", inputs: inputsOf(known[0]) }}
              at={at.getTime()}
              zone={user.timeZone}
            />
          }
          finding={findingOf(known)}
          table={tableOf(found.stages)}
          csvHref={csvOf("bottlenecks", params)}
        >
          <SplitBars bars={known.map(barOf)} label={findingOf(known)} />
        </ChartFrame>
      )}
    </ViewFrame>
  );
}

type Stages = Bottlenecks["stages"];

function barOf({ key, stage, title, index, waitShare, medianDays, targetDays, open }: Stages[number]): SplitBar {
  const size = index ?? 0;
  const standing = open > 0 ? `; ${open} in it now, counted with their age` : "";
  return {
    ...{ key, name: `${stage} ${title}`, active: size * (1 - waitShare), waiting: size * waitShare, mark: 1 },
    value: `${size.toFixed(1)}×`,
    detail: `${formatDays(medianDays)} for ${targetDays} d planned, ${formatPercent(waitShare, 0)} waiting${standing}`,
  };
}

function findingOf([worst]: Stages): string {
  if (!worst || worst.index === null) return "Nothing is known yet.";
  const times = formatNumber(worst.index, 1);
  if (worst.index <= 1) return `No stage holds projects up: ${worst.title} comes closest to its target, at ${times}.`;
  return `${worst.title} holds projects up most: ${formatDays(worst.medianDays)} where ${worst.targetDays} d are planned, ${formatPercent(worst.waitShare, 0)} of it waiting. ${plural(worst.wip, "project stands", "projects stand")} in it now.`;
}

function inputsOf(stage: Stages[number] | undefined): Record<string, unknown> {
  if (!stage) return {};
  return {
    stage: stage.title,
    "median days": stage.medianDays,
    "target days": stage.targetDays,
    "share of waiting": stage.waitShare,
  };
}

function tableOf(stages: Stages) {
  return {
    columns: ["Stage", "Index", "Median", "Target", "Waiting", "In it now"],
    rows: stages.map((stage) => [
      stage.title,
      formatNumber(stage.index, 2),
      formatDays(stage.medianDays),
      `${stage.targetDays} d`,
      formatPercent(stage.index === null ? null : stage.waitShare, 0),
      String(stage.wip),
    ]),
  };
}
