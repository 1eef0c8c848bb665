import type { Metadata } from "next";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { FactForm } from "#app/(app)/projects/[slug]/facts/fact-form.tsx";
import { factFormFields } from "#app/(app)/projects/[slug]/facts/fact-form-fields.ts";
import { factSetting } from "#app/(app)/projects/[slug]/facts/fact-setting.ts";
import { knownParts } from "#app/(app)/projects/[slug]/facts/known-parts.ts";
import { mayNotRecord, recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { withArticle } from "#lib/article.ts";
import { beginFact } from "#server/facts.ts";

export const metadata: Metadata = { title: "Record" };

type NewFactProps = {
  params: Promise<{ slug: string; kind: string }>;
  /** Parts that are known where the link stands: `?source=warehouse`. */
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NewFactPage({ params, searchParams }: NewFactProps) {
  const [{ slug, kind: name }, asked] = await Promise.all([params, searchParams]);
  const { kind, access, userId, may } = await recordingKind(slug, name);
  if (!may) return mayNotRecord(slug, kind);
  const [{ choices }, beginning] = await Promise.all([factSetting(access, kind), beginFact(access, kind)]);
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
        beginning={beginning}
        known={knownParts(kind, asked)}
        back={back}
      />
    </div>
  );
}
