import type { Metadata } from "next";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { FactForm } from "#app/(app)/projects/[slug]/facts/fact-form.tsx";
import { factFormFields } from "#app/(app)/projects/[slug]/facts/fact-form-fields.ts";
import { factSetting } from "#app/(app)/projects/[slug]/facts/fact-setting.ts";
import { readingFact } from "#app/(app)/projects/[slug]/facts/reading.ts";
import { mayNotRecord, recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";

export const metadata: Metadata = { title: "Edit" };

type EditFactProps = { params: Promise<{ slug: string; kind: string; key: string }> };

export default async function EditFactPage({ params }: EditFactProps) {
  const { slug, kind: name, key } = await params;
  const { kind, access, userId, may } = await recordingKind(slug, name);
  const fact = await readingFact(access, kind, key);
  if (!may || kind.appendOnly || kind.signed) return mayNotRecord(slug, kind);
  const { choices } = await factSetting(access, kind);
  const back = `/projects/${slug}/facts/${kind.kind}/${encodeURIComponent(fact.key)}`;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <KindHead slug={slug} kind={kind} here={fact.title} title={`Edit ${fact.title}`} />
      <FactForm
        place={{ slug, kind: kind.kind }}
        one={kind.one}
        userId={userId}
        fields={factFormFields(kind)}
        choices={choices}
        existing={{ key: fact.key, version: fact.version, data: fact.data }}
        back={back}
      />
    </div>
  );
}
