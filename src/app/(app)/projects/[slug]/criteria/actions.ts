"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { criterionInputSchema, criterionPatchSchema } from "#domain/criteria.ts";
import { AppError } from "#domain/errors.ts";
import { authorize } from "#server/access.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { findSeriesPreview } from "#server/series-preview.ts";
import { sentenceFor } from "#stages/sentence.ts";

const slug = z.string();
const asSent = z.custom<z.input<typeof criterionInputSchema>>();
const asPatched = z.custom<z.input<typeof criterionPatchSchema>>();
const reason = z.string().trim().max(1000);

export const addCriterionAction = action(z.object({ slug, criterion: asSent }), async (actor, input) => {
  const { key, version } = await addCriterion(
    await authorize(actor, input.slug, "criterion.edit"),
    parsed(criterionInputSchema, input.criterion),
  );
  return { key, version };
});

export const changeCriterionAction = action(
  z.object({ slug, key: z.string(), version: z.int(), criterion: asPatched, reason: reason.optional() }),
  async (actor, input) => {
    const access = await authorize(actor, input.slug, "criterion.edit");
    const { key, version } = await changeCriterion(
      access,
      input.key,
      { ...parsed(criterionPatchSchema, input.criterion), version: input.version },
      input.reason || undefined,
    );
    return { key, version };
  },
);

export const removeCriterionAction = action(
  z.object({ slug, key: z.string(), reason: reason.min(3, "Say in a few words why") }),
  async (actor, input) => {
    await removeCriterion(await authorize(actor, input.slug, "criterion.edit"), input.key, input.reason);
  },
);

/** What the series that is being typed held last; null where there is none of that name. */
export const previewSeriesAction = action(
  z.object({ slug, name: z.string().trim().min(1).max(200), labels: z.record(z.string(), z.string()) }),
  async (actor, { slug: project, ...series }) =>
    findSeriesPreview(await authorize(actor, project, "project.read"), series),
);

/** In the words of the stages, and where a number was emptied, what to fill in: the form shows them at their fields. */
function parsed<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw, { error: wordsFor, reportInput: true });
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("INVALID", issues[0]?.message ?? "That cannot be read.", { issues });
}

function wordsFor(issue: z.core.$ZodRawIssue): string {
  const [name] = issue.path ?? [];
  return (issue.input == null && EMPTY[String(name)]) || sentenceFor(issue);
}

/** By the field that was left empty. Limits are not here: which of them is missing, the rules on limits say. */
const EMPTY: Readonly<Record<string, string>> = {
  windowSeconds: "Fill in how long a window lasts, for example 7 days.",
  cadenceSeconds: "Fill in how often it is evaluated, for example every day.",
  minSamples: "Fill in how many samples a window needs for a verdict; 1 if any will do.",
  breachAfter: "Fill in after how many bad windows it is breached, 1 to 20.",
  recoverAfter: "Fill in after how many good windows a breach ends, 1 to 20.",
  staleAfter: "Fill in after how many empty windows it says “no data”, 1 to 20.",
  weight: "Fill in a weight above zero; 1 counts as much as the others.",
};
