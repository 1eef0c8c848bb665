import { AppError } from "#domain/errors.ts";
import type { Actor, OrgAccess } from "#server/access.ts";

export type Person = Extract<Actor, { kind: "person" }>;

/** The signed-in person behind a proof about their own account. Tokens do not reach it: a leaked one must not make more. */
export function ownPerson(access: OrgAccess<"own.profile">): Person {
  if (access.actor.kind !== "person") throw new AppError("FORBIDDEN", "That belongs to a person’s own account.");
  refuseTokenHolder(access.actor);
  return access.actor;
}

export function refuseTokenHolder(actor: Actor): void {
  if (actor.kind === "person" && actor.tokenId)
    throw new AppError("FORBIDDEN", "A token cannot do this. Sign in and do it in the browser.");
}

/** For what a person must answer for: neither a token nor a service account. */
export function signedInAdministrator(access: OrgAccess<"org.manage">): Person {
  if (access.actor.kind !== "person") throw new AppError("FORBIDDEN", "That takes an administrator who is signed in.");
  refuseTokenHolder(access.actor);
  return access.actor;
}
