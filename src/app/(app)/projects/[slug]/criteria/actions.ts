"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { criterionInputSchema, criterionPatchSchema } from "#domain/criteria.ts";
import { AppError } from "#domain/errors.ts";
import { authorize } from "#server/access.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { sentenceFor } from "#stages/sentence.ts";

const slug = z.string();
const asSent = z.custom<z.input<typeof criterionInputSchema>>();
const asPatched = z.custom<z.input<typeof criterionPatchSchema>>();
const reason = z.string().trim().max(1000);

export const addCriterionAction = action(z.object({ slug, criterion: asSent }), async (actor, input) => {
  const { key } = await addCriterion(
    await authorize(actor, input.slug, "criterion.edit"),
    parsed(criterionInputSchema, input.criterion),
  );
  return { key };
});

export const changeCriterionAction = action(
  z.object({ slug, key: z.string(), criterion: asPatched, reason: reason.optional() }),
  async (actor, input) => {
    const access = await authorize(actor, input.slug, "criterion.edit");
    const { key } = await changeCriterion(
      access,
      input.key,
      parsed(criterionPatchSchema, input.criterion),
      input.reason || undefined,
    );
    return { key };
  },
);

export const removeCriterionAction = action(
  z.object({ slug, key: z.string(), reason: reason.min(3, "Say in a few words why") }),
  async (actor, input) => {
    await removeCriterion(await authorize(actor, input.slug, "criterion.edit"), input.key, input.reason);
  },
);

/** In the words of the stages: the form shows them at their fields. */
function parsed<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw, { error: sentenceFor, reportInput: true });
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("INVALID", issues[0]?.message ?? "That cannot be read.", { issues });
}
