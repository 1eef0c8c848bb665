import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "#domain/errors.ts";
import type { Actor } from "#server/access.ts";
import { auth } from "#server/auth.ts";
import { now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";

/** A session that nobody used for this long is over. */
export const IDLE_DAYS = 7;

export type SignedIn = {
  actor: Extract<Actor, { kind: "person" }>;
  sessionId: string;
  user: { id: string; name: string; email: string; isAdmin: boolean; timeZone: string; theme: string };
};

/** The session behind the cookie, or null: read from the database each time, so that revoking works at once. */
export async function findSession(headers: Headers): Promise<SignedIn | null> {
  const token = await sessionToken(headers);
  if (!token) return null;
  const session = await db.session.findUnique({ where: { token }, include: { user: true } });
  if (!session || session.user.disabledAt || isOver(session)) return null;
  await touch(session);
  const { id, name, email, isAdmin, timeZone, theme } = session.user;
  return {
    actor: { kind: "person", userId: id, name, isAdmin },
    sessionId: session.id,
    user: { id, name, email, isAdmin, timeZone, theme },
  };
}

export async function requireSession(headers: Headers): Promise<SignedIn> {
  const found = await findSession(headers);
  if (!found) throw new AppError("UNAUTHENTICATED", "Your session has ended. Sign in again.");
  return found;
}

/** `updatedAt` is when the session was last used; `expiresAt` never moves. */
export function isOver(session: { updatedAt: Date; expiresAt: Date }): boolean {
  const at = now().getTime();
  return session.expiresAt.getTime() <= at || session.updatedAt.getTime() + IDLE_DAYS * 86_400_000 <= at;
}

export async function sweepSessions(): Promise<number> {
  const idleSince = new Date(now().getTime() - IDLE_DAYS * 86_400_000);
  const over = { OR: [{ expiresAt: { lte: now() } }, { updatedAt: { lte: idleSince } }] };
  return (await connect().session.deleteMany({ where: over })).count;
}

/** At most one write in ten minutes. Not audited: being here is not a change. */
async function touch(session: { id: string; updatedAt: Date }): Promise<void> {
  if (now().getTime() - session.updatedAt.getTime() < 600_000) return;
  await connect().session.updateMany({ where: { id: session.id }, data: { updatedAt: now() } });
}

/** The cookie's value is `token.signature`; a wrong signature is refused before the database is asked. */
async function sessionToken(headers: Headers): Promise<string | null> {
  const { authCookies, secret } = await auth().$context;
  const value = cookieIn(headers, authCookies.sessionToken.name);
  const dot = value?.lastIndexOf(".") ?? -1;
  if (!value || dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), "base64");
  const right = createHmac("sha256", secret).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function cookieIn(headers: Headers, name: string): string | null {
  for (const part of headers.get("cookie")?.split(";") ?? []) {
    const cut = part.indexOf("=");
    if (cut > 0 && part.slice(0, cut).trim() === name) return decoded(part.slice(cut + 1).trim());
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
