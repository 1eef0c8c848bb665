import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDurationSeconds } from "#lib/format-size.ts";
import type { WorkerRow } from "#server/jobs/overview.ts";

export function WorkerTable({ workers, at, zone }: { workers: readonly WorkerRow[]; at: Date; zone: string }) {
  if (workers.length === 0)
    return <EmptyState title="No worker has been seen today">Each one that runs gives a sign of life here.</EmptyState>;
  return (
    <TableScroll label="Workers">
      <Table>
        <thead>
          <tr>
            <Th>Machine</Th>
            <Th>State</Th>
            <Th>Since</Th>
            <Th>Last sign of life</Th>
            <Th number>Running</Th>
          </tr>
        </thead>
        <tbody>
          {workers.map(({ id, host, pid, alive, startedAt, beatAt, running }) => (
            <Tr key={id}>
              <RowHead className="whitespace-nowrap">
                {host} <span className="font-normal text-ink-2">process {pid}</span>
              </RowHead>
              <Td>{alive ? <Tag tone="good">Alive</Tag> : <Tag tone="bad">Ended without a word</Tag>}</Td>
              <Td className="whitespace-nowrap text-ink-2">
                <RelativeTime at={startedAt} now={at} zone={zone} />
              </Td>
              <Td className="figures whitespace-nowrap text-ink-2">
                {formatDurationSeconds(Math.max(0, at.getTime() - beatAt.getTime()) / 1000)} ago
              </Td>
              <Td number>{running}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
