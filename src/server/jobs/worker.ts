import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Runner, run, type WorkerEvents, type WorkerPool } from "graphile-worker";
import { databaseUrl } from "#server/db.ts";
import { beat, freeJobsOf, sayGoodbye } from "#server/jobs/heartbeat.ts";
import { queueLogger } from "#server/jobs/queue-logger.ts";
import { runTask } from "#server/jobs/run-task.ts";
import { isRecurring, type TaskName, taskNames } from "#server/jobs/tasks.ts";
import { log } from "#server/log.ts";

export type Worker = {
  /** Finishes what is running, then ends. */
  stop(): Promise<void>;
};

const BEAT_MS = 5_000;
/** Notifications come at once; this finds what fell due, and all where a pooler swallows them. */
const POLL_MS = 1_000;
const RESTART_MS = 1_000;
const AT_ONCE = 4;
const MOST_MISSES = 5 * AT_ONCE;

/** What comes round never waits behind what was asked for: a receiver that does not answer holds up no alert. */
const LANES = [taskNames.filter(isRecurring), taskNames.filter((name) => !isRecurring(name))].filter(
  (l) => l.length > 0,
);

/**
 * Works off the queue. Any number may run, in this process or others: each job is one worker's, and a worker that is killed
 * gives its jobs back once its heartbeat has been missed.
 */
export function startWorker(): Worker {
  const id = randomUUID();
  const stopping = new AbortController();
  const pools = new Set<string>();
  const lanes = Promise.all(LANES.map((names) => work(names, pools, stopping.signal)));
  const heart = keepBeating(id, pools, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await lanes;
      await heart;
      await sayGoodbye(id).catch(() => undefined);
    },
  };
}

async function keepBeating(id: string, pools: ReadonlySet<string>, stopping: AbortSignal): Promise<void> {
  for (let silent = false; !stopping.aborted; await rest(BEAT_MS, stopping)) {
    try {
      await beat(id, [...pools]);
      silent = false;
    } catch (error) {
      if (!silent) log.warn({ err: error }, "the worker’s heartbeat failed");
      silent = true;
    }
  }
}

/** One pool after the other: a database that goes away ends a pool, and the next one begins when it is back. */
async function work(names: readonly TaskName[], pools: Set<string>, stopping: AbortSignal): Promise<void> {
  let former: string | undefined;
  for (; !stopping.aborted; await rest(RESTART_MS, stopping)) {
    try {
      if (former) await freeJobsOf(former);
      former = undefined;
      const events: WorkerEvents = new EventEmitter();
      events.on("pool:create", ({ workerPool }) => {
        former = workerPool.id;
        pools.add(workerPool.id);
        endWhenLost(workerPool, events);
      });
      await untilItEnds(await run(optionsOf(names, events, stopping)), stopping);
    } catch (error) {
      log.warn({ err: error }, "the queue cannot be worked on for a moment");
    } finally {
      if (former) pools.delete(former);
    }
  }
}

/** A pool that cannot fetch its jobs any more does not always find back by itself. */
function endWhenLost(pool: WorkerPool, events: WorkerEvents): void {
  let misses = 0;
  const found = () => {
    misses = 0;
  };
  events.on("job:start", found);
  events.on("worker:getJob:empty", found);
  events.on("worker:getJob:error", () => {
    if (++misses === MOST_MISSES) void Promise.resolve(pool.gracefulShutdown()).catch(() => undefined);
  });
}

async function untilItEnds(runner: Runner, stopping: AbortSignal): Promise<void> {
  const stop = () => void runner.stop().catch(() => undefined);
  if (stopping.aborted) stop();
  stopping.addEventListener("abort", stop);
  await runner.promise.finally(() => stopping.removeEventListener("abort", stop));
}

function optionsOf(names: readonly TaskName[], events: WorkerEvents, stopping: AbortSignal) {
  return {
    connectionString: databaseUrl(),
    maxPoolSize: AT_ONCE + 1,
    concurrency: AT_ONCE,
    pollInterval: POLL_MS,
    schema: "graphile_worker",
    noHandleSignals: true,
    parsedCronItems: [],
    logger: queueLogger,
    events,
    taskList: Object.fromEntries(names.map((name) => [name, (payload: unknown) => runTask(name, payload, stopping)])),
    // A job that has ended and cannot be taken off the queue then ends its pool; otherwise it would stay locked for hours.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  };
}

async function rest(ms: number, stopping: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: stopping }).catch(() => undefined);
}
