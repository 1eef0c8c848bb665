import { BecameFacts, Refusals } from "#app/(app)/projects/[slug]/inbound/became.tsx";
import { OutcomeTag } from "#app/(app)/projects/[slug]/inbound/outcome-tag.tsx";
import { Card } from "#components/ui/card.tsx";
import type { Result } from "#server/inbound-events.ts";

/** What a payload would become, in the words of the log. */
export function TrialResult({ slug, result }: { slug: string; result: Result }) {
  const { facts, points, refused, notes } = result;
  return (
    <div className="flex flex-col gap-4">
      <Card title={result.about} level={3} aside={<OutcomeTag outcome={result.outcome} />}>
        {facts.length > 0 && <BecameFacts slug={slug} facts={facts} trial />}
        {points > 0 && <p className="mt-3 text-base first:mt-0">{points.toLocaleString("en-GB")} points of series</p>}
        {facts.length + points === 0 && <p className="text-base text-ink-2">Nothing would be filed.</p>}
        {notes.map((note) => (
          <p key={note} className="mt-3 text-base text-pretty text-ink-2">
            {note}
          </p>
        ))}
      </Card>
      {refused.length > 0 && (
        <Card title="What would be refused" level={3}>
          <Refusals refused={refused} total={refused.length} />
        </Card>
      )}
    </div>
  );
}
