import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { currentSession } from "#app/actor.ts";
import { DocumentHead } from "#app/document/document-head.tsx";
import { DocumentView } from "#app/document/document-view.tsx";
import { readingProject } from "#app/project.ts";
import { DOCUMENT_TITLES } from "#domain/document.ts";
import { can } from "#domain/permissions.ts";
import { now } from "#server/clock.ts";
import { getDocument, isOfProject } from "#server/documents/documents.ts";

type PageProps = { params: Promise<{ slug: string; document: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { document } = await params;
  return { title: isOfProject(document) ? DOCUMENT_TITLES[document] : "Document" };
}

/** The project report, the technical file or the overview: made of what is recorded at this moment. */
export default async function DocumentPage({ params }: PageProps) {
  const { slug, document } = await params;
  if (!isOfProject(document)) notFound();
  const [access, { user }] = await Promise.all([readingProject(slug), currentSession()]);
  const tree = await getDocument(access, { document });
  return (
    <div className="flex flex-col gap-4">
      <DocumentHead
        tree={tree}
        place={{ document }}
        crumbs={[{ label: "Documents", href: `/projects/${slug}/documents` }, { label: tree.title }]}
        mayShare={can(access.roles, "project.share")}
      />
      <DocumentView blocks={tree.blocks} level={3} computed={{ at: now().getTime(), zone: user.timeZone }} />
    </div>
  );
}
