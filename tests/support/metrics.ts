/* Points, criteria and the worker's steps for integration tests. */
import type { CriterionInput } from "#domain/criteria.ts";
import type { Access } from "#server/access.ts";
import { addCriterion } from "#server/criterion-changes.ts";
import { listDueProjects } from "#server/evaluation-run.ts";
import { work } from "#server/jobs/points.ts";
import { ingestMetrics } from "#server/metrics.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The start of the hour, `hours` before now: far enough from now that no window is still open. */
export function hoursAgo(hours: number): number {
  return Math.floor(Date.now() / HOUR) * HOUR - hours * HOUR;
}

/** Hourly mean, at least 0.8, guardrail 0.72, breached after 3, recovered after 2, silent after 2. */
export function recall(also: Partial<CriterionInput> = {}): CriterionInput {
  return {
    key: "recall",
    name: "Recall",
    kind: "model",
    direction: "gte",
    target: 0.8,
    guardrail: 0.72,
    baseline: 0.62,
    aggregation: "mean",
    windowSeconds: 3600,
    cadenceSeconds: 3600,
    series: { name: "recall" },
    ...also,
  };
}

export function wire(access: Access<"criterion.edit">, also: Partial<CriterionInput> = {}) {
  return addCriterion(access, recall(also));
}

export type TestPoint = [time: number, value: number, n?: number];

export function send(access: Access<"metrics.write">, points: readonly TestPoint[], name = "recall") {
  return ingestMetrics(access, { series: { name }, points });
}

/** After a lost race the worker leaves a project alone for two seconds; one that cannot be evaluated is waited for no longer. */
const PATIENCE_MS = 3_000;

/** Does everything that is due, as the worker would. */
export async function settle(): Promise<void> {
  let until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if (await work()) until = Date.now() + PATIENCE_MS;
    else if ((await listDueProjects()).length === 0) return;
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
