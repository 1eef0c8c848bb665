import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { recordingKind } from "#app/(app)/projects/[slug]/facts/recording.tsx";
import { CardFacts } from "#app/(app)/projects/[slug]/model-cards/[key]/card-facts.tsx";
import { CardResults } from "#app/(app)/projects/[slug]/model-cards/[key]/card-results.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Prose } from "#components/ui/prose.tsx";
import { AppError } from "#domain/errors.ts";
import { getCard } from "#server/model-card-files.ts";
import { resultsIn, valuesKept } from "#server/model-card-front.ts";
import { CARD_SECTIONS } from "#stages/model/card-sections.ts";
import { modelCard } from "#stages/model/model-card.ts";

type CardPageProps = { params: Promise<{ slug: string; key: string }> };

export const metadata: Metadata = { title: "Model card" };

/** The model card as others read it: to be printed, sent, and held against what is recorded. */
export default async function ModelCardPage({ params }: CardPageProps) {
  const { slug, key: encoded } = await params;
  const key = decodeURIComponent(encoded);
  const { kind, access, may } = await recordingKind(slug, modelCard.kind);
  const found = await getCard(access, key).catch(missing);
  const { card, results } = found;
  const base = `/projects/${slug}`;
  const editHref = `${base}/facts/model-cards/${encoded}/edit`;
  const told = resultsIn(card.frontMatter);
  return (
    <article className="flex flex-col gap-4">
      <KindHead
        slug={slug}
        kind={kind}
        here={card.title}
        title={card.title}
        actions={
          <>
            <a
              href={`/api/v1${base}/model-cards/${encoded}/markdown`}
              download
              className="text-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
            >
              Markdown
            </a>
            {may && (
              <>
                <ButtonLink href={`${base}/model-cards/import?version=${encodeURIComponent(card.modelVersion)}`}>
                  Import Markdown
                </ButtonLink>
                <ButtonLink href={editHref} variant="primary" prefetch={false}>
                  Edit
                </ButtonLink>
              </>
            )}
          </>
        }
      />
      <CardFacts slug={slug} found={found} />
      <CardResults results={told.length > 0 ? told : results} told={told.length > 0} base={base} />
      {CARD_SECTIONS.map(([name, heading]) => (
        <Card key={name} title={heading} level={3} className="break-inside-avoid">
          <SectionText text={card[name]} editHref={may ? editHref : null} />
        </Card>
      ))}
      {card.otherSections && (
        <Card title="Other sections" level={3}>
          <Prose text={card.otherSections} />
        </Card>
      )}
      <KeptNames values={valuesKept(card.frontMatter)} />
    </article>
  );
}

function missing(error: unknown): never {
  if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
  throw error;
}

function SectionText({ text, editHref }: { text: string | undefined; editHref: string | null }) {
  if (text?.trim()) return <Prose text={text} />;
  return (
    <p className="text-base text-ink-2">
      Not written yet.{" "}
      {editHref && (
        <Link href={editHref} prefetch={false} className="no-print underline underline-offset-2">
          Write it
        </Link>
      )}
    </p>
  );
}

function KeptNames({ values }: { values: readonly (readonly [name: string, value: string])[] }) {
  if (values.length === 0) return null;
  return (
    <Card title="More in its front matter" note="kept as it came, for Hugging Face and other readers" level={3}>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]">
        {values.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="font-mono text-sm text-ink-2">{name}</dt>
            <dd className="line-clamp-6 text-base wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
