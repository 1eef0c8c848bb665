import { AgainButton } from "#app/(app)/notifications/again-button.tsx";
import { type Home, newsLabel } from "#app/(app)/notifications/channel-words.ts";
import { DeliveryTag } from "#app/(app)/notifications/delivery-tag.tsx";
import { orNotFound } from "#app/(app)/notifications/or-not-found.ts";
import { Card } from "#components/ui/card.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import { type ChannelAccess, getChannel } from "#server/channels.ts";
import { type AttemptView, getDelivery } from "#server/delivery-log.ts";

type DeliveryViewProps = { access: ChannelAccess; home: Home; id: string; delivery: string; zone: string };

/** One piece of news on one channel, with each attempt and what was answered. */
export async function DeliveryPage({ access, home, id, delivery, zone }: DeliveryViewProps) {
  const [channel, found] = await orNotFound(Promise.all([getChannel(access, id), getDelivery(access, id, delivery)]));
  const { title, type, at, state, attempts, because, dueAt, eventId, tries } = found;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-base">
        <TextLink href={`${home.base}/${id}`}>{channel.name}</TextLink>
      </p>
      <Card
        title={title}
        note={newsLabel(type)}
        aside={
          <>
            <DeliveryTag {...{ state, attempts }} />
            {state !== "dropped" && !channel.pausedAt && (
              <AgainButton slug={home.slug} id={id} one={{ delivery, title }} />
            )}
          </>
        }
      >
        <p className="text-base text-pretty text-ink-2">
          It happened on {formatDateTime(at, zone)}.{because && ` ${because}`}
          {dueAt && ` It is due on ${formatDateTime(dueAt, zone)}.`} Its id is{" "}
          <code className="font-mono text-sm wrap-anywhere">{eventId}</code>, the same at each attempt.
        </p>
      </Card>
      <Card title="Attempts" note={String(tries.length)} padded={tries.length === 0}>
        {tries.length === 0 ? (
          <p className="text-base text-ink-2">None yet.</p>
        ) : (
          <Attempts tries={tries} zone={zone} />
        )}
      </Card>
    </div>
  );
}

function Attempts({ tries, zone }: { tries: readonly AttemptView[]; zone: string }) {
  return (
    <TableScroll label="Attempts" className="rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>When</Th>
            <Th>Answer</Th>
            <Th number>Took</Th>
            <Th>What was said</Th>
          </tr>
        </thead>
        <tbody>
          {tries.map(({ at, status, ms, answer, error }) => (
            <Tr key={at.toISOString()}>
              <RowHead className="font-normal whitespace-nowrap">{formatDateTime(at, zone)}</RowHead>
              <Td className="figures">{status ?? "None"}</Td>
              <Td number>{ms.toLocaleString("en-GB")} ms</Td>
              <Td className="min-w-56 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
                {error ?? (answer || "–")}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
