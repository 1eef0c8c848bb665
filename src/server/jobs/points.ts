import { setTimeout as pause } from "node:timers/promises";
import { evaluateProject, listDueProjects } from "#server/evaluation-run.ts";
import { problemOf, SomeProjectsFailed } from "#server/jobs/each-project.ts";
import { rollUpDays } from "#server/points/rollup-days.ts";
import { rollUp } from "#server/points/rollups.ts";

/** A turn is one job: long enough that asking the queue for it costs nothing, short enough to tell how it went. */
const TURN_MS = 5_000;
const IDLE_MS = 500;
/** Between two rounds of work: a flood of points is rolled up in fewer, larger shares. */
const BREATH_MS = 200;
/** Until nothing is marked, or for so long: under a steady flood there is always a next mark, and windows must not wait. */
const LONGEST_DRAIN_MS = 500;

/** Rolls up what was touched and plays the windows that have ended, for one turn. */
export async function keepUpWithPoints(signal: AbortSignal): Promise<void> {
  const until = Date.now() + TURN_MS;
  const problems = new Map<string, string>();
  while (!signal.aborted && Date.now() < until) {
    const worked = await work(signal, problems);
    await pause(worked ? BREATH_MS : IDLE_MS, undefined, { signal }).catch(() => undefined);
  }
  if (problems.size > 0) throw new SomeProjectsFailed(problems);
}

/**
 * Everything that is due now. Roll-ups first, so that a window is judged with the points that came before its end. A project
 * that cannot be evaluated does not hold up the others: it is left alone for the rest of the turn.
 */
export async function work(signal?: AbortSignal, problems = new Map<string, string>()): Promise<boolean> {
  let worked = await drainMarks(signal);
  for (const project of await listDueProjects()) {
    if (signal?.aborted) return worked;
    if (problems.has(project.slug)) continue;
    try {
      worked = (await evaluateProject(project)) > 0 || worked;
    } catch (error) {
      problems.set(project.slug, problemOf(error));
    }
  }
  return worked;
}

async function drainMarks(signal?: AbortSignal): Promise<boolean> {
  const until = Date.now() + LONGEST_DRAIN_MS;
  let worked = false;
  while (!signal?.aborted && Date.now() < until && (await rollUp()) > 0) worked = true;
  return worked;
}

export async function drainDays(signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await rollUpDays()) > 0);
}
