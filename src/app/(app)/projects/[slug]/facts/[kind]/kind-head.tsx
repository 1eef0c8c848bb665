import type { ReactNode } from "react";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { stageOf } from "#stages/registry.ts";

type KindHeadProps = {
  slug: string;
  kind: AnyFactKind;
  /** The page below the list, if it is one. */
  here?: string;
  title?: string;
  note?: ReactNode;
  summary?: ReactNode;
  actions?: ReactNode;
};

export function KindHead({ slug, kind, here, title, note, summary, actions }: KindHeadProps) {
  const list = `/projects/${slug}/facts/${kind.kind}`;
  const many = sentenceCase(kind.many);
  const crumbs = [
    { label: stageOf(kind.stage).title, href: `/projects/${slug}/stages/${kind.stage}` },
    here ? { label: many, href: list } : { label: many },
    ...(here ? [{ label: here }] : []),
  ];
  return (
    <header className="flex flex-col gap-1.5">
      <Breadcrumbs crumbs={crumbs} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
          <h2 className="min-w-0 text-lg font-[620] tracking-tight wrap-anywhere">{title ?? many}</h2>
          {note && <span className="text-base text-ink-2">{note}</span>}
        </div>
        {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {summary && <p className="max-w-3xl text-base text-pretty text-ink-2">{summary}</p>}
    </header>
  );
}
