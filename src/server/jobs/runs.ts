import { keepHouse } from "#server/jobs/housekeeping.ts";
import type { Payload, TaskName } from "#server/jobs/tasks.ts";

/** Ends early, and well, once the signal says that the worker stops. */
type Run<N extends TaskName> = (payload: Payload<N>, signal: AbortSignal) => Promise<void>;

/** What each task does. */
export const runs: { [N in TaskName]: Run<N> } = {
  housekeeping: () => keepHouse("worker"),
};
