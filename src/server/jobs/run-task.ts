import { now } from "#server/clock.ts";
import { runs } from "#server/jobs/runs.ts";
import { type Task, type TaskName, tasks } from "#server/jobs/tasks.ts";
import { log } from "#server/log.ts";
import { pointsPool } from "#server/points/pool.ts";

/** However short a recurring task is, and however it fails, it starts no more often than this. */
const LEAST_PERIOD_MS = 2_000;

/** One run, and what is remembered of it. What failed is the queue's to try again, unless it comes round by itself. */
export async function runTask(name: TaskName, payload: unknown, signal: AbortSignal): Promise<void> {
  const { everySeconds }: Task = tasks[name];
  const began = now();
  const failure = await runs[name](payload, signal).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const cutShort = failure !== null && signal.aborted;
  const inARow = cutShort ? 0 : await remember(name, began, failure && messageOf(failure.error));
  if (failure && inARow === 1) log.error({ err: failure.error, task: name }, "a task failed");
  if (everySeconds === undefined && failure) throw failure.error;
  if (everySeconds !== undefined) await comeAgain(name, began, everySeconds);
}

/** Takes the place of the job that ends now: a task that comes round has one job, always. By the clock of the queue. */
async function comeAgain(name: TaskName, began: Date, everySeconds: number): Promise<void> {
  const waitMs = Math.max(everySeconds * 1000, LEAST_PERIOD_MS - (now().getTime() - began.getTime()));
  await pointsPool().query(
    `select graphile_worker.add_job($1, '{}', run_at => now() + make_interval(secs => $2), max_attempts => $3, job_key => $1)`,
    [name, waitMs / 1000, tasks[name].attempts],
  );
}

/** Returns how often in a row it has failed now. */
async function remember(task: TaskName, began: Date, error: string | null): Promise<number> {
  const { rows } = await pointsPool().query<{ inARow: number }>(
    `insert into job_run as r (task, started_at, ended_at, succeeded_at, failed_at, error, runs, failures, failures_in_a_row)
     values ($1, $2, $3, case when $4::text is null then $3::timestamptz end, case when $4 is not null then $3::timestamptz end,
       $4, 1, ($4 is not null)::int, ($4 is not null)::int)
     on conflict (task) do update set started_at = $2, ended_at = $3, runs = r.runs + 1,
       succeeded_at = coalesce(excluded.succeeded_at, r.succeeded_at), failed_at = coalesce(excluded.failed_at, r.failed_at),
       error = coalesce($4, r.error), failures = r.failures + excluded.failures,
       failures_in_a_row = case when $4 is null then 0 else r.failures_in_a_row + 1 end
     returning failures_in_a_row as "inARow"`,
    [task, began, now(), error],
  );
  return rows[0]?.inARow ?? 0;
}

const LONGEST_MESSAGE = 2_000;

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").slice(0, LONGEST_MESSAGE);
}
