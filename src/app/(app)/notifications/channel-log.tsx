import { AgainButton } from "#app/(app)/notifications/again-button.tsx";
import { ChannelActions } from "#app/(app)/notifications/channel-actions.tsx";
import { ChannelTag } from "#app/(app)/notifications/channel-tag.tsx";
import { type Home, KIND_NAMES, rhythmWords, typeWords } from "#app/(app)/notifications/channel-words.ts";
import { DeliveryTable } from "#app/(app)/notifications/delivery-table.tsx";
import { DELIVERY_WORDS } from "#app/(app)/notifications/delivery-tag.tsx";
import { orNotFound } from "#app/(app)/notifications/or-not-found.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterChip } from "#components/ui/filter-chip.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { FAILING_DAYS } from "#domain/delivery-retry.ts";
import type { ChannelView } from "#server/channel-shape.ts";
import { type ChannelAccess, getChannel } from "#server/channels.ts";
import { now } from "#server/clock.ts";
import { countDeliveries, DELIVERY_STATES, listDeliveries } from "#server/delivery-log.ts";

export type LogQuery = { state?: string; cursor?: string };

type ChannelLogProps = { access: ChannelAccess; home: Home; id: string; query: LogQuery; zone: string };

/** One channel: how it stands, and what was sent. */
export async function ChannelLog({ access, home, id, query, zone }: ChannelLogProps) {
  const state = DELIVERY_STATES.find((each) => each === query.state);
  const channel = await orNotFound(getChannel(access, id));
  const [{ items, nextCursor }, counts] = await Promise.all([
    orNotFound(listDeliveries(access, id, { state, cursor: query.cursor })),
    countDeliveries(access, id),
  ]);
  const total = DELIVERY_STATES.reduce((sum, each) => sum + counts[each], 0);
  const address = (more: Record<string, string>) => `${home.base}/${id}?${new URLSearchParams(more)}`;
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={channel.name}
        note={KIND_NAMES[channel.kind]}
        aside={
          <span className="flex flex-wrap items-center gap-2">
            <ChannelActions
              {...{ home, id, name: channel.name, kind: channel.kind }}
              paused={channel.pausedAt !== null}
            />
          </span>
        }
      >
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-base text-pretty text-ink-2">
          <ChannelTag channel={channel} />
          <span className="wrap-anywhere">
            Goes to {channel.shown}. {typeWords(channel)}. {rhythmWords(channel)}.
          </span>
        </p>
      </Card>
      <Trouble channel={channel} zone={zone} />
      {total > 0 && (
        <div className="no-print flex flex-wrap items-center justify-between gap-2">
          <nav aria-label="Filter" className="flex flex-wrap gap-1.5">
            {DELIVERY_STATES.filter((each) => counts[each] > 0 || each === state).map((each) => (
              <FilterChip
                key={each}
                label={`${DELIVERY_WORDS[each].word} ${counts[each].toLocaleString("en-GB")}`}
                active={each === state}
                href={each === state ? `${home.base}/${id}` : address({ state: each })}
              />
            ))}
          </nav>
          {counts.failed > 0 && !channel.pausedAt && <AgainButton slug={home.slug} id={id} failed={counts.failed} />}
        </div>
      )}
      <Card padded={items.length === 0}>
        {items.length > 0 ? (
          <DeliveryTable {...{ home, items, zone }} channelId={id} paused={channel.pausedAt !== null} />
        ) : (
          <EmptyState title={total > 0 ? "Nothing in this state" : "Nothing was told here yet"}>
            {total > 0
              ? "Take the filter off to see the rest."
              : "What happens from now on stands here, with each attempt and what the other side said. Send a test to see whether it arrives."}
          </EmptyState>
        )}
      </Card>
      {items.length > 0 && (
        <ShowMore
          shown={items.length}
          total={state ? counts[state] : total}
          noun="pieces of news"
          nextHref={nextCursor ? address({ ...(state && { state }), cursor: nextCursor }) : undefined}
        />
      )}
    </div>
  );
}

function Trouble({ channel, zone }: { channel: ChannelView; zone: string }) {
  const { pausedAt, pausedBecause, failingSince } = channel;
  if (pausedAt)
    return (
      <Notice
        tone={pausedBecause ? "bad" : "quiet"}
        title={pausedBecause ? "Paused, because nothing comes through" : "Paused"}
      >
        {pausedBecause && `${pausedBecause} `}
        Nothing new is written down for it. What waited before is sent when the channel is taken up again.
      </Notice>
    );
  if (!failingSince) return null;
  return (
    <Notice tone="warn" title="Nothing comes through at the moment">
      It has failed for <RelativeTime at={failingSince} now={now()} zone={zone} />. What waits is tried again by itself;
      after {FAILING_DAYS} days the channel is paused.
    </Notice>
  );
}
