import { expect, test } from "vitest";
import { connect } from "#server/db.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { pointsPool } from "#server/points/pool.ts";

test("a job is there exactly when the write that asked for it was committed", async () => {
  await connect().$transaction((tx) => enqueue(tx, "expiry", {}));
  const undone = connect().$transaction(async (tx) => {
    await enqueue(tx, "expiry", {});
    throw new Error("changed my mind");
  });
  await expect(undone).rejects.toThrow("changed my mind");
  expect(await waiting()).toHaveLength(1);
});

test("of what is asked under one key the newest waits", async () => {
  const at = new Date("2031-05-04T00:00:00Z");
  await connect().$transaction((tx) => enqueue(tx, "expiry", {}, { key: "one" }));
  await connect().$transaction((tx) => enqueue(tx, "expiry", {}, { key: "one", at }));
  await connect().$transaction((tx) => enqueue(tx, "expiry", {}, { key: "one", mode: "preserve_run_at" }));
  expect((await waiting()).filter((job) => job.key === "one")).toEqual([{ key: "one", at }]);
});

async function waiting() {
  const { rows } = await pointsPool().query<{ key: string | null; at: Date }>(
    "select key, run_at as at from graphile_worker.jobs order by id",
  );
  return rows;
}
