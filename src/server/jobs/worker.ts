import { randomUUID } from "node:crypto";
import { type DueProject, evaluateProject, listDueProjects } from "#server/evaluation-run.ts";
import { Backoff } from "#server/jobs/backoff.ts";
import { runMonitors } from "#server/jobs/evaluate-monitors.ts";
import { runTriggers } from "#server/jobs/evaluate-triggers.ts";
import { HOUSEKEEPING, keepHouse } from "#server/jobs/housekeeping.ts";
import { holdLease, releaseLease } from "#server/jobs/lease.ts";
import { log } from "#server/log.ts";
import { isTransient } from "#server/points/pool.ts";
import { rollUpDays } from "#server/points/rollup-days.ts";
import { rollUp } from "#server/points/rollups.ts";

export type Worker = {
  /** Finishes the step that is running, then ends. */
  stop(): Promise<void>;
};

export const HEARTBEAT = "worker:";
const IDLE_MS = 500;
/** Between two rounds of work: a flood of points is rolled up in fewer, larger shares. */
const BREATH_MS = 200;
const BEAT_SECONDS = 15;
const DAYS_EVERY_MS = 30_000;
const MONITORS_EVERY_MS = 5_000;
const TRIGGERS_EVERY_MS = 20_000;
const HOUSE_EVERY_MS = 5 * 60_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * The background loop: rolls up what was touched, plays the windows that have ended, keeps house. Any number may run, in
 * this process or others: work is claimed row by row or under a lease, and a worker that is killed gives its share back.
 */
export function startWorker(): Worker {
  const owner = randomUUID();
  const name = HEARTBEAT + owner;
  let stopping = false;
  let wake = () => {};
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, stopping ? 0 : ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const beat = every(BEAT_SECONDS * 1000, async () => {
    await holdLease(name, owner, BEAT_SECONDS * 3);
  });
  const days = every(DAYS_EVERY_MS, drainDays);
  const monitors = every(MONITORS_EVERY_MS, () => runMonitors(owner));
  const triggers = every(TRIGGERS_EVERY_MS, () => runTriggers(owner));
  const house = every(HOUSE_EVERY_MS, () => keepHouse(owner));

  const loop = async () => {
    let failures = 0;
    while (!stopping) {
      try {
        await beat();
        const worked = await work(() => stopping);
        await days();
        await monitors();
        await triggers();
        await house();
        failures = 0;
        await rest(worked ? BREATH_MS : IDLE_MS);
      } catch (error) {
        failures++;
        report(error, failures);
        await rest(Math.min(LONGEST_BACKOFF_MS, IDLE_MS * 2 ** failures));
      }
    }
    for (const held of [HOUSEKEEPING, name]) await releaseLease(held, owner).catch(() => undefined);
  };

  const ended = loop();
  return {
    async stop() {
      stopping = true;
      wake();
      await ended;
    },
  };
}

/** Everything that is due now. Roll-ups first, so that a window is judged with the points that came before its end. */
export async function work(stopping: () => boolean = () => false): Promise<boolean> {
  let worked = await drainMarks(stopping);
  for (const project of await listDueProjects()) {
    if (stopping()) return worked;
    worked = (await evaluateOne(project)) || worked;
  }
  return worked;
}

/** Until nothing is marked, or for so long: under a steady flood there is always a next mark, and windows must not wait. */
const LONGEST_DRAIN_MS = 500;

async function drainMarks(stopping: () => boolean): Promise<boolean> {
  const until = Date.now() + LONGEST_DRAIN_MS;
  let worked = false;
  while (!stopping() && Date.now() < until && (await rollUp()) > 0) worked = true;
  return worked;
}

const backoff = new Backoff(2_000, 5 * 60_000);

/** One project that cannot be evaluated must not hold up the others; it is said once, and tried again ever more rarely. */
async function evaluateOne(project: DueProject): Promise<boolean> {
  if (backoff.waits(project.id)) return false;
  try {
    const windows = await evaluateProject(project);
    backoff.succeeded(project.id);
    return windows > 0;
  } catch (error) {
    const first = backoff.failed(project.id);
    if (first && !isTransient(error))
      log.error({ err: error, project: project.slug }, "a project could not be evaluated");
    return false;
  }
}

async function drainDays(): Promise<void> {
  const until = Date.now() + LONGEST_DRAIN_MS;
  while (Date.now() < until && (await rollUpDays()) > 0);
}

/** Wraps a job so that calling it more often than `ms` does nothing. A failed one is due again at once. */
function every(ms: number, job: () => Promise<unknown>): () => Promise<void> {
  let next = 0;
  return async () => {
    if (Date.now() < next) return;
    await job();
    next = Date.now() + ms;
  };
}

/** A lost race or a lock that somebody holds is daily business; a database that stays away is said once. */
function report(error: unknown, failures: number): void {
  const lockTaken = error instanceof Error && "code" in error && error.code === "55P03";
  if (lockTaken || (isTransient(error) && failures === 1)) return;
  if (failures <= 2) log.error({ err: error }, "the worker failed and tries again");
}
