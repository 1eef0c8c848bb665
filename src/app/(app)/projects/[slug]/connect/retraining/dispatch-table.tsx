import Link from "next/link";
import { StartButton } from "#app/(app)/projects/[slug]/connect/retraining/start-button.tsx";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import type { Dispatch } from "#server/retraining/dispatches.ts";
import { STANDING_TONES, STANDING_WORDS } from "#stages/retraining/dispatch-standing.ts";

type DispatchTableProps = { slug: string; dispatches: readonly Dispatch[]; zone: string; starts: boolean };

export function DispatchTable({ slug, dispatches, zone, starts }: DispatchTableProps) {
  return (
    <TableScroll label="Requests to retrain">
      <Table>
        <thead>
          <tr>
            <Th>Run</Th>
            <Th>How it stands</Th>
            <Th>Asked</Th>
            <Th>Where</Th>
            <Th>
              <span className="sr-only">Ask again</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {dispatches.map((each) => (
            <tr key={each.run}>
              <Td>
                <Link
                  href={`/projects/${slug}/facts/retrain-runs/${encodeURIComponent(each.run)}`}
                  prefetch={false}
                  className="font-medium hover:underline"
                >
                  {each.run}
                </Link>
                {each.firing && <span className="block text-sm text-ink-2">{each.firing}</span>}
              </Td>
              <Td>
                <Tag tone={STANDING_TONES[each.standing]}>{STANDING_WORDS[each.standing]}</Tag>
                {each.problem && each.standing !== "finished" && (
                  <span className="block max-w-md pt-1 text-sm text-pretty text-ink-2">
                    {each.problem}
                    {each.standing === "asked" && ` Tried ${each.attempts} times; it is tried again.`}
                  </span>
                )}
              </Td>
              <Td>
                <span className="figures whitespace-nowrap">{formatDateTime(each.askedAt, zone)}</span>
                <span className="block text-sm text-ink-2">{each.askedByName}</span>
              </Td>
              <Td>{each.target}</Td>
              <Td>
                {starts && (each.standing === "refused" || each.standing === "silent") && (
                  <StartButton slug={slug} label="Ask again" run={each.run} />
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
