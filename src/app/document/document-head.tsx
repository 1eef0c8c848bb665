import type { ReactNode } from "react";
import { PrintButton } from "#app/(app)/projects/[slug]/canvas/print-button.tsx";
import { NewShare } from "#app/(app)/projects/[slug]/documents/new-share.tsx";
import { Breadcrumbs, type Crumb } from "#components/ui/breadcrumbs.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import type { DocumentName, DocumentTree } from "#domain/document.ts";

type DocumentHeadProps = {
  tree: DocumentTree;
  place: { document: DocumentName; key?: string };
  crumbs: readonly Crumb[];
  mayShare: boolean;
  children?: ReactNode;
};

/** Above a document: what it is, the state it tells, and the ways to take it along. */
export function DocumentHead({ tree, place, crumbs, mayShare, children }: DocumentHeadProps) {
  const { slug } = tree.project;
  return (
    <header className="flex max-w-5xl flex-col gap-1.5">
      <Breadcrumbs crumbs={crumbs} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
        <h2 className="min-w-0 text-lg font-[620] tracking-tight wrap-anywhere">{tree.title}</h2>
        <div className="no-print flex flex-wrap items-center gap-2">
          {children}
          <PrintButton />
          <FileLinks base={`/api/v1${fileBase(slug, place)}`} of={tree.title} />
          {mayShare && <NewShare slug={slug} documents={[{ ...place, title: tree.title }]} />}
        </div>
      </div>
      <p className="text-base text-ink-2">
        {tree.asOf}, {tree.version}.
      </p>
    </header>
  );
}

/** `of`: what the files are of, for those who hear the links out of their place. */
export function FileLinks({ base, of }: { base: string; of: string }) {
  return (
    <>
      <a href={`${base}/markdown`} download aria-label={`Markdown of ${of}`} className={buttonClass("secondary", "sm")}>
        Markdown
      </a>
      <a href={`${base}/pdf`} download aria-label={`PDF of ${of}`} className={buttonClass("secondary", "sm")}>
        PDF
      </a>
    </>
  );
}

function fileBase(slug: string, { document, key = "" }: DocumentHeadProps["place"]): string {
  const base = `/projects/${slug}`;
  if (document === "model-card") return `${base}/model-cards/${encodeURIComponent(key)}`;
  if (document === "datasheet") return `${base}/datasheets/${encodeURIComponent(key)}`;
  return `${base}/documents/${document}`;
}
