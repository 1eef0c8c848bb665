"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorizeOrg } from "#server/access.ts";
import { createPasswordLink } from "#server/password-links.ts";
import { createUser, disableUser, enableUser, newUserSchema, setAdministrator } from "#server/users.ts";

const person = z.strictObject({ userId: z.string() });

/** A new person gets a link to choose a password with: it is shown once, to hand over. */
export const addPersonAction = action(newUserSchema, async (actor, input) => {
  const access = authorizeOrg(actor, "org.manage");
  const user = await createUser(access, input);
  const { url } = await createPasswordLink(access, user.id);
  return { name: user.name, url };
});

export const passwordLinkAction = action(person, async (actor, { userId }) => {
  const { url } = await createPasswordLink(authorizeOrg(actor, "org.manage"), userId);
  return { url };
});

export const setAdministratorAction = action(
  z.strictObject({ ...person.shape, isAdmin: z.boolean() }),
  async (actor, input) => {
    await setAdministrator(authorizeOrg(actor, "org.manage"), input.userId, input.isAdmin);
  },
);

export const setDisabledAction = action(
  z.strictObject({ ...person.shape, disabled: z.boolean() }),
  async (actor, input) => {
    const change = input.disabled ? disableUser : enableUser;
    await change(authorizeOrg(actor, "org.manage"), input.userId);
  },
);
