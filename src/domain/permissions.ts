import { ROLE_NAMES, ROLES, type Role } from "#domain/vocabulary.ts";

export const PERMISSIONS = {
  "project.read": ["PM", "ML", "LD", "RV", "VW"],
  "project.edit": ["PM", "LD"],
  "project.archive": ["PM", "LD"],
  "project.delete": ["LD"],
  "project.lifecycle": ["LD"],
  "project.export": ["PM", "LD"],
  "project.share": ["PM", "LD"],
  "member.manage": ["LD"],
  "stage.edit": ["PM", "ML", "LD", "RV"],
  "stage.move": ["PM", "ML", "LD", "RV"],
  "stage.comment": ["PM", "ML", "LD", "RV"],
  "stage.sign": ["PM", "ML", "LD", "RV"],
  "evidence.add": ["PM", "ML", "LD", "RV"],
  "criterion.edit": ["PM", "ML", "LD"],
  "alert.handle": ["PM", "ML", "LD"],
  annotate: ["PM", "ML", "LD"],
  "fact.record": ["PM", "ML", "LD", "RV"],
  "metrics.write": ["PM", "ML", "LD"],
  "token.manage": ["ML", "LD"],
  "channel.manage": ["PM", "ML", "LD"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(roles: readonly Role[], permission: Permission): boolean {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return roles.some((role) => allowed.includes(role));
}

/** In the order of the vocabulary, so that lists on screen never change their order. */
export function rolesThatMay(permission: Permission): Role[] {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return ROLES.filter((role) => allowed.includes(role));
}

/** "a lead or a product manager": the end of every refusal. */
export function whoMay(permission: Permission): string {
  return anyOf(rolesThatMay(permission));
}

export function anyOf(roles: readonly Role[]): string {
  return joined(roles, "or");
}

export function allOf(roles: readonly Role[]): string {
  return joined(roles, "and");
}

/** Why this person may not hold these roles together, or null. A reviewer stands outside the build team (A2). */
export function roleConflict(roles: readonly Role[]): string | null {
  if (!roles.includes("RV")) return null;
  const build = roles.filter((role) => role === "PM" || role === "ML");
  if (build.length === 0) return null;
  return `A reviewer stands outside the build team, so the same person cannot also be ${anyOf(build)}.`;
}

function joined(roles: readonly Role[], word: "or" | "and"): string {
  const named = roles.map((role) => `${ROLE_ARTICLES[role]} ${ROLE_NAMES[role]}`);
  if (named.length <= 1) return named[0] ?? "nobody";
  return `${named.slice(0, -1).join(", ")} ${word} ${named.at(-1)}`;
}

const ROLE_ARTICLES: Record<Role, "a" | "an"> = { PM: "a", ML: "an", LD: "a", RV: "a", VW: "a" };
