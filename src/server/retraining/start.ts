import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { consequences, type FactOrigin } from "#server/fact-changes.ts";
import { refuseUnlessWriter } from "#server/fact-judgement.ts";
import { presentRow } from "#server/fact-rows.ts";
import { mutate } from "#server/mutate.ts";
import { ask } from "#server/retraining/ask.ts";
import { stateIn } from "#server/retraining/run-state.ts";
import { queueRun, TRIGGER_READ } from "#server/triggers.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { isActive, retrainRun } from "#stages/retraining/retrain-run.ts";

export const startSchema = z.strictObject({
  run: z.string().max(80).optional().meta({ description: "A queued run; left out: a new one." }),
});

/** Somebody asks the other side to begin: for a run that waits, or for a new one. */
export async function startRetraining(
  access: Access<"fact.record">,
  { run }: z.infer<typeof startSchema>,
  origin: FactOrigin = "hand",
): Promise<{ run: string }> {
  const kind = factKindOf(retrainRun.kind);
  refuseUnlessWriter(access, kind, {});
  const { projectId } = access;
  return mutate(access, async (tx) => {
    if (run) {
      const state = stateIn((await presentRow(tx, projectId, kind, run)).data);
      if (state !== "queued") throw new AppError("CONFLICT", "This run is under way already, or over.");
      return { value: { run }, audit: await ask(tx, access, { run, firing: null }) };
    }
    const facts = await loadFactBag(tx, projectId, TRIGGER_READ);
    const active = facts.of(retrainRun).find(({ data }) => isActive(data));
    if (active)
      throw new AppError("CONFLICT", `“${active.data.name}” is under way. Ask for it again, or end it first.`);
    const queued = await queueRun(tx, access, facts, { firing: null, origin });
    const asked = await ask(tx, access, { run: queued.run, firing: null });
    return { value: { run: queued.run }, audit: [queued.note, ...asked, ...(await consequences(tx, access, kind))] };
  });
}
