"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { addFact, changeFact, removeFact } from "#server/fact-changes.ts";
import { factKindOf } from "#stages/fact-kinds.ts";

const place = { slug: z.string(), kind: z.string() };
const data = z.record(z.string(), z.unknown());

export const addFactAction = action(
  z.object({ ...place, key: z.string().max(80).optional(), data }),
  async (actor, { slug, kind, key, data: sent }) => {
    const access = await authorize(actor, slug, "fact.record");
    const fact = await addFact(access, factKindOf(kind), { key, data: sent });
    return { key: fact.key };
  },
);

export const changeFactAction = action(
  z.object({ ...place, key: z.string(), version: z.int(), data }),
  async (actor, { slug, kind, key, version, data: patch }) => {
    const access = await authorize(actor, slug, "fact.record");
    const fact = await changeFact(access, factKindOf(kind), key, { version, patch });
    return { key: fact.key };
  },
);

export const removeFactAction = action(z.object({ ...place, key: z.string() }), async (actor, { slug, kind, key }) => {
  await removeFact(await authorize(actor, slug, "fact.record"), factKindOf(kind), key);
});
