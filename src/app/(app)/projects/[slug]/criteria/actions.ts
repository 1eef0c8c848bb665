"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { criterionInputSchema, criterionPatchSchema } from "#domain/criteria.ts";
import { authorize } from "#server/access.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";

const slug = z.string();
const reason = z.string().trim().max(1000);

export const addCriterionAction = action(z.object({ slug, criterion: criterionInputSchema }), async (actor, input) => {
  const { key } = await addCriterion(await authorize(actor, input.slug, "criterion.edit"), input.criterion);
  return { key };
});

export const changeCriterionAction = action(
  z.object({ slug, key: z.string(), criterion: criterionPatchSchema, reason: reason.optional() }),
  async (actor, input) => {
    const access = await authorize(actor, input.slug, "criterion.edit");
    const { key } = await changeCriterion(access, input.key, input.criterion, input.reason || undefined);
    return { key };
  },
);

export const removeCriterionAction = action(
  z.object({ slug, key: z.string(), reason: reason.min(3, "Say in a few words why") }),
  async (actor, input) => {
    await removeCriterion(await authorize(actor, input.slug, "criterion.edit"), input.key, input.reason);
  },
);
