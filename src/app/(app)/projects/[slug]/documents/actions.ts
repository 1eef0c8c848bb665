"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { instantOf } from "#domain/local-time.ts";
import { authorize } from "#server/access.ts";
import { getProject } from "#server/projects.ts";
import { createShare, newShareSchema, revokeShare } from "#server/share-links.ts";

const slug = z.string();

const share = newShareSchema.omit({ expiresAt: true }).extend({ lastDay: z.iso.date("Choose the last day") });
const DAY_MS = 86_400_000;

/** The link ends with its last day, by the clock of the project. */
export const createShareAction = action(z.strictObject({ slug, share }), async (actor, input) => {
  const access = await authorize(actor, input.slug, "project.share", "project.read");
  const { lastDay, ...wanted } = input.share;
  const end = instantOf(Date.parse(lastDay) + DAY_MS - 1000, (await getProject(access)).timeZone);
  const { url, audience } = await createShare(access, { ...wanted, expiresAt: new Date(end).toISOString() });
  return { url, audience };
});

export const revokeShareAction = action(z.strictObject({ slug, id: z.string() }), async (actor, input) => {
  await revokeShare(await authorize(actor, input.slug, "project.share"), input.id);
});
