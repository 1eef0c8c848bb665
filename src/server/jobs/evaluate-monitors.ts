import { systemAccess } from "#server/access.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { takeTurns } from "#server/jobs/turns.ts";
import { evaluateMonitors } from "#server/monitors.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import { rebuildSummary } from "#server/summary.ts";
import { monitor } from "#stages/monitoring/monitor.ts";

export const MONITOR_TURN = "monitors:";
const EVERY_SECONDS = 20;

/** Monitors of projects whose turn it is. Drift is evaluated where its results are written, in the same transaction. */
export function runMonitors(owner: string): Promise<number> {
  const round = { prefix: MONITOR_TURN, kind: monitor.kind, everySeconds: EVERY_SECONDS, work: monitorProject };
  return takeTurns(round, owner);
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
