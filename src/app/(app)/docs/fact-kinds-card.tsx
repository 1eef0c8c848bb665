import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { sentenceCase } from "#lib/sentence-case.ts";
import { factKindsOf } from "#stages/fact-kinds.ts";
import { STAGES } from "#stages/registry.ts";

/** The kinds of fact, stage by stage: each has the same calls, so each has a page of its own. */
export function FactKindsCard() {
  const stages = STAGES.map((stage) => ({ ...stage, kinds: factKindsOf(stage.key) })).filter(
    ({ kinds }) => kinds.length > 0,
  );
  return (
    <Card title="Facts" note="what the stages record: the same calls for every kind">
      <p className="mb-3 max-w-3xl text-base text-pretty text-ink-2">
        A kind has a list with filters, one fact by its key, recording, changing with a version, removing and restoring,
        many at once, import from CSV and export. Send the parts of the fact beside its <code>key</code>.
      </p>
      <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
        {stages.map(({ key, number, title, kinds }) => (
          <div key={key} className="contents">
            <dt className="text-base text-ink-2">
              {number} {title}
            </dt>
            <dd className="flex flex-wrap gap-x-4 gap-y-1.5 text-base">
              {kinds.map(({ kind, many }) => (
                <Link key={kind} href={`/docs/${kind}`} prefetch={false} className="underline underline-offset-2">
                  {sentenceCase(many)}
                </Link>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
