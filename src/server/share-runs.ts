import { isTransient } from "#server/points/pool.ts";

type Waiting<I, O> = { item: I; resolve(outcome: O): void; reject(error: unknown): void };

/**
 * For work that costs the same for one as for many: one run at a time, and calls that come meanwhile share the next. Each is
 * answered with its own outcome. `fitting` says how many of those that wait may go together, from the front; at least one.
 */
export function shareRuns<I, O>(
  run: (items: readonly I[]) => Promise<readonly O[]>,
  fitting: (items: readonly I[]) => number = (items) => items.length,
): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = [];
  let running = false;

  async function runAll(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve)); // so that all requests of this turn of the loop are there
      await settle(waiting.splice(0, fitting(waiting.map(({ item }) => item))));
    }
    running = false;
  }

  async function settle(group: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outcomes = await run(group.map(({ item }) => item));
      for (const [i, { resolve }] of group.entries()) resolve(outcomes[i] as O);
    } catch (error) {
      const alone = group.length > 1 && !isTransient(error); // what fails for one must not fail for its neighbours
      for (const one of group) await (alone ? settle([one]) : one.reject(error));
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void runAll();
    });
}
