import type { Metadata } from "next";
import { currentSession } from "#app/actor.ts";
import { DocumentHead } from "#app/document/document-head.tsx";
import { DocumentView } from "#app/document/document-view.tsx";
import { readingDocument } from "#app/document/reading.ts";
import { readingProject } from "#app/project.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { can } from "#domain/permissions.ts";
import { now } from "#server/clock.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import { stageOf } from "#stages/registry.ts";

type DatasheetPageProps = { params: Promise<{ slug: string; key: string }> };

export const metadata: Metadata = { title: "Datasheet" };

/** One datasheet on paper: what is recorded of the source, then the seven sections. */
export default async function DatasheetPage({ params }: DatasheetPageProps) {
  const { slug, key: encoded } = await params;
  const place = { document: "datasheet" as const, key: decodeURIComponent(encoded) };
  const [{ user }, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const tree = await readingDocument(access, place);
  const facts = `/projects/${slug}/facts/datasheets`;
  const edits = can(access.roles, "fact.record") && access.roles.some((role) => datasheet.writers.includes(role));
  return (
    <div className="flex flex-col gap-4">
      <DocumentHead
        tree={tree}
        place={place}
        mayShare={can(access.roles, "project.share")}
        crumbs={[
          { label: stageOf("data-selection").title, href: `/projects/${slug}/stages/data-selection` },
          { label: "Datasheets", href: facts },
          { label: tree.title },
        ]}
      >
        {edits && (
          <ButtonLink size="sm" href={`${facts}/${encoded}/edit`} prefetch={false}>
            Edit
          </ButtonLink>
        )}
      </DocumentHead>
      <DocumentView blocks={tree.blocks} level={3} computed={{ at: now().getTime(), zone: user.timeZone }} />
    </div>
  );
}
