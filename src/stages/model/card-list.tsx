import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import type { StageFacts } from "#stages/facts.ts";
import { CARD_SECTIONS, sectionsMissing, sectionsWritten } from "#stages/model/card-sections.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelVersion } from "#stages/model/model-version.ts";

const SHOWN = 8;

/** The model cards with what they lack, each as a Markdown file. */
export function CardList({ facts, base }: { facts: StageFacts; base: string }) {
  const cards = facts.of(modelCard);
  if (facts.of(modelVersion).length === 0) return null;
  const importing = (
    <Link
      href={`${base}/model-cards/import`}
      prefetch={false}
      className="no-print text-sm underline underline-offset-2"
    >
      Import Markdown
    </Link>
  );
  if (cards.length === 0)
    return (
      <Card level={3} title="Model cards" aside={importing}>
        <p className="text-base text-ink-2">
          No card yet: what others must know before they use the model, in eight sections.{" "}
          <Link href={`${base}/facts/model-cards/new`} prefetch={false} className="underline underline-offset-2">
            Write one
          </Link>
        </p>
      </Card>
    );
  return (
    <Card level={3} title="Model cards" note="eight sections each" aside={importing}>
      <ul className="grid gap-2">
        {cards.slice(0, SHOWN).map(({ key, data }) => (
          <li key={key} className="grid gap-x-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5rem] sm:items-baseline">
            <Link
              href={`${base}/model-cards/${encodeURIComponent(key)}`}
              prefetch={false}
              className="font-medium wrap-anywhere hover:underline"
            >
              {data.title}
            </Link>
            <span className="text-ink-2">{wordsOf(data)}</span>
            <a
              href={`/api/v1${base}/model-cards/${encodeURIComponent(key)}/markdown`}
              download
              className="no-print w-fit text-sm underline underline-offset-2 sm:justify-self-end"
            >
              Markdown<span className="sr-only"> of {data.title}</span>
            </a>
          </li>
        ))}
      </ul>
      {cards.length > SHOWN && (
        <p className="mt-2 text-sm">
          <Link href={`${base}/facts/model-cards`} prefetch={false} className="underline underline-offset-2">
            All {facts.count(modelCard)} model cards
          </Link>
        </p>
      )}
    </Card>
  );
}

function wordsOf(card: Parameters<typeof sectionsMissing>[0]): string {
  const missing = sectionsMissing(card);
  const written = `${sectionsWritten(card)} of ${CARD_SECTIONS.length} sections`;
  return missing.length === 0 ? written : `${written}; missing: ${missing.join(", ")}`;
}
