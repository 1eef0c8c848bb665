import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { getCriterion } from "#server/criteria.ts";
import { connect, db } from "#server/db.ts";
import { listEvaluations } from "#server/evaluations.ts";
import { keepRetention } from "#server/jobs/housekeeping.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { startWorker } from "#server/jobs/worker.ts";
import { listPartitions } from "#server/points/partitions.ts";
import { inTransaction, pointsPool } from "#server/points/pool.ts";
import { rollUp } from "#server/points/rollups.ts";
import { DAY, hoursAgo, send, settle, type TestPoint, wire } from "../support/metrics.ts";
import { makePerson, makeProject } from "../support/people.ts";

describe("the worker", () => {
  test("evaluates what arrives, beats, and ends when told", async () => {
    const access = await project();
    await wire(access);
    const worker = startWorker();
    await send(access, [[hoursAgo(2), 0.9]]);
    await expect
      .poll(async () => (await getCriterion(access, "recall")).evaluatedAt, { timeout: 10_000 })
      .not.toBeNull();
    expect(await db.jobWorker.count()).toBe(1);
    await worker.stop();
    expect(await db.jobWorker.count()).toBe(0);
  });

  test("stops at once while it rests, and twice without harm", async () => {
    const worker = startWorker();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = Date.now();
    await Promise.all([worker.stop(), worker.stop()]);
    expect(Date.now() - before).toBeLessThan(400);
  });

  test("three workers give what one would: every window once, one alert a criterion", async () => {
    const projects = await Promise.all(Array.from({ length: 4 }, project));
    for (const access of projects) await wire(access, { breachAfter: 1 });
    const workers = [startWorker(), startWorker(), startWorker()];
    for (let hour = 0; hour < 10; hour++)
      await Promise.all(
        projects.map((access) =>
          send(
            access,
            Array.from({ length: 30 }, (_, i): TestPoint => [hoursAgo(11 - hour) + i * 100_000, 0.5]),
          ),
        ),
      );
    const evaluated = async () =>
      Promise.all(
        projects.map(
          async (access) => (await listEvaluations(access, "recall")).filter((e) => e.samples === 30).length,
        ),
      );
    await expect.poll(evaluated, { timeout: 15_000 }).toEqual([10, 10, 10, 10]);
    await Promise.all(workers.map((worker) => worker.stop()));
    for (const access of projects) expect(await db.alert.count({ where: { projectId: access.projectId } })).toBe(1);
  });

  test("three workers do each job that was asked for once", async () => {
    await connect().$transaction(async (tx) => {
      for (let i = 0; i < 100; i++) await enqueue(tx, "deliver", { channelId: randomUUID() });
    });
    const workers = [startWorker(), startWorker(), startWorker()];
    const done = async () => (await db.jobRun.findUnique({ where: { task: "deliver" } }))?.runs;
    await expect.poll(done, { timeout: 15_000 }).toBe(100);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(await done()).toBe(100);
    const { rows } = await pointsPool().query("select 1 from graphile_worker.jobs where task_identifier = 'deliver'");
    expect(rows).toEqual([]);
  });

  test("a worker that dies in the middle gives its share back", async () => {
    const access = await project();
    await wire(access);
    await send(access, [[hoursAgo(2), 0.9]]);
    const dying = inTransaction(async (client) => {
      await client.query("delete from dirty_bucket");
      expect(await rollUp()).toBe(0);
      throw new Error("killed");
    });
    await expect(dying).rejects.toThrow("killed");
    await settle();
    expect((await getCriterion(access, "recall")).value).toBe(0.9);
  });

  test("survives that the server drops its connections", async () => {
    const access = await project();
    await wire(access);
    const worker = startWorker();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await pointsPool().query(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
    );
    // A connection of ours may be dead without our knowing: a sender that is refused sends again.
    const sent = () =>
      send(access, [[hoursAgo(2), 0.9]]).then(
        () => true,
        () => false,
      );
    try {
      await expect.poll(sent).toBe(true);
      await expect.poll(async () => (await getCriterion(access, "recall")).value, { timeout: 15_000 }).toBe(0.9);
    } finally {
      await worker.stop();
    }
  });

  test("one project that cannot be evaluated does not hold up the others", async () => {
    const [broken, whole] = [await project(), await project()];
    for (const access of [broken, whole]) {
      await wire(access);
      await send(access, [[hoursAgo(2), 0.9]]);
    }
    const { rows } = await pointsPool().query<{ id: string }>("select id from criterion where project_id = $1", [
      broken.projectId,
    ]);
    await pointsPool().query(
      `alter table criterion_evaluation add constraint planted check (criterion_id <> '${rows[0]?.id}')`,
    );
    try {
      await settle();
      expect((await getCriterion(whole, "recall")).value).toBe(0.9);
      expect((await getCriterion(broken, "recall")).value).toBeNull();
    } finally {
      await pointsPool().query("alter table criterion_evaluation drop constraint planted");
    }
  });
});

test("partitions are made ahead and old ones dropped", async () => {
  const access = await project();
  await send(access, [[Date.now() - 399 * DAY, 1]]);
  await keepRetention();
  const before = await listPartitions();
  const later = new Date(Date.now() + 3 * DAY);
  await at(later, keepRetention);
  const after = await listPartitions();
  expect(after.length).toBe(before.length + 3 - 1);
  expect(Math.min(...after.map(({ day }) => day))).toBeGreaterThan(later.getTime() - 401 * DAY);
});

async function project() {
  const lead = await makePerson();
  const { slug } = await makeProject(lead);
  return authorize(lead, slug, "project.read", "criterion.edit", "metrics.write");
}
