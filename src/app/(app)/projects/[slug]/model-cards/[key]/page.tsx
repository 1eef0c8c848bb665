import type { Metadata } from "next";
import { readingFact } from "#app/(app)/projects/[slug]/facts/reading.ts";
import { recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { currentSession } from "#app/actor.ts";
import { DocumentHead } from "#app/document/document-head.tsx";
import { DocumentView } from "#app/document/document-view.tsx";
import { readingDocument } from "#app/document/reading.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { can } from "#domain/permissions.ts";
import { now } from "#server/clock.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { stageOf } from "#stages/registry.ts";

type CardPageProps = { params: Promise<{ slug: string; key: string }> };

export const metadata: Metadata = { title: "Model card" };

/** The model card as others read it: to be printed, sent, and held against what is recorded. */
export default async function ModelCardPage({ params }: CardPageProps) {
  const { slug, key: encoded } = await params;
  const place = { document: "model-card" as const, key: decodeURIComponent(encoded) };
  const [{ user }, { access, kind, may }] = await Promise.all([currentSession(), recordingKind(slug, modelCard.kind)]);
  const [tree, { data }] = await Promise.all([readingDocument(access, place), readingFact(access, kind, encoded)]);
  const base = `/projects/${slug}`;
  return (
    <div className="flex flex-col gap-4">
      <DocumentHead
        tree={tree}
        place={place}
        mayShare={can(access.roles, "project.share")}
        crumbs={[
          { label: stageOf("model").title, href: `${base}/stages/model` },
          { label: "Model cards", href: `${base}/facts/model-cards` },
          { label: tree.title },
        ]}
      >
        {may && (
          <>
            <ButtonLink
              size="sm"
              href={`${base}/model-cards/import?version=${encodeURIComponent(String(data.modelVersion))}`}
              prefetch={false}
            >
              Import Markdown
            </ButtonLink>
            <ButtonLink size="sm" href={`${base}/facts/model-cards/${encoded}/edit`} prefetch={false}>
              Edit
            </ButtonLink>
          </>
        )}
      </DocumentHead>
      <DocumentView blocks={tree.blocks} level={3} computed={{ at: now().getTime(), zone: user.timeZone }} />
    </div>
  );
}
