import Link from "next/link";
import { AgainButton } from "#app/(app)/notifications/again-button.tsx";
import { type Home, newsLabel } from "#app/(app)/notifications/channel-words.ts";
import { DeliveryTag } from "#app/(app)/notifications/delivery-tag.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { plural } from "#lib/format-size.ts";
import { now } from "#server/clock.ts";
import type { DeliveryView } from "#server/delivery-log.ts";

type DeliveryTableProps = {
  home: Home;
  channelId: string;
  items: readonly DeliveryView[];
  zone: string;
  /** Nothing is sent again while the channel is paused. */
  paused: boolean;
};

export function DeliveryTable({ home, channelId, items, zone, paused }: DeliveryTableProps) {
  return (
    <TableScroll label="What was sent" className="rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>News</Th>
            <Th>State</Th>
            <Th>Happened</Th>
            <Th>What came of it</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Tr key={item.id}>
              <RowHead className="max-w-md min-w-56">
                <Link
                  href={`${home.base}/${channelId}/${item.id}`}
                  prefetch={false}
                  className="line-clamp-2 wrap-anywhere hover:underline"
                >
                  {item.title}
                </Link>
                <span className="block text-sm font-normal text-ink-2">{newsLabel(item.type)}</span>
              </RowHead>
              <Td>
                <DeliveryTag state={item.state} attempts={item.attempts} />
              </Td>
              <Td className="whitespace-nowrap text-ink-2">
                <RelativeTime at={item.at} now={now()} zone={zone} />
              </Td>
              <Td className="min-w-44 text-ink-2">
                <Fate item={item} zone={zone} />
              </Td>
              <Td className="text-right">
                {!paused && item.state !== "dropped" && !(item.state === "waiting" && item.attempts === 0) && (
                  <AgainButton slug={home.slug} id={channelId} one={{ delivery: item.id, title: item.title }} />
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Fate({ item, zone }: { item: DeliveryView; zone: string }) {
  const { state, attempts, because, dueAt, deliveredAt } = item;
  if (state === "delivered" && deliveredAt)
    return (
      <>
        Arrived <RelativeTime at={deliveredAt} now={now()} zone={zone} />
        {attempts > 1 && `, at the ${attempts}. attempt`}
      </>
    );
  return (
    <>
      {because && <span className="line-clamp-2 wrap-anywhere text-ink">{because}</span>}
      {attempts > 0 && <span>{plural(attempts, "attempt")}. </span>}
      {dueAt && (
        <>
          Next: <RelativeTime at={dueAt} now={now()} zone={zone} />
        </>
      )}
    </>
  );
}
