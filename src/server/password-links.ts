import { randomBytes } from "node:crypto";
import { AppError } from "#domain/errors.ts";
import { publicUrl } from "#lib/environment.ts";
import { authorizeOrg, bootstrapAccess, type OrgAccess } from "#server/access.ts";
import { hashToken } from "#server/bearer.ts";
import { now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";
import { mailIsConfigured, sendMail } from "#server/mail.ts";
import { mutate } from "#server/mutate.ts";
import { signedInAdministrator } from "#server/own-person.ts";
import { hashPassword } from "#server/password.ts";
import { limitAttempts } from "#server/rate-limit.ts";
import { getUser, setPasswordHash } from "#server/users.ts";

const HOURS = 24;
const GONE = "This link has been used, or it has expired. Ask for a new one.";

export type PasswordLink = { url: string; expiresAt: Date };

/** One link a person at a time, good once and for a day. Only its SHA-256 is kept; the address is in this answer alone. */
export async function createPasswordLink(access: OrgAccess<"org.manage">, userId: string): Promise<PasswordLink> {
  if (access.actor.kind !== "rule") signedInAdministrator(access);
  const user = await getUser(access, userId);
  if (user.disabledAt) throw new AppError("CONFLICT", `The account of ${user.name} is disabled. Enable it first.`);
  const token = randomBytes(32).toString("base64url");
  const at = now();
  const expiresAt = new Date(at.getTime() + HOURS * 3_600_000);
  return mutate(access, async (tx) => {
    await tx.verification.deleteMany({ where: { value: userId, identifier: { startsWith: PREFIX } } });
    await tx.verification.create({
      data: { identifier: identifierOf(token), value: userId, expiresAt, createdAt: at, updatedAt: at },
    });
    const subject = { type: "user", id: userId, label: user.name };
    const value = { url: `${publicUrl()}/reset-password?token=${token}`, expiresAt };
    return { value, audit: { action: "password.link", subject, after: { expiresAt } } };
  });
}

/** Whose password the link sets, or null when it is used up. */
export async function findPasswordLink(token: string): Promise<{ userId: string; name: string; email: string } | null> {
  const link = await db.verification.findFirst({
    where: { identifier: identifierOf(token), expiresAt: { gt: now() } },
  });
  const user = link && (await db.user.findFirst({ where: { id: link.value, disabledAt: null } }));
  return user ? { userId: user.id, name: user.name, email: user.email } : null;
}

/** The holder of the link acts as its person. Uses the link up, and signs the person out everywhere. */
export async function resetPassword(token: string, password: string, address: string): Promise<{ email: string }> {
  await limitAttempts(`reset|address|${address}`, { max: 20, windowSeconds: 300 });
  const found = await findPasswordLink(token);
  if (!found) throw new AppError("NOT_FOUND", GONE);
  const hash = await hashPassword(password);
  const { userId, name, email } = found;
  const access = authorizeOrg({ kind: "person", userId, name, isAdmin: false }, "own.profile");
  return mutate(access, async (tx) => {
    const used = await tx.verification.deleteMany({
      where: { identifier: identifierOf(token), expiresAt: { gt: now() } },
    });
    if (used.count === 0) throw new AppError("NOT_FOUND", GONE);
    await setPasswordHash(tx, userId, hash);
    await tx.session.deleteMany({ where: { userId } });
    return {
      value: { email },
      audit: { action: "password.reset", subject: { type: "user", id: userId, label: name } },
    };
  });
}

/** Counts before it looks, and answers before it sends, so that neither the answer nor its time tells who exists. */
export async function requestPasswordLink(email: string, address: string): Promise<{ sent: Promise<boolean> }> {
  const wanted = email.trim().toLowerCase();
  await limitAttempts(`forgot|address|${address}`, { max: 10, windowSeconds: 3600 });
  await limitAttempts(`forgot|account|${wanted}`, { max: 3, windowSeconds: 3600 });
  return { sent: mailIsConfigured() ? mailLink(wanted) : Promise.resolve(false) };
}

export async function sweepPasswordLinks(): Promise<number> {
  return (await connect().verification.deleteMany({ where: { expiresAt: { lte: now() } } })).count;
}

async function mailLink(email: string): Promise<boolean> {
  const user = await db.user.findFirst({ where: { email, disabledAt: null } });
  if (!user) return false;
  const { url } = await createPasswordLink(bootstrapAccess("Forgotten password"), user.id);
  const text = `Hello ${user.name},\n\nchoose a new password here, within ${HOURS} hours:\n${url}\n\nIf you did not ask for this, do nothing.\n`;
  await sendMail({ to: user.email, subject: "Choose a new password for Throughline", text });
  return true;
}

const PREFIX = "password:";

function identifierOf(token: string): string {
  return PREFIX + hashToken(token);
}
