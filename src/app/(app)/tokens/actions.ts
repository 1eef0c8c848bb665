"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize, authorizeOrg } from "#server/access.ts";
import {
  createPersonalToken,
  createServiceToken,
  newTokenSchema,
  revokePersonalToken,
  revokeServiceToken,
} from "#server/tokens.ts";

const slug = z.string();
const id = z.string();

export const createPersonalTokenAction = action(newTokenSchema, async (actor, input) => {
  const { token, name } = await createPersonalToken(authorizeOrg(actor, "own.profile"), input);
  return { token, name };
});

export const revokePersonalTokenAction = action(z.strictObject({ id }), async (actor, input) => {
  await revokePersonalToken(authorizeOrg(actor, "own.profile"), input.id);
});

export const createServiceTokenAction = action(
  z.strictObject({ slug, token: newTokenSchema }),
  async (actor, input) => {
    const { token, name } = await createServiceToken(await authorize(actor, input.slug, "token.manage"), input.token);
    return { token, name };
  },
);

export const revokeServiceTokenAction = action(z.strictObject({ slug, id }), async (actor, input) => {
  await revokeServiceToken(await authorize(actor, input.slug, "token.manage"), input.id);
});
