import { systemAccess } from "#server/access.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { takeTurns } from "#server/jobs/turns.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import { evaluateTriggers } from "#server/triggers.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";

export const TRIGGER_TURN = "triggers:";
const EVERY_SECONDS = 60;

/** Triggers of projects whose turn it is. */
export function runTriggers(owner: string): Promise<number> {
  const round = { prefix: TRIGGER_TURN, kind: retrainTrigger.kind, everySeconds: EVERY_SECONDS, work: lookAtTriggers };
  return takeTurns(round, owner);
}

export async function lookAtTriggers({ id, slug }: DueProject): Promise<number> {
  const access = systemAccess(id, slug, "Triggers");
  return mutate(access, async (tx) => {
    const notes = await evaluateTriggers(tx, access);
    if (notes.length === 0) return { value: 0, audit: "unchanged" };
    return { value: notes.length, audit: [...notes, ...(await applyBackwardRules(tx, access))] };
  });
}
