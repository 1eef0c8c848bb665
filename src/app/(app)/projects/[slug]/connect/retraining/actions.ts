"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { startRetraining, startSchema } from "#server/retraining/start.ts";
import { removeTarget, setTarget, targetSchema } from "#server/retraining/target.ts";

const slug = z.string();

export const setTargetAction = action(z.object({ slug, target: targetSchema }), async (actor, input) => {
  await setTarget(await authorize(actor, input.slug, "token.manage"), input.target);
});

export const removeTargetAction = action(z.object({ slug }), async (actor, input) => {
  await removeTarget(await authorize(actor, input.slug, "token.manage"));
});

export const startRetrainingAction = action(z.object({ slug, start: startSchema }), async (actor, input) =>
  startRetraining(await authorize(actor, input.slug, "fact.record"), input.start),
);
