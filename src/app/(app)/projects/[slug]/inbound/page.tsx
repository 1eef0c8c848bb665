import type { Metadata } from "next";
import { InboundTable } from "#app/(app)/projects/[slug]/inbound/inbound-table.tsx";
import { InboundTabs } from "#app/(app)/projects/[slug]/inbound/inbound-tabs.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterChip } from "#components/ui/filter-chip.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { countArrivals, listInbound } from "#server/inbound-log.ts";
import { WIRE_FORMATS, WIRE_NAMES } from "#wire/heard.ts";

export const metadata: Metadata = { title: "What arrived" };

type PageProps = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ format?: string; refused?: string; cursor?: string }>;
};

export default async function InboundPage({ params, searchParams }: PageProps) {
  const access = await readingProject((await params).slug);
  const asked = await searchParams;
  const format = WIRE_FORMATS.find((each) => each === asked.format);
  const refused = asked.refused === "1";
  const [{ items, nextCursor }, arrivals, { user }] = await Promise.all([
    listInbound(access, { format, refused, cursor: asked.cursor }),
    countArrivals(access),
    currentSession(),
  ]);
  const base = `/projects/${access.slug}/inbound`;
  const filter = { ...(format && { format }), ...(refused && { refused: "1" }) };
  const address = (more: Record<string, string>) =>
    `${base}${Object.keys(more).length > 0 ? "?" : ""}${new URLSearchParams(more)}`;
  const { format: _, ...withoutFormat } = filter;
  const { refused: __, ...withoutRefused } = filter;
  const came = arrivals.filter(({ count }) => count > 0);
  return (
    <div className="flex flex-col gap-4">
      <InboundTabs slug={access.slug} current="inbound" />
      {came.length > 0 && (
        <nav aria-label="Filter" className="no-print flex flex-wrap gap-1.5">
          {came.map(({ format: each }) => (
            <FilterChip
              key={each}
              label={WIRE_NAMES[each]}
              active={each === format}
              href={address(each === format ? withoutFormat : { ...withoutFormat, format: each })}
            />
          ))}
          <FilterChip
            label="Refused only"
            active={refused}
            href={address(refused ? withoutRefused : { ...withoutRefused, refused: "1" })}
          />
        </nav>
      )}
      <Card padded={items.length === 0}>
        {items.length > 0 ? (
          <InboundTable slug={access.slug} items={items} zone={user.timeZone} />
        ) : came.length > 0 ? (
          <EmptyState title="Nothing of this kind arrived">Take a filter off to see the rest.</EmptyState>
        ) : (
          <EmptyState
            title="Nothing has arrived yet"
            action={
              <ButtonLink href={`/projects/${access.slug}/connect`} variant="primary">
                Connect a tool
              </ButtonLink>
            }
          >
            Everything that tools send is listed here: what it was, what it became, and what was refused and why.
          </EmptyState>
        )}
      </Card>
      {items.length > 0 && (
        <ShowMore
          shown={items.length}
          noun="events"
          nextHref={nextCursor ? address({ ...filter, cursor: nextCursor }) : undefined}
        />
      )}
    </div>
  );
}
