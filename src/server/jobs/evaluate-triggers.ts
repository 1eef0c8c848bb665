import { systemAccess } from "#server/access.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { eachProject } from "#server/jobs/each-project.ts";
import { listProjectsWith } from "#server/jobs/projects-with.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import { evaluateTriggers } from "#server/triggers.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";

/** Triggers of every project that has any. */
export async function runTriggers(signal: AbortSignal): Promise<void> {
  await eachProject(await listProjectsWith(retrainTrigger.kind), lookAtTriggers, signal);
}

export async function lookAtTriggers({ id, slug }: DueProject): Promise<number> {
  const access = systemAccess(id, slug, "Triggers");
  return mutate(access, async (tx) => {
    const notes = await evaluateTriggers(tx, access);
    if (notes.length === 0) return { value: 0, audit: "unchanged" };
    return { value: notes.length, audit: [...notes, ...(await applyBackwardRules(tx, access))] };
  });
}
