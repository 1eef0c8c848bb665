import type { Metadata } from "next";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterChip } from "#components/ui/filter-chip.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDate } from "#lib/format-date.ts";
import { listActivity } from "#server/activity.ts";
import { activityDetail, activityWords } from "#server/activity-words.ts";
import { now } from "#server/clock.ts";
import { findStage, STAGES } from "#stages/registry.ts";

export const metadata: Metadata = { title: "Activity" };

type PageProps = { params: Promise<{ slug: string }>; searchParams: Promise<{ stage?: string; cursor?: string }> };

export default async function ActivityPage({ params, searchParams }: PageProps) {
  const access = await readingProject((await params).slug);
  const { user } = await currentSession();
  const { stage: asked, cursor } = await searchParams;
  const stage = findStage(asked ?? "")?.key;
  const { items, nextCursor } = await listActivity(access, {
    limit: 60,
    ...(stage ? { stage } : {}),
    ...(cursor ? { cursor } : {}),
  });
  const base = `/projects/${access.slug}/activity`;
  const days = Map.groupBy(items, ({ at }) => formatDate(at, user.timeZone));
  return (
    <div className="flex flex-col gap-4">
      <nav aria-label="Filter by stage" className="no-print flex flex-wrap gap-1.5">
        {STAGES.map(({ key, title }) => (
          <FilterChip
            key={key}
            label={title}
            href={stage === key ? base : `${base}?stage=${key}`}
            active={stage === key}
          />
        ))}
      </nav>
      {items.length === 0 && (
        <Card>
          <EmptyState title="Nothing happened here yet">
            Every change of the project is kept here: who did what, when and why.
          </EmptyState>
        </Card>
      )}
      {[...days].map(([day, events]) => (
        <Card key={day} title={day}>
          <ol className="flex flex-col gap-2.5">
            {events.map((event) => (
              <li key={event.id} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-3 text-base">
                <RelativeTime at={event.at} now={now()} zone={user.timeZone} className="text-ink-2" />
                <div className="min-w-0">
                  <p className="text-pretty">
                    {activityWords(event)} {event.importId && <Tag>Imported</Tag>}
                  </p>
                  <p className="line-clamp-3 text-sm text-pretty text-ink-2">{activityDetail(event)}</p>
                </div>
              </li>
            ))}
          </ol>
        </Card>
      ))}
      <ShowMore
        shown={items.length}
        noun="events"
        nextHref={
          nextCursor ? `${base}?${new URLSearchParams({ ...(stage ? { stage } : {}), cursor: nextCursor })}` : undefined
        }
      />
    </div>
  );
}
