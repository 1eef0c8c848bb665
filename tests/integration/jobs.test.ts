import { beforeEach, describe, expect, test } from "vitest";
import { authorizeOrg } from "#server/access.ts";
import { connect, db } from "#server/db.ts";
import { dismissFailed, runFailedAgain } from "#server/jobs/failed-jobs.ts";
import { beat } from "#server/jobs/heartbeat.ts";
import { getJobsOverview } from "#server/jobs/overview.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { runTask } from "#server/jobs/run-task.ts";
import { pointsPool } from "#server/points/pool.ts";
import { makePerson } from "../support/people.ts";

const CHANNEL = "0190b8a2-0000-7000-8000-000000000001";
const { signal } = new AbortController();

beforeEach(async () => {
  await pointsPool().query("delete from graphile_worker._private_jobs; delete from job_run; delete from job_worker");
});

describe("jobs that failed for good", () => {
  test("are shown with their reason, and one of them is run again with all its attempts before it", async () => {
    const access = await administration();
    const id = await failedJob("The other side was away.");
    await failedJob("Once more.");
    const { failed, tasks } = await getJobsOverview(access);
    expect(failed.find((job) => job.id === id)).toMatchObject({
      task: "deliver",
      error: "The other side was away.",
      payload: { channelId: CHANNEL },
    });
    expect(tasks.find(({ task }) => task === "deliver")).toMatchObject({ failed: 2, waiting: 0 });
    expect(await runFailedAgain(access, { job: id })).toEqual({ count: 1 });
    expect(await jobs()).toEqual([
      { id, attempts: 0, waits: true },
      { id: expect.any(String), attempts: 20, waits: false },
    ]);
    expect(await lastAudit()).toMatchObject({ action: "job.run-again", after: { count: 1, jobs: [{ id }] } });
  });

  test("are run again all at once, by their task", async () => {
    const access = await administration();
    for (let i = 0; i < 3; i++) await failedJob();
    expect(await runFailedAgain(access, { task: "deliver" })).toEqual({ count: 3 });
    expect(await runFailedAgain(access, { task: "deliver" })).toEqual({ count: 0 });
  });

  test("are dismissed, once, and the audit keeps what they were", async () => {
    const access = await administration();
    const id = await failedJob();
    expect(await dismissFailed(access, { job: id })).toEqual({ count: 1 });
    expect(await jobs()).toEqual([]);
    expect(await lastAudit()).toMatchObject({
      action: "job.dismiss",
      after: { jobs: [{ id, payload: { channelId: CHANNEL } }] },
    });
    await expect(dismissFailed(access, { job: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("one that waits or runs is neither run again nor dismissed", async () => {
    const access = await administration();
    await connect().$transaction((tx) => enqueue(tx, "deliver", { channelId: CHANNEL }));
    const [waiting] = await jobs();
    await expect(dismissFailed(access, { job: waiting?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await pointsPool().query(
      "update graphile_worker._private_jobs set attempts = 20, locked_at = now(), locked_by = 'a'",
    );
    await expect(runFailedAgain(access, { job: waiting?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("are nobody's business but an administrator's", async () => {
    const person = await makePerson();
    expect(() => authorizeOrg(person, "org.manage")).toThrow("administrator");
  });
});

describe("the heartbeat", () => {
  test("frees the jobs of a worker that fell silent, and of nobody else", async () => {
    for (const pool of ["silent", "lively", "unknown-but-new"]) {
      await connect().$transaction((tx) => enqueue(tx, "deliver", { channelId: CHANNEL }, { key: pool }));
      await pointsPool().query(
        `update graphile_worker._private_jobs set locked_by = key, attempts = 1,
           locked_at = now() - case key when 'unknown-but-new' then interval '5 seconds' else interval '1 minute' end where key = $1`,
        [pool],
      );
    }
    await pointsPool().query(
      `insert into job_worker (id, host, pid, pools, started_at, beat_at) values
         ('a', 'h', 1, '{silent}', now() - interval '1 hour', now() - interval '16 seconds'),
         ('b', 'h', 2, '{other,lively}', now() - interval '1 hour', now() - interval '10 seconds')`,
    );
    await beat("c", ["mine"]);
    const { rows } = await pointsPool().query<{ key: string }>(
      "select key from graphile_worker.jobs where locked_by is not null order by key",
    );
    expect(rows.map(({ key }) => key)).toEqual(["lively", "unknown-but-new"]);
    const { workers } = await getJobsOverview(await administration());
    expect(workers.map(({ id, alive, running }) => [id, alive, running])).toEqual([
      ["c", true, 0],
      ["b", true, 1],
      ["a", false, 0],
    ]);
  });

  test("gives each task that comes round exactly one job, whatever a worker that died left behind", async () => {
    await Promise.all([beat("a", []), beat("b", [])]);
    const once = await recurring();
    expect(once).toContain("points");
    expect(new Set(once).size).toBe(once.length);
    await pointsPool().query(
      `update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '1 minute' where key = 'points'`,
    );
    await runTask("points", {}, AbortSignal.abort()); // it had asked for the next before it died
    await beat("a", []);
    await beat("a", []);
    expect(await recurring()).toEqual(once);
  });
});

describe("what is remembered of runs", () => {
  test("a task that comes round comes again after a failure too, and says what went wrong until it succeeds", async () => {
    const access = await administration();
    const points = async () => (await getJobsOverview(access)).tasks.find(({ task }) => task === "points");
    await runTask("points", { from: "another version" }, signal);
    await runTask("points", { from: "another version" }, signal);
    expect(await points()).toMatchObject({ runs: 2, failures: 2, last: { ok: false }, succeededAt: null, waiting: 1 });
    expect((await points())?.error).toContain("from");
    await runTask("points", {}, AbortSignal.abort());
    expect(await points()).toMatchObject({ runs: 3, failures: 2, last: { ok: true }, waiting: 1 });
    expect((await points())?.error).toContain("from");
  });

  test("one that was asked for is the queue's to try again", async () => {
    await expect(runTask("deliver", { channelId: "none" }, signal)).rejects.toThrow();
    expect(await db.jobRun.findUnique({ where: { task: "deliver" } })).toMatchObject({ failuresInARow: 1 });
    expect(await jobs()).toEqual([]);
  });

  test("one that was cut short by the end of its worker has not failed", async () => {
    await expect(runTask("deliver", { channelId: "none" }, AbortSignal.abort())).rejects.toThrow();
    expect(await db.jobRun.count()).toBe(0);
  });
});

async function administration() {
  return authorizeOrg(await makePerson("Ada Admin", { isAdmin: true }), "org.manage");
}

async function failedJob(because = "It did not work."): Promise<string> {
  await connect().$transaction((tx) => enqueue(tx, "deliver", { channelId: CHANNEL }));
  const { rows } = await pointsPool().query<{ id: string }>(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = $1
     where id = (select max(id) from graphile_worker._private_jobs) returning id::text`,
    [because],
  );
  return rows[0]?.id ?? "";
}

async function jobs() {
  const { rows } = await pointsPool().query<{ id: string; attempts: number; waits: boolean }>(
    `select id::text, attempts::int, attempts < max_attempts and locked_at is null as waits from graphile_worker.jobs
     where task_identifier = 'deliver' order by id`,
  );
  return rows;
}

async function recurring(): Promise<string[]> {
  const { rows } = await pointsPool().query<{ task: string }>(
    "select task_identifier as task from graphile_worker.jobs order by 1",
  );
  return rows.map(({ task }) => task);
}

function lastAudit() {
  return db.auditEvent.findFirst({ orderBy: { at: "desc" } });
}
