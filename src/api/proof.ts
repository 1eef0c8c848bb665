import { AppError } from "#domain/errors.ts";
import type { Permission } from "#domain/permissions.ts";
import { scopeAllows } from "#domain/token-scopes.ts";
import {
  type Access,
  type Actor,
  authorize,
  authorizeOrg,
  type OrgAccess,
  type OrgPermission,
} from "#server/access.ts";

/**
 * What a route asks of the caller. anyone: nothing. signed-in: to be known. reader: to be known, with a scope that reads.
 * permission: in the project that the address names. organisation: in the whole installation.
 */
export type Need =
  | "anyone"
  | "signed-in"
  | "reader"
  | { readonly permission: Permission | readonly Permission[] }
  | { readonly organisation: OrgPermission };

type PermissionsIn<P> = P extends readonly (infer Each extends Permission)[] ? Each : Extract<P, Permission>;

export type ProofOf<N extends Need> = N extends { readonly permission: infer P }
  ? Access<PermissionsIn<P>>
  : N extends { readonly organisation: infer P extends OrgPermission }
    ? OrgAccess<P>
    : N extends "anyone"
      ? null
      : Actor;

export type AnyProof = Access | OrgAccess | Actor | null;

export async function prove(needs: Need, actor: Actor | null, slug: string): Promise<AnyProof> {
  if (needs === "anyone") return null;
  if (!actor) throw new AppError("UNAUTHENTICATED", "Sign in, or send a token in the Authorization header.");
  if (needs === "signed-in") return actor;
  if (needs === "reader") return reader(actor);
  if ("organisation" in needs) return authorizeOrg(actor, needs.organisation);
  return authorize(actor, slug, ...permissionsIn(needs));
}

export function permissionsIn({ permission }: { permission: Permission | readonly Permission[] }): Permission[] {
  return typeof permission === "string" ? [permission] : [...permission];
}

/** Lists over all projects have no project to ask for permission in; the token's scopes still bind. */
function reader(actor: Actor): Actor {
  if (actor.kind !== "rule" && actor.scopes && !scopeAllows(actor.scopes, "project.read"))
    throw new AppError("FORBIDDEN", "You may not do this here. The scopes of this token do not allow it.");
  return actor;
}

const KEPT_MS = 1_000;
const kept = new WeakMap<Actor, Map<string, { proof: AnyProof; until: number }>>();

/**
 * For points only: the same proof for a second. A token's actor is itself kept for a second (bearer.ts) and forgotten at
 * once when a token is revoked or a person disabled; the proofs go with it.
 */
export async function proveBriefly(needs: Need, actor: Actor | null, slug: string): Promise<AnyProof> {
  if (!actor) return prove(needs, actor, slug);
  const own = kept.get(actor) ?? new Map<string, { proof: AnyProof; until: number }>();
  const known = own.get(slug);
  if (known && known.until > Date.now()) return known.proof;
  const proof = await prove(needs, actor, slug);
  if (own.size > 1_000) own.clear();
  kept.set(actor, own.set(slug, { proof, until: Date.now() + KEPT_MS }));
  return proof;
}
