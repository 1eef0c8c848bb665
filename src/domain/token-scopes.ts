import { PERMISSIONS, type Permission } from "#domain/permissions.ts";
import type { Role } from "#domain/vocabulary.ts";

export const SERVICE_SCOPES = ["read", "write", "ingest"] as const;
export type ServiceScope = (typeof SERVICE_SCOPES)[number];

const READING: readonly Permission[] = ["project.read"];
const INGESTING: readonly Permission[] = ["metrics.write", "fact.record", "annotate"];

/** A scope is a ceiling: what the token's holder may not do, no scope gives. Writing includes reading, never ingest. */
export const SCOPE_PERMISSIONS: Record<ServiceScope, readonly Permission[]> = {
  read: READING,
  write: permissionsBut(["metrics.write"]),
  ingest: INGESTING,
};

export function scopeAllows(scopes: readonly ServiceScope[], permission: Permission): boolean {
  return scopes.some((scope) => SCOPE_PERMISSIONS[scope].includes(permission));
}

/** What no machine does: sign, manage people, keys or where news goes, show a project to outsiders, remove one. */
const FOR_PEOPLE_ONLY: readonly Permission[] = [
  "stage.sign",
  "member.manage",
  "token.manage",
  "channel.manage",
  "project.archive",
  "project.delete",
  "project.lifecycle",
  "project.share",
  "project.export",
];

/** What a project's service token may do within its scopes. */
export function serviceMay(scopes: readonly ServiceScope[], permission: Permission): boolean {
  return !FOR_PEOPLE_ONLY.includes(permission) && scopeAllows(scopes, permission);
}

/** The service account behind THROUGHLINE_ADMIN_TOKEN: prepares everything, decides nothing. */
export const ADMIN_SERVICE_PERMISSIONS: readonly Permission[] = [
  "project.read",
  "project.edit",
  "member.manage",
  "token.manage",
  "channel.manage",
  "stage.edit",
  "stage.move",
  "evidence.add",
  "criterion.edit",
  "annotate",
  "fact.record",
  "metrics.write",
];

export function adminServiceMay(permission: Permission): boolean {
  return ADMIN_SERVICE_PERMISSIONS.includes(permission);
}

/** The roles in which machines move stages: never as lead or reviewer, so never an approval, dismissal or set-aside. */
export const SERVICE_ROLES: readonly Role[] = ["PM", "ML"];

function permissionsBut(left: readonly Permission[]): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => !left.includes(permission));
}
