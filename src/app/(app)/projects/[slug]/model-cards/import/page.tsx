import type { Metadata } from "next";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { mayNotRecord, recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { CardImport } from "#app/(app)/projects/[slug]/model-cards/import/card-import.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { listCardVersions } from "#server/model-card-files.ts";
import { modelCard } from "#stages/model/model-card.ts";

export const metadata: Metadata = { title: "Import a model card" };

type ImportPageProps = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function CardImportPage({ params, searchParams }: ImportPageProps) {
  const [{ slug }, asked] = await Promise.all([params, searchParams]);
  const { kind, access, may } = await recordingKind(slug, modelCard.kind);
  if (!may) return mayNotRecord(slug, kind);
  const { versions, candidate } = await listCardVersions(access);
  const wanted = typeof asked.version === "string" ? asked.version : (candidate ?? undefined);
  const base = `/projects/${slug}`;
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <KindHead
        slug={slug}
        kind={kind}
        here="Import Markdown"
        title="Import a model card"
        summary="A Markdown file, with front matter as Hugging Face keeps it or without. You see what it becomes first; names and sections that are unknown here are kept as they are."
      />
      {versions.length === 0 ? (
        <EmptyState
          title="No model version yet"
          action={<ButtonLink href={`${base}/facts/model-versions/new`}>Record a model version</ButtonLink>}
        >
          A card is about one model version. Record it first.
        </EmptyState>
      ) : (
        <CardImport
          slug={slug}
          versions={versions}
          first={versions.some(({ key }) => key === wanted) ? wanted : versions[0]?.key}
        />
      )}
    </div>
  );
}
