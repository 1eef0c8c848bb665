import { SettleFailed } from "#app/(app)/jobs/settle-failed.tsx";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { plural } from "#lib/format-size.ts";
import type { FailedJob, TaskRow } from "#server/jobs/overview.ts";

type FailedJobsProps = { jobs: readonly FailedJob[]; tasks: readonly TaskRow[]; at: Date; zone: string };

/** By task, each with its latest: what was tried as often as it may, and now waits for a person. */
export function FailedJobs({ jobs, tasks, at, zone }: FailedJobsProps) {
  return tasks
    .filter(({ failed }) => failed > 0)
    .map(({ task, label, failed }) => {
      const shown = jobs.filter((job) => job.task === task);
      return (
        <Card
          key={task}
          title={`Failed: ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
          note={plural(failed, "job")}
          aside={failed > 1 ? <SettleFailed choice={{ task }} noun={`${failed.toLocaleString("en-GB")} jobs`} /> : null}
          padded={false}
        >
          <ul>
            {shown.map((job) => (
              <li
                key={job.id}
                className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-t border-rule px-4 py-2.5"
              >
                <div className="min-w-0 flex-1 basis-72">
                  <p className="wrap-anywhere">{job.error}</p>
                  <p className="text-sm wrap-anywhere text-ink-2">
                    <RelativeTime at={job.askedAt} now={at} zone={zone} /> · tried {plural(job.attempts, "time")} ·{" "}
                    <span className="font-mono">{JSON.stringify(job.payload)}</span>
                  </p>
                </div>
                <SettleFailed choice={{ job: job.id }} noun={`job ${job.id}`} />
              </li>
            ))}
          </ul>
          {shown.length < failed && (
            <p className="border-t border-rule px-4 py-2.5 text-sm text-ink-2">
              {shown.length === 0 ? "None" : `The latest ${shown.length}`} of {failed.toLocaleString("en-GB")} shown
              here.
            </p>
          )}
        </Card>
      );
    });
}
