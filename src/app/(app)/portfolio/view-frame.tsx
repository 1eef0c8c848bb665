import type { ReactNode } from "react";
import { FilterBar } from "#app/(app)/portfolio/filter-bar.tsx";
import type { PortfolioParams } from "#app/(app)/portfolio/query.ts";
import { type PortfolioView, pathOf, viewLinks } from "#app/(app)/portfolio/views.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SegmentedLinks } from "#components/ui/segmented.tsx";
import { STAGES } from "#stages/registry.ts";

type ViewFrameProps = {
  view: PortfolioView;
  params: PortfolioParams;
  owners: readonly { id: string; name: string }[];
  note: string;
  /** Between the head and the filters. */
  figures?: ReactNode;
  children: ReactNode;
};

/** The head, the choice of the view and the filters, which all views of the portfolio have in common. */
export function ViewFrame({ view, params, owners, note, figures, children }: ViewFrameProps) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Portfolio"
        note={note}
        actions={
          <>
            <SegmentedLinks label="View" items={viewLinks(view, params)} />
            <ButtonLink href="/projects/new" variant="primary">
              New project
            </ButtonLink>
          </>
        }
      />
      {figures}
      <FilterBar
        params={params}
        owners={owners}
        stages={STAGES.map(({ key, number, title }) => ({ key, number, title }))}
        action={pathOf(view)}
        sortable={view === "table"}
      />
      {children}
    </div>
  );
}

export function NothingFits({ view }: { view: PortfolioView }) {
  return (
    <div className="flex flex-col items-center gap-2.5 px-6 py-10 text-center">
      <p className="text-md font-semibold">No project fits these filters</p>
      <ButtonLink href={pathOf(view)}>Clear the filters</ButtonLink>
    </div>
  );
}
