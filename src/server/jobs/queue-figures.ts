import { Counter, Gauge, type Registry } from "prom-client";
import { now } from "#server/clock.ts";
import { listTasks, listWorkers } from "#server/jobs/overview.ts";

/** The queue and who works it off, for Prometheus. */
export async function setQueueFigures(register: Registry): Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [register] });
  const secondsSince = (date: Date) => Math.max(0, (now().getTime() - date.getTime()) / 1000);

  const workers = await listWorkers();
  gauge("throughline_workers", "Workers that are alive.").set(workers.filter(({ alive }) => alive).length);
  const [latest] = workers;
  const age = gauge("throughline_worker_heartbeat_age_seconds", "Since the last sign of life of any worker.");
  if (latest) age.set(secondsSince(latest.beatAt));

  const depth = gauge("throughline_jobs", "Jobs in the queue: waiting, running, or failed for good.", [
    "task",
    "state",
  ]);
  const oldest = gauge("throughline_job_oldest_seconds", "How long the oldest job that is due has waited.", ["task"]);
  const success = gauge("throughline_task_success_age_seconds", "Since a task last succeeded.", ["task"]);
  const runs = new Counter({
    name: "throughline_task_runs_total",
    help: "Runs of a task, by how they ended.",
    labelNames: ["task", "outcome"],
    registers: [register],
  });
  for (const row of await listTasks()) {
    const { task } = row;
    for (const state of ["waiting", "running", "failed"] as const) depth.set({ task, state }, row[state]);
    oldest.set({ task }, row.oldestDueAt ? secondsSince(row.oldestDueAt) : 0);
    if (row.succeededAt) success.set({ task }, secondsSince(row.succeededAt));
    runs.inc({ task, outcome: "success" }, row.runs - row.failures);
    runs.inc({ task, outcome: "failure" }, row.failures);
  }
}
