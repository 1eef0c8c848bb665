import Link from "next/link";
import { ChannelTag } from "#app/(app)/notifications/channel-tag.tsx";
import { type Home, KIND_NAMES, rhythmWords, typeWords } from "#app/(app)/notifications/channel-words.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import type { ChannelKind, ChannelView } from "#server/channel-shape.ts";
import { now } from "#server/clock.ts";

type ChannelListProps = {
  home: Home;
  channels: readonly ChannelView[];
  /** What can be added here. */
  kinds: readonly ChannelKind[];
  zone: string;
  title: string;
  note: string;
  /** What an empty list says it is for. */
  purpose: string;
};

export function ChannelList({ home, channels, kinds, zone, title, note, purpose }: ChannelListProps) {
  const add = kinds.map((kind) => (
    <ButtonLink key={kind} href={`${home.base}/new?kind=${kind}`} prefetch={false}>
      Add {KIND_NAMES[kind] === "Slack" ? "Slack" : KIND_NAMES[kind].toLowerCase()}
    </ButtonLink>
  ));
  if (channels.length === 0)
    return (
      <Card>
        <EmptyState title="Nothing is told yet" action={add}>
          {purpose}
        </EmptyState>
      </Card>
    );
  return (
    <Card title={title} note={note} aside={<span className="flex flex-wrap gap-2">{add}</span>} padded={false}>
      <TableScroll label={title} className="rounded-card">
        <Table>
          <thead>
            <tr>
              <Th>Channel</Th>
              <Th>State</Th>
              <Th>Goes to</Th>
              <Th>What and when</Th>
              <Th>Last sent</Th>
            </tr>
          </thead>
          <tbody>
            {channels.map((channel) => (
              <Row key={channel.id} {...{ home, channel, zone }} />
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </Card>
  );
}

function Row({ home, channel, zone }: { home: Home; channel: ChannelView; zone: string }) {
  return (
    <Tr>
      <RowHead className="min-w-36">
        <Link href={`${home.base}/${channel.id}`} prefetch={false} className="wrap-anywhere hover:underline">
          {channel.name}
        </Link>
        <span className="block text-sm font-normal text-ink-2">{KIND_NAMES[channel.kind]}</span>
      </RowHead>
      <Td>
        <ChannelTag channel={channel} />
      </Td>
      <Td className="max-w-60 min-w-36">
        <span className="line-clamp-2 wrap-anywhere">{channel.shown}</span>
      </Td>
      <Td className="min-w-44">
        {typeWords(channel)}
        <span className="block text-sm text-ink-2">{rhythmWords(channel)}</span>
      </Td>
      <Td className="whitespace-nowrap text-ink-2">
        {channel.lastSentAt ? <RelativeTime at={channel.lastSentAt} now={now()} zone={zone} /> : "Never"}
      </Td>
    </Tr>
  );
}
