import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "#components/ui/breadcrumbs.tsx";

type PageHeaderProps = {
  title: string;
  crumbs?: readonly Crumb[] | undefined;
  /** Tags beside the title. */
  tags?: ReactNode;
  /** Quiet words beside the title, such as a count. */
  note?: ReactNode;
  summary?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, crumbs, tags, note, summary, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1.5">
      {crumbs && <Breadcrumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1.5">
          <h1 className="text-xl font-[620] tracking-tight">{title}</h1>
          {note && <span className="text-base text-ink-2">{note}</span>}
          {tags}
        </div>
        {actions && <div className="no-print flex flex-wrap items-center gap-2.5">{actions}</div>}
      </div>
      {summary && <p className="max-w-3xl text-base text-pretty text-ink-2">{summary}</p>}
    </header>
  );
}
