import type { OrgAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { DEAD_AFTER_SECONDS } from "#server/jobs/heartbeat.ts";
import { taskNames, taskOf } from "#server/jobs/tasks.ts";

export type JobsOverview = {
  workers: WorkerRow[];
  tasks: TaskRow[];
  /** The latest of them; each task says how many there are. */
  failed: FailedJob[];
};

export type WorkerRow = {
  id: string;
  host: string;
  pid: number;
  startedAt: Date;
  beatAt: Date;
  alive: boolean;
  running: number;
};

export type TaskRow = {
  task: string;
  label: string;
  everySeconds: number | null;
  waiting: number;
  running: number;
  failed: number;
  /** When the job that has waited longest fell due, and when the next one that is planned does. */
  oldestDueAt: Date | null;
  nextAt: Date | null;
  last: { startedAt: Date; endedAt: Date; ok: boolean } | null;
  succeededAt: Date | null;
  failedAt: Date | null;
  error: string | null;
  runs: number;
  failures: number;
};

/** A job that was tried as often as its task allows: a person decides. */
export type FailedJob = {
  id: string;
  task: string;
  label: string;
  attempts: number;
  askedAt: Date;
  error: string;
  payload: unknown;
};

const MOST_FAILED = 50;

export async function getJobsOverview(_: OrgAccess<"org.manage">): Promise<JobsOverview> {
  const [workers, rows, failed] = await Promise.all([listWorkers(), listTasks(), listFailed()]);
  return { workers, tasks: rows, failed };
}

export async function listWorkers(): Promise<WorkerRow[]> {
  return db.$queryRaw<WorkerRow[]>`
    select id, host, pid, started_at as "startedAt", beat_at as "beatAt",
      beat_at > now() - make_interval(secs => ${DEAD_AFTER_SECONDS}) as alive,
      (select count(*) from graphile_worker.jobs j where j.locked_by = any(w.pools))::int as running
    from job_worker w order by beat_at desc`;
}

type Counted = Pick<TaskRow, "task" | "waiting" | "running" | "failed" | "oldestDueAt" | "nextAt">;

/** Every task that there is, and those in the queue that only another version of this program knows. */
export async function listTasks(): Promise<TaskRow[]> {
  const [counted, remembered] = await Promise.all([countJobs(), db.jobRun.findMany()]);
  const names = new Set<string>([...taskNames, ...counted.map(({ task }) => task)]);
  return [...names].map((name) => {
    const { label, everySeconds } = taskOf(name);
    const jobs = counted.find(({ task }) => task === name) ?? EMPTY;
    const run = remembered.find(({ task }) => task === name);
    return {
      ...jobs,
      task: name,
      label,
      everySeconds: everySeconds ?? null,
      last: run ? { startedAt: run.startedAt, endedAt: run.endedAt, ok: run.failuresInARow === 0 } : null,
      succeededAt: run?.succeededAt ?? null,
      failedAt: run?.failedAt ?? null,
      error: run?.error ?? null,
      runs: run?.runs ?? 0,
      failures: run?.failures ?? 0,
    };
  });
}

const EMPTY = { waiting: 0, running: 0, failed: 0, oldestDueAt: null, nextAt: null };

async function countJobs(): Promise<Counted[]> {
  return db.$queryRaw<Counted[]>`
    select task_identifier as task, count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed,
      min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= ${now()}) as "oldestDueAt",
      min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at > ${now()}) as "nextAt"
    from graphile_worker.jobs group by 1`;
}

async function listFailed(): Promise<FailedJob[]> {
  const rows = await db.$queryRaw<Omit<FailedJob, "label">[]>`
    select j.id::text, t.identifier as task, j.attempts::int, j.created_at as "askedAt",
      coalesce(j.last_error, 'The worker ended while it was at it.') as error, j.payload
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.locked_at is null and j.attempts >= j.max_attempts order by j.updated_at desc, j.id desc limit ${MOST_FAILED}`;
  return rows.map((row) => ({ ...row, label: taskOf(row.task).label }));
}
