import { AsyncLocalStorage } from "node:async_hooks";

const frozen = new AsyncLocalStorage<Date>();

/** The program's only clock. Business times come from here, never from the database. */
export function now(): Date {
  return new Date(frozen.getStore() ?? Date.now());
}

/** Runs `work` as if it were `date`: the seed tells its story with it, tests too. */
export function at<T>(date: Date, work: () => Promise<T>): Promise<T> {
  return frozen.run(date, work);
}
