"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { action } from "#app/action.ts";
import { authorizeOrg } from "#server/access.ts";
import {
  changePassword,
  changeProfile,
  endAllSessions,
  endSession,
  passwordChangeSchema,
  profileSchema,
} from "#server/profile.ts";

/** The theme is also a cookie, so that the first byte of the next page already knows it. */
export const changeProfileAction = action(profileSchema, async (actor, input) => {
  const profile = await changeProfile(authorizeOrg(actor, "own.profile"), input);
  if (input.theme) (await cookies()).set("theme", input.theme, { maxAge: 31_536_000, sameSite: "lax", path: "/" });
  return profile;
});

export const changePasswordAction = action(passwordChangeSchema, async (actor, input, session) =>
  changePassword(authorizeOrg(actor, "own.profile"), session.sessionId, input),
);

export const endSessionAction = action(z.strictObject({ id: z.string() }), async (actor, { id }) =>
  endSession(authorizeOrg(actor, "own.profile"), id),
);

export const endAllSessionsAction = action(z.strictObject({ here: z.boolean() }), async (actor, { here }, session) =>
  endAllSessions(authorizeOrg(actor, "own.profile"), here ? undefined : session.sessionId),
);
