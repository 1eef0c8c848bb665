import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { consequences, type FactOrigin } from "#server/fact-changes.ts";
import { refuseUnlessWriter } from "#server/fact-judgement.ts";
import { presentRow } from "#server/fact-rows.ts";
import { mutate } from "#server/mutate.ts";
import { sightOf, storeLook, TRIGGER_READ } from "#server/triggers.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";
import { pullOf } from "#stages/retraining/trigger-look.ts";
import { PULL_REFUSALS } from "#stages/retraining/trigger-words.ts";

export const pullSchema = z.strictObject({
  reason: z.string().trim().min(3, "Say in a few words why").max(500, "At most 500 characters"),
});

/**
 * Somebody pulls a manual trigger. The law of all triggers decides (of the limits a person meets the switch, a run under way
 * and the budget); a firing is kept with the reason and queues a run, as any other does.
 */
export async function pullTrigger(
  access: Access<"fact.record">,
  key: string,
  { reason }: z.infer<typeof pullSchema>,
  origin: FactOrigin = "hand",
): Promise<{ firing: string; run: string }> {
  const firings = factKindOf(triggerFiring.kind);
  refuseUnlessWriter(access, firings, {});
  return mutate(access, async (tx) => {
    await presentRow(tx, access.projectId, factKindOf(retrainTrigger.kind), key);
    const facts = await loadFactBag(tx, access.projectId, TRIGGER_READ);
    // The law keeps every trigger that is switched on in sight.
    const trigger = facts.of(retrainTrigger).find((each) => each.key === key);
    if (!trigger) throw new AppError("CONFLICT", PULL_REFUSALS.disabled ?? "");
    const { name, kind } = trigger.data;
    if (kind !== "manual")
      throw new AppError("CONFLICT", `“${name}” is not pulled by hand: it fires by itself. Record a manual trigger.`);
    const look = pullOf(trigger, await sightOf(tx, access.projectId, facts, trigger), now().toISOString());
    if (!look.fires) throw new AppError("CONFLICT", `“${name}” did not fire. ${PULL_REFUSALS[look.reason] ?? ""}`);
    const stored = await storeLook(tx, access, facts, look, { note: reason, origin });
    if (!stored?.run) throw new AppError("CONFLICT", `“${name}” was pulled a moment ago.`);
    const pulled = {
      action: "trigger.pull",
      stageKey: retrainTrigger.stage,
      subject: { type: "fact", id: key, label: name },
      after: { firing: stored.firing, run: stored.run },
      reason,
    };
    return {
      value: { firing: stored.firing, run: stored.run },
      audit: [pulled, ...stored.notes, ...(await consequences(tx, access, firings))],
    };
  });
}
