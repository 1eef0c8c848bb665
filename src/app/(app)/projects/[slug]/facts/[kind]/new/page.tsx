import type { Metadata } from "next";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { FactForm } from "#app/(app)/projects/[slug]/facts/fact-form.tsx";
import { factFormFields } from "#app/(app)/projects/[slug]/facts/fact-form-fields.ts";
import { factSetting } from "#app/(app)/projects/[slug]/facts/fact-setting.ts";
import { mayNotRecord, recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { withArticle } from "#lib/article.ts";

export const metadata: Metadata = { title: "Record" };

type NewFactProps = { params: Promise<{ slug: string; kind: string }> };

export default async function NewFactPage({ params }: NewFactProps) {
  const { slug, kind: name } = await params;
  const { kind, access, userId, may } = await recordingKind(slug, name);
  if (!may) return mayNotRecord(slug, kind);
  const { choices } = await factSetting(access, kind);
  const back = `/projects/${slug}/facts/${kind.kind}`;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <KindHead slug={slug} kind={kind} here="New" title={`Record ${withArticle(kind.one)}`} summary={kind.help} />
      <FactForm
        place={{ slug, kind: kind.kind }}
        one={kind.one}
        userId={userId}
        fields={factFormFields(kind)}
        choices={choices}
        existing={null}
        back={back}
      />
    </div>
  );
}
