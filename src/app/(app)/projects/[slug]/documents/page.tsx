import type { Metadata } from "next";
import { DocumentList } from "#app/(app)/projects/[slug]/documents/document-list.tsx";
import { NewShare } from "#app/(app)/projects/[slug]/documents/new-share.tsx";
import { ShareTable } from "#app/(app)/projects/[slug]/documents/share-table.tsx";
import { findAccess, readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { whoMay } from "#domain/permissions.ts";
import { listDocuments } from "#server/documents/documents.ts";
import { getProject } from "#server/projects.ts";
import { listShares } from "#server/share-links.ts";

export const metadata: Metadata = { title: "Documents" };

/** What the project can hand on, and who was given a way to read it. */
export default async function DocumentsPage({ params }: { params: Promise<{ slug: string }> }) {
  const access = await readingProject((await params).slug);
  const { slug } = access;
  const [documents, sharing, { timeZone }] = await Promise.all([
    listDocuments(access),
    findAccess(slug, "project.share"),
    getProject(access),
  ]);
  const shares = sharing ? await listShares(sharing) : [];
  const make = sharing && <NewShare slug={slug} documents={documents} />;
  return (
    <div className="flex flex-col gap-4">
      <DocumentList slug={slug} documents={documents} />
      <Card
        id="shares"
        title="Read-only links"
        note="for people who have no account here"
        padded={shares.length === 0}
        aside={shares.length > 0 && make}
      >
        {shares.length > 0 && <ShareTable slug={slug} shares={shares} zone={timeZone} />}
        {shares.length === 0 && (
          <EmptyState title={sharing ? "No link yet" : "For those who answer for the project"} action={make}>
            {sharing
              ? "A link shows one document until a day that you choose, as a viewer would see it. You can take it back."
              : `Links are made and seen by ${whoMay("project.share")}.`}
          </EmptyState>
        )}
      </Card>
    </div>
  );
}
