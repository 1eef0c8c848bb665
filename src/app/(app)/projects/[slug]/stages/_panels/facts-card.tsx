import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import { factKindsOf } from "#stages/fact-kinds.ts";

type FactsCardProps = {
  base: string;
  stage: string;
  counts: Readonly<Record<string, { count: number; newest: Date | null }>>;
  zone: string;
};

/** What the stage records beside its document: each kind with how much there is of it. What is there comes first. */
export function FactsCard({ base, stage, counts, zone }: FactsCardProps) {
  const kinds = factKindsOf(stage).map((kind) => ({ ...kind, ...(counts[kind.kind] ?? { count: 0, newest: null }) }));
  if (kinds.length === 0) return null;
  const full = kinds.filter(({ count }) => count > 0);
  const empty = kinds.filter(({ count }) => count === 0);
  return (
    <Card title="Recorded facts" note="by hand, from a file, or by your scripts" id="facts">
      {full.length > 0 && (
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {full.map(({ kind, many, count, newest }) => (
            <li key={kind} id={`facts-${kind}`} className="flex items-baseline justify-between gap-3 text-base">
              <Link
                href={`${base}/facts/${kind}`}
                prefetch={false}
                className="-my-0.5 inline-flex min-h-6 items-center font-medium hover:underline"
              >
                {sentenceCase(many)}
              </Link>
              <span className="figures text-sm whitespace-nowrap text-ink-2">
                {count.toLocaleString("en-GB")}
                {newest && `, newest ${formatDate(newest, zone)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {empty.length > 0 && (
        <p className={full.length > 0 ? "mt-3 text-base text-ink-2" : "text-base text-ink-2"}>
          {full.length > 0 ? "Nothing yet of: " : "Nothing is recorded yet. Begin with: "}
          {empty.map(({ kind, many }, at) => (
            <span key={kind} id={`facts-${kind}`}>
              {at > 0 && ", "}
              <Link
                href={`${base}/facts/${kind}`}
                prefetch={false}
                className="underline underline-offset-2 hover:text-ink"
              >
                {many}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
    </Card>
  );
}

/** From the top of a long page to what was recorded, and its pictures. */
export function FactsLink({ stage, counts }: Pick<FactsCardProps, "stage" | "counts">) {
  const kinds = factKindsOf(stage);
  const sum = kinds.reduce((total, { kind }) => total + (counts[kind]?.count ?? 0), 0);
  if (kinds.length === 0) return null;
  return (
    <p className="no-print -mt-2 text-sm">
      <a
        href="#facts"
        className="inline-flex min-h-6 items-center font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
      >
        {sum === 0
          ? "Recorded facts: none yet"
          : sum === 1
            ? "1 recorded fact, and what it shows"
            : `${sum.toLocaleString("en-GB")} recorded facts, and what they show`}
      </a>
    </p>
  );
}
