import type { Metadata } from "next";
import { FailedJobs } from "#app/(app)/jobs/failed-jobs.tsx";
import { LookAgain } from "#app/(app)/jobs/look-again.tsx";
import { TaskTable } from "#app/(app)/jobs/task-table.tsx";
import { WorkerTable } from "#app/(app)/jobs/worker-table.tsx";
import { currentSession } from "#app/actor.ts";
import { findAdministration } from "#app/administration.ts";
import { AdministratorsOnly } from "#app/administrators-only.tsx";
import { Card } from "#components/ui/card.tsx";
import { KeyFigures } from "#components/ui/key-figures.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { formatDurationSeconds } from "#lib/format-size.ts";
import { now } from "#server/clock.ts";
import { getJobsOverview, type TaskRow } from "#server/jobs/overview.ts";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage() {
  const access = await findAdministration();
  if (!access)
    return (
      <AdministratorsOnly title="Jobs">
        What this program does by itself: evaluation, roll-ups, news on its way out, retention.
      </AdministratorsOnly>
    );
  const [{ user }, { workers, tasks, failed }] = await Promise.all([currentSession(), getJobsOverview(access)]);
  const at = now();
  const alive = workers.filter((worker) => worker.alive).length;
  const oldest = tasks.flatMap(({ oldestDueAt }) => (oldestDueAt ? [oldestDueAt.getTime()] : []));
  const failing = sum(tasks, "failed");
  return (
    <div className="flex flex-col gap-4">
      <LookAgain />
      <PageHeader
        title="Jobs"
        summary="What this program does by itself, and who does it. The page looks again every few seconds."
      />
      {alive === 0 && (
        <Notice tone="bad" title="No worker is alive">
          Nothing is evaluated, sent or cleared away until one starts: with “npm run worker”, or by starting the program
          without THROUGHLINE_WORKER=off.
        </Notice>
      )}
      <KeyFigures
        label="The queue"
        figures={[
          { value: alive, label: alive === 1 ? "worker alive" : "workers alive" },
          { value: sum(tasks, "running").toLocaleString("en-GB"), label: "running" },
          { value: sum(tasks, "waiting").toLocaleString("en-GB"), label: "waiting" },
          {
            value: oldest.length > 0 ? formatDurationSeconds((at.getTime() - Math.min(...oldest)) / 1000) : "–",
            label: "longest overdue",
          },
          { value: failing.toLocaleString("en-GB"), label: "failed for good" },
        ]}
      />
      {failing > 0 && <FailedJobs jobs={failed} tasks={tasks} at={at} zone={user.timeZone} />}
      <Card title="Tasks" padded={false}>
        <TaskTable tasks={tasks} at={at} zone={user.timeZone} />
      </Card>
      <Card title="Workers" padded={false}>
        <WorkerTable workers={workers} at={at} zone={user.timeZone} />
      </Card>
    </div>
  );
}

function sum(tasks: readonly TaskRow[], count: "waiting" | "running" | "failed"): number {
  return tasks.reduce((total, task) => total + task[count], 0);
}
