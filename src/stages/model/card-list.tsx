import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import type { StageFacts } from "#stages/facts.ts";
import { CARD_SECTIONS, sectionsMissing, sectionsWritten } from "#stages/model/card-sections.ts";
import { modelCard } from "#stages/model/model-card.ts";

const SHOWN = 8;

/** The model cards with what they lack, each as a Markdown file. */
export function CardList({ facts, base }: { facts: StageFacts; base: string }) {
  const cards = facts.of(modelCard);
  if (cards.length === 0) return null;
  return (
    <Card level={3} title="Model cards" note="eight sections each">
      <ul className="grid gap-2">
        {cards.slice(0, SHOWN).map(({ key, data }) => (
          <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <Link href={`${base}/facts/model-cards/${key}`} prefetch={false} className="font-medium hover:underline">
              {data.title}
            </Link>
            <span className="text-ink-2">{wordsOf(data)}</span>
            <a href={`${base}/model-cards/${key}`} download className="text-sm underline underline-offset-2">
              Markdown<span className="sr-only"> of {data.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function wordsOf(card: Parameters<typeof sectionsMissing>[0]): string {
  const missing = sectionsMissing(card);
  const written = `${sectionsWritten(card)} of ${CARD_SECTIONS.length} sections`;
  return missing.length === 0 ? written : `${written}; missing: ${missing.join(", ")}`;
}
