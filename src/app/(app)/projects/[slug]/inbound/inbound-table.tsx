import Link from "next/link";
import { OutcomeTag } from "#app/(app)/projects/[slug]/inbound/outcome-tag.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { now } from "#server/clock.ts";
import type { InboundView } from "#server/inbound-log.ts";
import { findFactKind } from "#stages/fact-kinds.ts";
import { WIRE_NAMES } from "#wire/heard.ts";

type InboundTableProps = { slug: string; items: readonly InboundView[]; zone: string };

export function InboundTable({ slug, items, zone }: InboundTableProps) {
  const at = now();
  return (
    <TableScroll label="What arrived" className="rounded-card">
      <Table>
        <thead>
          <tr>
            <Th>Event</Th>
            <Th className="max-sm:hidden">Became</Th>
            <Th>Outcome</Th>
            <Th>When</Th>
          </tr>
        </thead>
        <tbody>
          {items.map((event) => (
            <Tr key={event.id}>
              <RowHead className="max-w-md min-w-36">
                <Link
                  href={`/projects/${slug}/inbound/${event.id}`}
                  prefetch={false}
                  className="line-clamp-2 wrap-anywhere hover:underline"
                >
                  {event.about}
                </Link>
                <span className="block text-sm font-normal text-ink-2 wrap-anywhere">
                  {WIRE_NAMES[event.format]} by {event.sentBy}
                </span>
                {event.repeats > 0 && (
                  <span className="figures block text-sm font-normal text-ink-2">
                    came {(event.repeats + 1).toLocaleString("en-GB")} times
                  </span>
                )}
              </RowHead>
              <Td className="min-w-44 max-sm:hidden">{becameWords(event)}</Td>
              <Td>
                <OutcomeTag outcome={event.outcome} />
                {event.refusals > 0 && (
                  <span className="figures mt-0.5 block text-sm whitespace-nowrap text-ink-2">
                    {event.refusals.toLocaleString("en-GB")} {event.refusals === 1 ? "refusal" : "refusals"}
                  </span>
                )}
              </Td>
              <Td className="whitespace-nowrap">
                <RelativeTime at={event.lastAt} now={at} zone={zone} className="text-ink-2" />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

/** "2 pipeline runs, 1 pipeline, 40 points"; a dash for nothing. */
export function becameWords({ facts, points }: Pick<InboundView, "facts" | "points">): string {
  const kinds = [...Map.groupBy(facts, ({ kind }) => kind)].map(([name, all]) => {
    const kind = findFactKind(name);
    return `${all.length} ${(all.length === 1 ? kind?.one : kind?.many) ?? name}`;
  });
  const counted = points > 0 ? [`${points.toLocaleString("en-GB")} ${points === 1 ? "point" : "points"}`] : [];
  return [...kinds, ...counted].join(", ") || "–";
}
