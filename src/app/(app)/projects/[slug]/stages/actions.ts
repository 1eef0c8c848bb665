"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { itemChangeSchema, removeEvidence, setItem } from "#server/checklists.ts";
import { addComment, newCommentSchema, resolveComment } from "#server/comments.ts";
import { getStageView } from "#server/stage-view.ts";
import { planStage, planStageSchema, saveStage, saveStageSchema } from "#server/stages.ts";
import { moveStage, transitionSchema } from "#server/transitions.ts";
import { askedOf } from "#stages/form/asked.ts";
import { stageOf } from "#stages/registry.ts";

const place = { slug: z.string(), stage: z.string() };

/** Answers with what the law asks for now: an answer given may bring other answers up. */
export const saveStageAction = action(z.object({ ...place, draft: saveStageSchema }), async (actor, input, session) => {
  const access = await authorize(actor, input.slug, "stage.edit", "project.read");
  const { version, document, savedAt } = await saveStage(access, input.stage, input.draft);
  const { facts } = await getStageView(access, input.stage);
  return {
    version,
    document,
    savedAt,
    savedBy: session.user.name,
    asked: askedOf(stageOf(input.stage), document, facts),
  };
});

export const moveStageAction = action(z.object({ ...place, move: transitionSchema }), async (actor, input) =>
  moveStage(await authorize(actor, input.slug, "stage.move"), input.stage, input.move),
);

export const planStageAction = action(z.object({ ...place, plan: planStageSchema }), async (actor, input) => {
  await planStage(await authorize(actor, input.slug, "stage.move"), input.stage, input.plan);
});

export const setItemAction = action(
  z.object({ ...place, item: z.string(), change: itemChangeSchema }),
  async (actor, input) => {
    await setItem(await authorize(actor, input.slug, "evidence.add"), input.stage, input.item, input.change);
  },
);

export const removeEvidenceAction = action(z.object({ slug: z.string(), id: z.uuid() }), async (actor, input) => {
  await removeEvidence(await authorize(actor, input.slug, "evidence.add"), input.id);
});

export const addCommentAction = action(z.object({ ...place, comment: newCommentSchema }), async (actor, input) => {
  await addComment(await authorize(actor, input.slug, "stage.comment"), input.stage, input.comment);
});

export const resolveCommentAction = action(z.object({ slug: z.string(), id: z.uuid() }), async (actor, input) => {
  await resolveComment(await authorize(actor, input.slug, "stage.comment"), input.id);
});
