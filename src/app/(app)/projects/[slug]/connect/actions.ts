"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { HOOK_FORMATS, makeHookSecret } from "#server/hook-secrets.ts";

const schema = z.strictObject({ slug: z.string(), format: z.string() });

export const makeHookSecretAction = action(schema, async (actor, { slug, format }) => {
  const access = await authorize(actor, slug, "token.manage");
  const { secret } = await makeHookSecret(access, z.enum(HOOK_FORMATS).parse(format));
  return { secret };
});
