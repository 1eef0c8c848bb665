import Link from "next/link";
import type { ReactNode } from "react";
import { currentSession } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatPercent } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { now } from "#server/clock.ts";
import type { getCard } from "#server/model-card-files.ts";
import { How } from "#stages/how.tsx";

type CardFactsProps = { slug: string; found: Awaited<ReturnType<typeof getCard>> };

/** What stands above the text of a card: the version it is about, what it starts from, under which licences. */
export async function CardFacts({ slug, found }: CardFactsProps) {
  const { user } = await currentSession();
  const { card, modelVersion, baseModel, startsAfresh, changedAt, changedByName, figures } = found;
  const facts = `/projects/${slug}/facts`;
  const link = (kind: string, key: string, words: string) => (
    <Link href={`${facts}/${kind}/${encodeURIComponent(key)}`} prefetch={false} className="hover:underline">
      {words}
    </Link>
  );
  const written = figures.find(({ name }) => name === "completeness");
  return (
    <Card>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3 print:grid-cols-3">
        <Fact label="Model version">
          {link("model-versions", card.modelVersion, modelVersion?.tag ?? card.modelVersion)}{" "}
          {modelVersion && <Tag>{modelVersion.standing}</Tag>}
        </Fact>
        <Fact label="Data version">
          {modelVersion?.datasetVersion
            ? link("dataset-versions", modelVersion.datasetVersion, modelVersion.datasetVersion)
            : "Not recorded"}
        </Fact>
        <Fact label="Licence">{card.licence ?? "Not said"}</Fact>
        <Fact label="Base model">
          {baseModel?.name ?? (startsAfresh ? "None: trained from the start" : "None is named")}
        </Fact>
        {baseModel && (
          <Fact label="Licence of the base model">
            {baseModel.licence ?? <span className="text-warn">Not named: the gate asks for it</span>}
          </Fact>
        )}
        {written && typeof written.value === "number" && (
          <Fact label="Sections written">
            {formatPercent(written.value, 0)} <How figure={written} at={now().getTime()} zone={user.timeZone} />
          </Fact>
        )}
        <Fact label="Last changed">
          {formatDate(changedAt, user.timeZone)} by {changedByName}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className="text-md font-medium wrap-anywhere">{children}</dd>
    </div>
  );
}
