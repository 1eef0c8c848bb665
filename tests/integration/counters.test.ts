import { afterAll, beforeEach, expect, test } from "vitest";
import { countUp } from "#server/counters.ts";
import { disconnect } from "#server/db.ts";
import { closePointsPool, inTransaction, pointsPool } from "#server/points/pool.ts";
import { makeTeam } from "../support/people.ts";

/* Transactions of several processes over the same counters. */

let projectId: string;
beforeEach(async () => {
  projectId = (await makeTeam()).project.id;
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const SECOND = 1e9;
const START = 1_795_000_000 * SECOND;
const reading = (amount: number, seconds: number, stream = "s") => {
  return { stream, start: START, at: START + seconds * SECOND, amounts: [amount], delta: false };
};
const count = (...readings: ReturnType<typeof reading>[]) =>
  inTransaction((client) => countUp(client, projectId, readings));

test("the second waits for the first, and counts from what it left", async () => {
  const [entered, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = inTransaction(async (client) => {
    const additions = await countUp(client, projectId, [reading(5, 1)]);
    entered.resolve();
    await release.promise;
    return additions;
  });
  await entered.promise;
  const second = count(reading(7, 2));
  await somebodyWaits();
  release.resolve();
  expect([await first, await second]).toEqual([[[5]], [[2]]]);
});

test("what was rolled back was never counted", async () => {
  const broken = inTransaction(async (client) => {
    await countUp(client, projectId, [reading(5, 1)]);
    throw new Error("the points could not be stored");
  });
  await expect(broken).rejects.toThrow("could not be stored");
  expect(await count(reading(5, 1))).toEqual([[5]]);
});

test("readings of one request are counted in their order in time, those of many counters apart", async () => {
  expect(await count(reading(9, 3), reading(5, 1), reading(4, 1, "other"), reading(6, 2))).toEqual([
    [3],
    [5],
    [4],
    [1],
  ]);
});

test("two that lock the same counters in opposite order both succeed", async () => {
  const many = Array.from({ length: 200 }, (_, i) => reading(1, 1, `s${i}`));
  const [a, b] = await Promise.all([count(...many), count(...many.toReversed())]);
  const counted = [...(a ?? []), ...(b ?? [])].filter((addition) => addition !== null);
  expect(counted).toHaveLength(200);
});

async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await pointsPool().query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database()
         and wait_event_type = 'Lock' and query like '%counter_state%'`,
    );
    if (rows[0]?.waiting) return;
  }
}
