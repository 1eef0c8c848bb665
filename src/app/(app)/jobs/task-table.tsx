import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDurationSeconds } from "#lib/format-size.ts";
import type { TaskRow } from "#server/jobs/overview.ts";

type Shown = { at: Date; zone: string };

export function TaskTable({ tasks, ...shown }: Shown & { tasks: readonly TaskRow[] }) {
  return (
    <TableScroll label="Tasks">
      <Table>
        <thead>
          <tr>
            <Th>Task</Th>
            <Th>State</Th>
            <Th number>Waiting</Th>
            <Th number>Running</Th>
            <Th number>Failed</Th>
            <Th>Overdue</Th>
            <Th>Last run</Th>
            <Th>Last success</Th>
            <Th>Last failure</Th>
            <Th>Next</Th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <Line key={task.task} task={task} {...shown} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Line({ task, at, zone }: Shown & { task: TaskRow }) {
  const { last, oldestDueAt, nextAt, succeededAt } = task;
  return (
    <Tr>
      <RowHead className="min-w-48">
        <span className="block">{task.label}</span>
        <span className="block text-sm font-normal text-ink-2">{rhythmOf(task)}</span>
      </RowHead>
      <Td>
        <StateTag task={task} />
      </Td>
      <Td number>{task.waiting.toLocaleString("en-GB")}</Td>
      <Td number>{task.running.toLocaleString("en-GB")}</Td>
      <Td number>{task.failed.toLocaleString("en-GB")}</Td>
      <Td className="figures whitespace-nowrap text-ink-2">{oldestDueAt ? apart(at, oldestDueAt) : "–"}</Td>
      <Td className="whitespace-nowrap text-ink-2">
        <Time at={last?.endedAt} now={at} zone={zone} />
        {last && <span className="figures"> · took {tookWords(last)}</span>}
      </Td>
      <Td className="whitespace-nowrap text-ink-2">
        <Time at={succeededAt} now={at} zone={zone} />
      </Td>
      <Td className="max-w-72 min-w-40 text-ink-2">
        <Time at={task.failedAt} now={at} zone={zone} />
        {task.error && (
          <span className="line-clamp-2 text-sm wrap-anywhere" title={task.error}>
            {task.error}
          </span>
        )}
      </Td>
      <Td className="figures whitespace-nowrap text-ink-2">{nextAt ? `in ${apart(nextAt, at)}` : "–"}</Td>
    </Tr>
  );
}

function StateTag({ task: { last, running, failed } }: { task: TaskRow }) {
  if (last && !last.ok) return <Tag tone="bad">Failing</Tag>;
  if (failed > 0) return <Tag tone="warn">Some failed</Tag>;
  if (running > 0) return <Tag tone="info">Running</Tag>;
  return last ? <Tag tone="good">Well</Tag> : <Tag tone="quiet">Not yet run</Tag>;
}

function Time({ at, now, zone }: { at: Date | null | undefined; now: Date; zone: string }) {
  return at ? <RelativeTime at={at} now={now} zone={zone} /> : "–";
}

function rhythmOf({ everySeconds }: TaskRow): string {
  if (everySeconds === null) return "when asked for";
  return everySeconds === 0 ? "all the time" : `every ${formatDurationSeconds(everySeconds)}`;
}

function apart(later: Date, earlier: Date): string {
  return formatDurationSeconds(Math.max(0, later.getTime() - earlier.getTime()) / 1000);
}

function tookWords({ startedAt, endedAt }: { startedAt: Date; endedAt: Date }): string {
  const ms = endedAt.getTime() - startedAt.getTime();
  return ms < 1000 ? `${ms} ms` : formatDurationSeconds(ms / 1000);
}
