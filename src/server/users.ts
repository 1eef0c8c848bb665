import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { OrgAccess } from "#server/access.ts";
import { forgetBearers } from "#server/bearer.ts";
import { now } from "#server/clock.ts";
import { db, type Tx } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { signedInAdministrator } from "#server/own-person.ts";
import { hashPassword } from "#server/password.ts";

export const newUserSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(320).pipe(z.email("An e-mail address, for example ana@example.org")),
  name: z.string().trim().min(2, "At least 2 characters").max(80, "At most 80 characters"),
});
export type NewUser = z.infer<typeof newUserSchema>;

export type UserRow = {
  id: string;
  name: string;
  email: string;
  isAdmin: boolean;
  createdAt: Date;
  disabledAt: Date | null;
};

/** A new person has no password: a one-time link (password-links.ts) lets them choose one. The demo and set-up bring theirs. */
export async function createUser(
  access: OrgAccess<"org.manage">,
  input: NewUser,
  also: { password?: string; isAdmin?: boolean } = {},
): Promise<UserRow> {
  if (also.isAdmin && access.actor.kind !== "rule") signedInAdministrator(access);
  const password = also.password === undefined ? undefined : await hashPassword(also.password);
  return mutate(access, async (tx) => {
    const user = await insertUser(tx, { ...input, password, isAdmin: also.isAdmin ?? false });
    return { value: user, audit: { action: "user.create", subject: subjectOf(user), after: user } };
  });
}

/** For `createUser` and for set-up, inside their transactions. A password comes hashed. */
export async function insertUser(tx: Tx, input: NewUser & { password?: string; isAdmin: boolean }): Promise<UserRow> {
  const { email, name, isAdmin, password } = input;
  if (await tx.user.count({ where: { email } })) throw taken(email);
  const times = { createdAt: now(), updatedAt: now() };
  const user = await tx.user
    .create({ data: { email, name, isAdmin, emailVerified: true, ...times } })
    .catch((error: unknown) => {
      throw isDuplicate(error) ? taken(email) : error;
    });
  if (password) await setPasswordHash(tx, user.id, password);
  return rowOf(user);
}

/** better-auth reads the credential where the account's id is the person's. */
export async function setPasswordHash(tx: Tx, userId: string, password: string): Promise<void> {
  const updated = await tx.account.updateMany({
    where: { userId, providerId: "credential" },
    data: { password, updatedAt: now() },
  });
  if (updated.count) return;
  const times = { createdAt: now(), updatedAt: now() };
  await tx.account.create({ data: { userId, accountId: userId, providerId: "credential", password, ...times } });
}

export async function getUser(_: OrgAccess<"org.manage">, userId: string): Promise<UserRow> {
  return rowOf(await findUser(db, userId));
}

/** A disabled person is signed out everywhere, and their tokens stop. */
export async function disableUser(access: OrgAccess<"org.manage">, userId: string): Promise<UserRow> {
  const self = signedInAdministrator(access).userId === userId;
  if (self) throw new AppError("CONFLICT", "You cannot disable your own account. Another administrator can.");
  const user = await change(access, userId, "user.disable", async (tx, before) => {
    if (before.isAdmin) await keepAnAdministrator(tx, userId);
    await tx.session.deleteMany({ where: { userId } });
    return before.disabledAt ? null : { disabledAt: now() };
  });
  forgetBearers();
  return user;
}

export async function enableUser(access: OrgAccess<"org.manage">, userId: string): Promise<UserRow> {
  signedInAdministrator(access);
  return change(access, userId, "user.enable", async (_, before) => (before.disabledAt ? { disabledAt: null } : null));
}

/** The rights of an administrator change hands between signed-in people only, never by token. */
export async function setAdministrator(
  access: OrgAccess<"org.manage">,
  userId: string,
  isAdmin: boolean,
): Promise<UserRow> {
  signedInAdministrator(access);
  const user = await change(
    access,
    userId,
    isAdmin ? "user.make-administrator" : "user.unmake-administrator",
    async (tx, before) => {
      if (before.isAdmin === isAdmin) return null;
      if (isAdmin && before.disabledAt)
        throw new AppError("CONFLICT", `The account of ${before.name} is disabled. Enable it first.`);
      if (!isAdmin) await keepAnAdministrator(tx, userId);
      return { isAdmin };
    },
  );
  forgetBearers();
  return user;
}

type Change = { disabledAt?: Date | null; isAdmin?: boolean };

async function change(
  access: OrgAccess<"org.manage">,
  userId: string,
  action: string,
  decide: (tx: Tx, before: UserRow) => Promise<Change | null>,
): Promise<UserRow> {
  return mutate(access, async (tx) => {
    await tx.$queryRaw`select 1 from "user" where is_admin for update`;
    const before = rowOf(await findUser(tx, userId));
    const data = await decide(tx, before);
    if (!data) return { value: before, audit: "unchanged" };
    const after = rowOf(await tx.user.update({ where: { id: userId }, data: { ...data, updatedAt: now() } }));
    return { value: after, audit: { action, subject: subjectOf(after), before, after } };
  });
}

/** The rows of administrators are locked by `change`, so that two of them cannot remove each other. */
async function keepAnAdministrator(tx: Tx, but: string): Promise<void> {
  const others = await tx.user.count({ where: { isAdmin: true, disabledAt: null, id: { not: but } } });
  if (others === 0)
    throw new AppError("CONFLICT", "This is the last administrator. Make somebody else an administrator first.");
}

async function findUser(from: Pick<Tx, "user"> | typeof db, userId: string) {
  const user = isId(userId) ? await from.user.findUnique({ where: { id: userId } }) : null;
  if (!user) throw new AppError("NOT_FOUND", "There is no such person.");
  return user;
}

function taken(email: string): AppError {
  const issues = [{ path: "email", message: "Somebody already has this address" }];
  return new AppError("CONFLICT", `There is already a person with the address ${email}.`, { issues });
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}

function rowOf(user: UserRow): UserRow {
  const { id, name, email, isAdmin, createdAt, disabledAt } = user;
  return { id, name, email, isAdmin, createdAt, disabledAt };
}

function subjectOf(user: UserRow) {
  return { type: "user", id: user.id, label: user.name };
}
