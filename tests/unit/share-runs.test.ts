import { expect, test } from "vitest";
import { shareRuns } from "#server/share-runs.ts";

/** Doubles numbers; what it ran together is in `groups`, and negative numbers break the run that they are in. */
function doubling(fitting?: (items: readonly number[]) => number) {
  const groups: number[][] = [];
  let [running, most] = [0, 0];
  const double = shareRuns(async (items: readonly number[]) => {
    groups.push([...items]);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    if (items.some((n) => n < 0)) throw new Error(`cannot double ${items}`);
    return items.map((n) => n * 2);
  }, fitting);
  return { double, groups, most: () => most };
}

test("calls of one moment share a run, and those that come meanwhile the next", async () => {
  const { double, groups, most } = doubling();
  const first = Promise.all([double(1), double(2)]);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = Promise.all([double(3), double(4), double(5)]);
  expect(await first).toEqual([2, 4]);
  expect(await second).toEqual([6, 8, 10]);
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(most()).toBe(1);
});

test("a run takes as many from the front as fit", async () => {
  const { double, groups } = doubling(() => 2);
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(groups).toEqual([[1, 2], [3]]);
});

test("what fails for one does not fail for its neighbours", async () => {
  const { double } = doubling();
  const outcomes = await Promise.allSettled([1, -2, 3].map(double));
  expect(outcomes).toMatchObject([
    { status: "fulfilled", value: 2 },
    { status: "rejected", reason: new Error("cannot double -2") },
    { status: "fulfilled", value: 6 },
  ]);
  expect(await double(4)).toBe(8);
});

test("a database that is away is asked once, not once for each", async () => {
  let runs = 0;
  const ask = shareRuns(async (): Promise<number[]> => {
    runs++;
    throw Object.assign(new Error("gone"), { code: "ECONNREFUSED" });
  });
  const outcomes = await Promise.allSettled([ask(1), ask(2), ask(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(runs).toBe(1);
});
