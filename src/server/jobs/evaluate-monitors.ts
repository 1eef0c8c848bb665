import { systemAccess } from "#server/access.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { eachProject } from "#server/jobs/each-project.ts";
import { listProjectsWith } from "#server/jobs/projects-with.ts";
import { evaluateMonitors } from "#server/monitors.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import { rebuildSummary } from "#server/summary.ts";
import { monitor } from "#stages/monitoring/monitor.ts";

/** Monitors of every project that has any. Drift is evaluated where its results are written, in the same transaction. */
export async function runMonitors(signal: AbortSignal): Promise<void> {
  await eachProject(await listProjectsWith(monitor.kind), monitorProject, signal);
}

/** Alerts first, then the rules that look at them. */
export async function monitorProject({ id, slug }: DueProject): Promise<number> {
  const access = systemAccess(id, slug, "Monitoring");
  return mutate(access, async (tx) => {
    const changed = await evaluateMonitors(tx, id);
    if (changed === 0) return { value: 0, audit: "unchanged" };
    const notes = await applyBackwardRules(tx, access);
    if (notes.length > 0) return { value: changed, audit: notes };
    await rebuildSummary(tx, id);
    return { value: changed, audit: "unchanged" };
  });
}
