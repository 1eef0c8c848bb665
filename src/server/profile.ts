import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import { isTimeZone } from "#lib/time-zone.ts";
import type { OrgAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { ownPerson } from "#server/own-person.ts";
import { hashPassword, passwordSchema, verifyPassword } from "#server/password.ts";
import { forgetAttempts, limitAttempts } from "#server/rate-limit.ts";
import { isOver } from "#server/session.ts";
import { newUserSchema, setPasswordHash } from "#server/users.ts";

export const THEMES = ["system", "light", "dark"] as const;

export const profileSchema = z.strictObject({
  name: newUserSchema.shape.name.optional(),
  theme: z.enum(THEMES).optional(),
  timeZone: z.string().refine(isTimeZone, "An IANA time zone, for example Europe/Berlin").optional(),
});

export const passwordChangeSchema = z.strictObject({ current: z.string().max(500), next: passwordSchema });

export type SessionRow = { id: string; device: string; address: string; createdAt: Date; usedAt: Date };

export async function changeProfile(access: OrgAccess<"own.profile">, input: z.infer<typeof profileSchema>) {
  const { userId } = ownPerson(access);
  return mutate(access, async (tx) => {
    const before = shown(await tx.user.findUniqueOrThrow({ where: { id: userId } }));
    const after = { ...before, ...input };
    if (JSON.stringify(after) === JSON.stringify(before)) return { value: before, audit: "unchanged" };
    await tx.user.update({ where: { id: userId }, data: { ...after, updatedAt: now() } });
    if (after.name !== before.name)
      await tx.projectSummary.updateMany({ where: { ownerId: userId }, data: { ownerName: after.name } });
    return { value: after, audit: { action: "profile.change", subject: subjectOf(access), before, after } };
  });
}

/** Signs the person out everywhere else: whoever knew the old password is out. */
export async function changePassword(
  access: OrgAccess<"own.profile">,
  sessionId: string,
  input: z.infer<typeof passwordChangeSchema>,
) {
  const { userId } = ownPerson(access);
  const guesses = `password|${userId}`;
  await limitAttempts(guesses, { max: 10, windowSeconds: 300 });
  const account = await db.account.findFirst({ where: { userId, providerId: "credential" } });
  const right = account?.password && (await verifyPassword({ hash: account.password, password: input.current }));
  if (!right) throw invalid("current", "This is not your current password.");
  await forgetAttempts(guesses);
  const hash = await hashPassword(input.next);
  await mutate(access, async (tx) => {
    await setPasswordHash(tx, userId, hash);
    await tx.session.deleteMany({ where: { userId, id: { not: sessionId } } });
    return { value: undefined, audit: { action: "password.change", subject: subjectOf(access) } };
  });
}

/** Where the person is signed in, last used first. */
export async function listSessions(access: OrgAccess<"own.profile">): Promise<SessionRow[]> {
  const rows = await db.session.findMany({
    where: { userId: ownPerson(access).userId },
    orderBy: { updatedAt: "desc" },
  });
  return rows
    .filter((row) => !isOver(row))
    .map((row) => ({
      id: row.id,
      device: row.userAgent ?? "",
      address: row.ipAddress ?? "",
      createdAt: row.createdAt,
      usedAt: row.updatedAt,
    }));
}

export async function endSession(access: OrgAccess<"own.profile">, sessionId: string): Promise<void> {
  const { userId } = ownPerson(access);
  await mutate(access, async (tx) => {
    const ended = isId(sessionId) ? await tx.session.deleteMany({ where: { id: sessionId, userId } }) : { count: 0 };
    if (ended.count === 0) throw new AppError("NOT_FOUND", "There is no such session.");
    return { value: undefined, audit: { action: "session.end", subject: subjectOf(access) } };
  });
}

/** Signs out everywhere, or everywhere but here. */
export async function endAllSessions(access: OrgAccess<"own.profile">, but?: string): Promise<number> {
  const { userId } = ownPerson(access);
  return mutate(access, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId, ...(but ? { id: { not: but } } : {}) } });
    if (count === 0) return { value: 0, audit: "unchanged" };
    return { value: count, audit: { action: "session.end-all", subject: subjectOf(access), after: { ended: count } } };
  });
}

function shown(user: { name: string; theme: string; timeZone: string }) {
  return { name: user.name, theme: user.theme, timeZone: user.timeZone };
}

function subjectOf(access: OrgAccess<"own.profile">) {
  const person = ownPerson(access);
  return { type: "user", id: person.userId, label: person.name };
}
