import { AppError } from "#domain/errors.ts";
import { can, type Permission, whoMay } from "#domain/permissions.ts";
import { adminServiceMay, SERVICE_ROLES, type ServiceScope, scopeAllows, serviceMay } from "#domain/token-scopes.ts";
import { ROLES, type Role } from "#domain/vocabulary.ts";
import { db } from "#server/db.ts";

/** Who asks. A personal token is a person with scopes; the administrator's service account is a service without a project. */
export type Actor =
  | {
      kind: "person";
      userId: string;
      name: string;
      isAdmin: boolean;
      tokenId?: string;
      scopes?: readonly ServiceScope[];
    }
  | {
      kind: "service";
      tokenId: string;
      name: string;
      projectId: string | null;
      scopes: readonly ServiceScope[];
      admin: boolean;
    }
  | { kind: "rule"; name: string };

declare const proof: unique symbol;

/**
 * Proof that this actor may do this in this project. Only this file makes one. Contravariant in P, so that proof of
 * several permissions serves where one is asked, and never the other way round.
 */
export type Access<P extends Permission = Permission> = {
  readonly actor: Actor;
  readonly projectId: string;
  readonly slug: string;
  readonly roles: readonly Role[];
  readonly [proof]: (permission: P) => void;
};

/** Proof of something or other: enough to know who acts where, not to act. */
export type SomeAccess = Access<never>;

/** Proof about the organisation rather than one project. */
export type OrgPermission = "project.create" | "org.manage" | "own.profile";
export type OrgAccess<P extends OrgPermission = OrgPermission> = {
  readonly actor: Actor;
  readonly projectId: null;
  readonly [proof]: (permission: P) => void;
};

/** Which projects a reader of the portfolio may see. */
export type Visibility = {
  readonly actor: Actor;
  readonly visible: "all" | { userId: string } | { projectId: string };
};

export type AnyAccess = { readonly actor: Actor; readonly projectId: string | null };

const NOT_FOUND = "There is no such project, or you are not a member of it";

export async function authorize<P extends Permission>(actor: Actor, slug: string, ...needed: P[]): Promise<Access<P>> {
  const project = await db.project.findFirst({
    where: {
      slug,
      ...(needed.length > 0 && needed.every((p) => p === "project.delete") ? {} : { deletedAt: null }),
    },
    select: { id: true, slug: true, members: actor.kind === "person" ? { where: { userId: actor.userId } } : false },
  });
  if (!project) throw new AppError("NOT_FOUND", NOT_FOUND);
  const stored = "members" in project && Array.isArray(project.members) ? project.members : [];
  const roles = rolesOf(
    actor,
    project.id,
    stored.flatMap((m) => m.roles),
  );
  for (const permission of needed) if (!may(actor, roles, permission)) throw refusal(actor, permission);
  return grant({ actor, projectId: project.id, slug: project.slug, roles });
}

/** Proof of a second right from the first one's actor and roles, for a verb that sets off another. */
export function alsoProves<P extends Permission>(access: SomeAccess, permission: P): Access<P> {
  const { actor, projectId, slug, roles } = access;
  if (!may(actor, roles, permission)) throw refusal(actor, permission);
  return grant({ actor, projectId, slug, roles });
}

/** Nobody who works on the project: a viewer, or an administrator from outside. */
export function onlyLooks({ roles }: Access<"project.read">): boolean {
  return roles.every((role) => role === "VW");
}

/** Roles in the project; none at all means that the project does not exist for this actor. */
function rolesOf(actor: Actor, projectId: string, stored: readonly string[]): readonly Role[] {
  if (actor.kind === "person") {
    const roles = ROLES.filter((r) => stored.includes(r));
    if (roles.length === 0 && !actor.isAdmin) throw new AppError("NOT_FOUND", NOT_FOUND);
    return roles;
  }
  if (actor.kind === "service") {
    if (!actor.admin && actor.projectId !== projectId) throw new AppError("NOT_FOUND", NOT_FOUND);
    return SERVICE_ROLES;
  }
  throw new AppError("FORBIDDEN", "Rules act through their own proof");
}

function may(actor: Actor, roles: readonly Role[], permission: Permission): boolean {
  if (actor.kind === "rule") return false;
  if (actor.kind === "service") return actor.admin ? adminServiceMay(permission) : serviceMay(actor.scopes, permission);
  if (actor.scopes && !scopeAllows(actor.scopes, permission)) return false;
  return can(roles, permission) || (actor.isAdmin && ADMINISTERS.has(permission));
}

/** What an organisation's administrator may do in any project without a role in it: never an approval. */
const ADMINISTERS: ReadonlySet<Permission> = new Set<Permission>([
  "project.read",
  "member.manage",
  "token.manage",
  "channel.manage",
  "project.delete",
]);

function refusal(actor: Actor, permission: Permission): AppError {
  const scoped = actor.kind !== "rule" && actor.scopes && !scopeAllows(actor.scopes, permission);
  const because = scoped ? "The scopes of this token do not allow it." : `That takes ${whoMay(permission)}.`;
  return new AppError("FORBIDDEN", `You may not do this here. ${because}`);
}

/** The system's own proof, for the worker's rules: never reachable from a request. */
export function systemAccess(projectId: string, slug: string, name = "Throughline"): Access {
  return grant({ actor: { kind: "rule", name }, projectId, slug, roles: [] });
}

/** What a read-only link shows: what somebody sees who may only look. Only the finder of links asks for it. */
export function sharedAccess(projectId: string, slug: string): Access<"project.read"> {
  return grant({ actor: { kind: "rule", name: "Read-only link" }, projectId, slug, roles: ["VW"] });
}

export function authorizeOrg<P extends OrgPermission>(actor: Actor, permission: P): OrgAccess<P> {
  const admin = actor.kind === "person" ? actor.isAdmin : actor.kind === "service" && actor.admin;
  const allowed = permission === "org.manage" ? admin : actor.kind === "person" || admin;
  const scoped = actor.kind === "person" && actor.scopes ? actor.scopes.includes("write") : true;
  if (!allowed) throw new AppError("FORBIDDEN", "That takes an administrator of this installation.");
  if (!scoped) throw new AppError("FORBIDDEN", "The scopes of this token do not allow it.");
  return grantOrg({ actor, projectId: null });
}

/** The first start and the seed act before anybody can be asked. */
export function bootstrapAccess(name = "Throughline"): OrgAccess {
  return grantOrg({ actor: { kind: "rule", name }, projectId: null });
}

export function portfolioOf(actor: Actor): Visibility {
  if (actor.kind === "person") return { actor, visible: actor.isAdmin ? "all" : { userId: actor.userId } };
  if (actor.kind === "service") return { actor, visible: actor.projectId ? { projectId: actor.projectId } : "all" };
  return { actor, visible: "all" };
}

/** The brand has no run-time form; these two casts are the only ones, behind the checks above. */
function grant<P extends Permission>(plain: Omit<Access<P>, typeof proof>): Access<P> {
  return plain as Access<P>;
}

function grantOrg<P extends OrgPermission>(plain: Omit<OrgAccess<P>, typeof proof>): OrgAccess<P> {
  return plain as OrgAccess<P>;
}
