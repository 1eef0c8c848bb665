"use server";

import { z } from "zod";
import { openAction } from "#app/action.ts";
import { clientAddress } from "#server/auth.ts";
import { log } from "#server/log.ts";
import { passwordSchema } from "#server/password.ts";
import { requestPasswordLink, resetPassword } from "#server/password-links.ts";
import { setUpFirstAdministrator, setupSchema } from "#server/setup.ts";

export const setUpAction = openAction(setupSchema, async (input, headers) => {
  await setUpFirstAdministrator(input, clientAddress(headers));
});

const forgotten = z.strictObject({ email: z.string().trim().pipe(z.email("An e-mail address")) });

export const forgotAction = openAction(forgotten, async ({ email }, headers) => {
  const { sent } = await requestPasswordLink(email, clientAddress(headers));
  void sent.catch((err: unknown) => log.error({ err }, "a password link could not be mailed"));
});

const renewed = z.strictObject({ token: z.string().max(200), password: passwordSchema });

export const resetAction = openAction(renewed, async ({ token, password }, headers) =>
  resetPassword(token, password, clientAddress(headers)),
);
