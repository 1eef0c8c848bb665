import type { Metadata } from "next";
import { figuresFor } from "#app/(app)/portfolio/figures.ts";
import { PortfolioTable } from "#app/(app)/portfolio/portfolio-table.tsx";
import { asQuery, hrefWith, isFiltered, portfolioParams } from "#app/(app)/portfolio/query.ts";
import { compactRow } from "#app/(app)/portfolio/rows.ts";
import { NothingFits, ViewFrame } from "#app/(app)/portfolio/view-frame.tsx";
import { csvOf } from "#app/(app)/portfolio/views.ts";
import { currentSession } from "#app/actor.ts";
import { Numbers } from "#components/charts/chart-frame.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { KeyFigures } from "#components/ui/key-figures.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { StageLegend } from "#components/ui/stage-legend.tsx";
import { plural } from "#lib/format-size.ts";
import { portfolioOf } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { countPortfolio, listPortfolio, listPortfolioOwners, portfolioFigures } from "#server/portfolio.ts";
import { STAGES } from "#stages/registry.ts";

export const metadata: Metadata = { title: "Portfolio" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PortfolioPage({ searchParams }: PageProps) {
  const { actor } = await currentSession();
  const params = portfolioParams.parse(await searchParams);
  const view = portfolioOf(actor);
  const filtered = isFiltered(params);
  const [page, figures, owners, fitting] = await Promise.all([
    listPortfolio(view, asQuery(params)),
    portfolioFigures(view),
    listPortfolioOwners(view),
    filtered ? countPortfolio(view, asQuery(params)) : null,
  ]);
  const stages = STAGES.map(({ key, number, title, phase }) => ({ key, number, title, phase }));
  const count = fitting ?? figures.projects;
  if (figures.projects === 0 && !filtered) return <FirstStep />;
  return (
    <ViewFrame
      view="table"
      params={params}
      owners={owners}
      note={filtered ? `${plural(count, "project")} that ${count === 1 ? "fits" : "fit"}` : plural(count, "project")}
      figures={<KeyFigures label="The portfolio in figures" figures={figuresFor(figures)} />}
    >
      {page.items.length === 0 ? (
        <NothingFits view="table" />
      ) : (
        <>
          <PortfolioTable rows={page.items.map((row) => compactRow(row, now()))} stages={stages} />
          <ShowMore
            shown={page.items.length}
            total={count}
            noun="projects"
            nextHref={page.nextCursor ? hrefWith(params, { cursor: page.nextCursor }) : undefined}
          />
          <div className="flex flex-wrap items-start justify-between gap-x-4">
            <StageLegend />
            <Numbers title="the portfolio" csvHref={csvOf("table", params)} />
          </div>
        </>
      )}
    </ViewFrame>
  );
}

function FirstStep() {
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Portfolio" note={plural(0, "project")} />
      <FirstProject />
    </div>
  );
}

function FirstProject() {
  return (
    <EmptyState
      title="Follow your first project"
      action={
        <>
          <ButtonLink href="/projects/new" variant="primary">
            New project
          </ButtonLink>
          <ButtonLink href="/projects/import">Import a project</ButtonLink>
        </>
      }
    >
      A project walks ten stages, from the business case to retraining. Here you will see at a glance which ones are
      stuck, at risk or waiting for a decision.
    </EmptyState>
  );
}
