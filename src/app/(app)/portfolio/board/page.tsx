import type { Metadata } from "next";
import { BoardColumns } from "#app/(app)/portfolio/board/board-columns.tsx";
import { BoardNumbers } from "#app/(app)/portfolio/board/board-numbers.tsx";
import { compactColumn } from "#app/(app)/portfolio/board/columns.ts";
import { asQuery, portfolioParams } from "#app/(app)/portfolio/query.ts";
import { NothingFits, ViewFrame } from "#app/(app)/portfolio/view-frame.tsx";
import { csvOf } from "#app/(app)/portfolio/views.ts";
import { currentSession } from "#app/actor.ts";
import { StageLegend } from "#components/ui/stage-legend.tsx";
import { plural } from "#lib/format-size.ts";
import { portfolioOf } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { listPortfolioOwners } from "#server/portfolio.ts";
import { stageBoard } from "#server/portfolio-views.ts";

export const metadata: Metadata = { title: "Stage board" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function BoardPage({ searchParams }: PageProps) {
  const { actor } = await currentSession();
  const params = portfolioParams.parse(await searchParams);
  const view = portfolioOf(actor);
  const [columns, owners] = await Promise.all([stageBoard(view, asQuery(params)), listPortfolioOwners(view)]);
  const compact = columns.map((column) => compactColumn(column, params, now()));
  const projects = columns.reduce((sum, { count }) => sum + count, 0);
  return (
    <ViewFrame view="board" params={params} owners={owners} note={plural(projects, "project")}>
      {projects === 0 ? (
        <NothingFits view="board" />
      ) : (
        <>
          <p className="text-base text-ink-2">
            Each project stands in the stage where its attention belongs, those that stand there longest on top.
          </p>
          <BoardColumns columns={compact} />
          <StageLegend />
          <BoardNumbers columns={compact} csvHref={csvOf("board", params)} />
        </>
      )}
    </ViewFrame>
  );
}
