import { AppError } from "#domain/errors.ts";
import type { Actor } from "#server/access.ts";
import { findTokenActor } from "#server/bearer.ts";
import { findSession } from "#server/session.ts";

/** Who asks, by bearer token or by session cookie; null when by neither. A wrong token never falls back to the cookie. */
export async function findActor(headers: Headers): Promise<Actor | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) return findTokenActor(bearerIn(authorization));
  return (await findSession(headers))?.actor ?? null;
}

export async function requireActor(headers: Headers): Promise<Actor> {
  const actor = await findActor(headers);
  if (actor) return actor;
  const message = headers.has("authorization")
    ? "This token is unknown, revoked or past its end date."
    : "Sign in, or send a token in the Authorization header.";
  throw new AppError("UNAUTHENTICATED", message);
}

/** Whether the request acts by cookie, so that a foreign page could have sent it. */
export function actsByCookie(headers: Headers): boolean {
  return !headers.has("authorization");
}

function bearerIn(authorization: string): string {
  return /^Bearer ([^\s]+)$/i.exec(authorization)?.[1] ?? "";
}
