import type { Tx } from "#server/db.ts";
import { type Asked, type TaskName, tasks } from "#server/jobs/tasks.ts";

type Options = {
  /** At most one job with this key waits: another takes its place. One that runs already is not the one asked for. */
  key?: string;
  /** Not before. */
  at?: Date;
  /** The time of one that waits under the same key moves to the new one, or stays. */
  mode?: "replace" | "preserve_run_at";
};

/** Asks the worker for something, in the transaction of the write that wants it: neither is there without the other. */
export async function enqueue<N extends TaskName>(
  tx: Tx,
  task: N,
  payload: Asked<N>,
  { key, at, mode = "replace" }: Options = {},
): Promise<void> {
  await tx.$executeRaw`
    select graphile_worker.add_job(${task}::text, ${JSON.stringify(payload)}::json, run_at => ${at ?? null}::timestamptz,
      max_attempts => ${tasks[task].attempts}::int, job_key => ${key ?? null}::text, job_key_mode => ${mode}::text)`;
}
