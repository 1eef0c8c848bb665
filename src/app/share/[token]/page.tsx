import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FileLinks } from "#app/document/document-head.tsx";
import { DocumentView } from "#app/document/document-view.tsx";
import { openedShare } from "#app/share/opened.ts";
import { Logo } from "#components/ui/shell/logo.tsx";
import { formatDate } from "#lib/format-date.ts";
import { getSharedDocument } from "#server/share-links.ts";

export const metadata: Metadata = {
  title: "Shared document",
  robots: { index: false, follow: false, nocache: true },
  referrer: "no-referrer",
};

/** What the holder of a link reads: one document, as a viewer would see it, with no way further in. */
export default async function SharedPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const opened = await openedShare(token);
  const tree = opened && (await getSharedDocument(opened));
  if (!opened || !tree) notFound();
  return (
    <main className="mx-auto flex w-full max-w-5xl flex-col gap-4 px-4 py-8">
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Logo />
          <p className="rounded-control bg-quiet-tint px-2.5 py-1 text-sm text-quiet">
            Read only, until {formatDate(opened.expiresAt, opened.zone)}
          </p>
        </div>
        <p className="mt-3 text-base text-ink-2 wrap-anywhere">{tree.project.name}</p>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
          <h1 className="min-w-0 text-xl font-[620] tracking-tight wrap-anywhere">{tree.title}</h1>
          <div className="no-print flex gap-2">
            <FileLinks base={`/share/${token}`} of={tree.title} />
          </div>
        </div>
        <p className="text-base text-ink-2">
          {tree.asOf}, {tree.version}.
        </p>
      </header>
      <DocumentView blocks={tree.blocks} level={2} />
    </main>
  );
}
