import { hostname } from "node:os";
import { isRecurring, taskNames, tasks } from "#server/jobs/tasks.ts";
import { pointsPool } from "#server/points/pool.ts";

/** A worker that was silent for so long is dead, and its jobs are anybody's. */
export const DEAD_AFTER_SECONDS = 15;
const FORGOTTEN_AFTER_SECONDS = 24 * 3600;

const RECURRING = taskNames.filter(isRecurring);

/** The sign of life of a worker, whose pools hold the jobs that they run. By the database's clock: hosts differ. */
export async function beat(id: string, pools: readonly string[]): Promise<void> {
  await pointsPool().query(
    `insert into job_worker (id, host, pid, pools, started_at, beat_at) values ($1, $2, $3, $4, now(), now())
     on conflict (id) do update set pools = excluded.pools, beat_at = now()`,
    [id, hostname(), process.pid, pools],
  );
  await freeJobsOfTheDead();
  await keepRecurring();
}

export async function sayGoodbye(id: string): Promise<void> {
  await pointsPool().query("delete from job_worker where id = $1", [id]);
}

/** What a pool of ours still holds when it has ended. */
export async function freeJobsOf(pool: string): Promise<void> {
  await pointsPool().query("select graphile_worker.force_unlock_workers(array[$1])", [pool]);
}

/** The queue itself gives a lost job back after four hours. A pool that is younger than its worker's next beat is spared. */
async function freeJobsOfTheDead(): Promise<void> {
  await pointsPool().query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
     where locked_at < now() - make_interval(secs => $1) and locked_by <> all(array(
       select unnest(pools) from job_worker where beat_at > now() - make_interval(secs => $1)))
     having count(*) > 0`,
    [DEAD_AFTER_SECONDS],
  );
  await pointsPool().query("delete from job_worker where beat_at < now() - make_interval(secs => $1)", [
    FORGOTTEN_AFTER_SECONDS,
  ]);
}

/**
 * Each task that comes round has its one job, whatever became of the last. A worker that died after it had asked for the next
 * leaves the last behind without a key.
 */
async function keepRecurring(): Promise<void> {
  await pointsPool().query(
    `select graphile_worker.add_job(name, '{}', max_attempts => attempts, job_key => name)
     from unnest($1::text[], $2::int[]) as t(name, attempts)
     where not exists (select 1 from graphile_worker.jobs j where j.key = name)`,
    [RECURRING, RECURRING.map((name) => tasks[name].attempts)],
  );
  await pointsPool().query(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = any($1) and j.key is null and j.locked_at is null`,
    [RECURRING],
  );
}
