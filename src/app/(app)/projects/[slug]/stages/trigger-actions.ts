"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { pullSchema, pullTrigger } from "#server/trigger-pull.ts";

export const pullTriggerAction = action(
  z.object({ slug: z.string(), trigger: z.string().max(200), pull: pullSchema }),
  async (actor, { slug, trigger, pull }) => pullTrigger(await authorize(actor, slug, "fact.record"), trigger, pull),
);
