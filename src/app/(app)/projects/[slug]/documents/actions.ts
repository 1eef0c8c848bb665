"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { createShare, newShareSchema, revokeShare } from "#server/share-links.ts";

const slug = z.string();

export const createShareAction = action(z.strictObject({ slug, share: newShareSchema }), async (actor, input) => {
  const { url, audience } = await createShare(await authorize(actor, input.slug, "project.share"), input.share);
  return { url, audience };
});

export const revokeShareAction = action(z.strictObject({ slug, id: z.string() }), async (actor, input) => {
  await revokeShare(await authorize(actor, input.slug, "project.share"), input.id);
});
