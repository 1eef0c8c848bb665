import Link from "next/link";
import { monitorWords } from "#app/(app)/projects/[slug]/monitoring/monitor-words.ts";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { now } from "#server/clock.ts";
import type { MonitorState } from "#server/monitor-states.ts";

type MonitorsCardProps = { slug: string; monitors: readonly MonitorState[]; zone: string };

const SHOWN = 20;
const TONES: Record<MonitorState["state"], Tone> = { open: "bad", acknowledged: "warn", ok: "good", off: "quiet" };

/** What is watched, and which of it has a live alert. */
export function MonitorsCard({ slug, monitors, zone }: MonitorsCardProps) {
  const base = `/projects/${slug}/facts/monitors`;
  if (monitors.length === 0) return null;
  const live = monitors.filter(({ state }) => state === "open" || state === "acknowledged").length;
  return (
    <Card
      id="monitors"
      title="Monitors"
      note={live === 0 ? `${monitors.length}, all quiet` : `${live} of ${monitors.length} have a live alert`}
      aside={<TextLink href={base}>{monitors.length > SHOWN ? `All ${monitors.length}` : "Change or add"}</TextLink>}
      padded={false}
    >
      <TableScroll label="Monitors" className="rounded-card">
        <Table>
          <thead>
            <tr>
              <Th>Monitor</Th>
              <Th>State</Th>
            </tr>
          </thead>
          <tbody>
            {monitors.slice(0, SHOWN).map(({ fact: { key, data }, state, alertId, since }) => (
              <Tr key={key}>
                <RowHead className="min-w-32">
                  <Link
                    href={`${base}/${encodeURIComponent(key)}`}
                    prefetch={false}
                    className="line-clamp-2 wrap-anywhere hover:underline"
                  >
                    {data.name}
                  </Link>
                  <span className="block text-sm font-normal text-pretty text-ink-2 wrap-anywhere">
                    {monitorWords(data)}
                  </span>
                </RowHead>
                <Td className="whitespace-nowrap">
                  <Tag tone={TONES[state]}>{state}</Tag>{" "}
                  {alertId && since && (
                    <a href={`#alert-${alertId}`} className="text-sm text-ink-2 hover:underline">
                      since <RelativeTime at={since} now={now()} zone={zone} />
                    </a>
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </Card>
  );
}
