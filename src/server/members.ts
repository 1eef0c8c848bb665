import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import { roleConflict } from "#domain/permissions.ts";
import { ROLE_NAMES, ROLES, type Role } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db, type Tx } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";

export const memberRolesSchema = z.strictObject({ roles: z.array(z.enum(ROLES)).min(1, "Choose at least one role") });

export type MemberRow = {
  userId: string;
  name: string;
  email: string;
  roles: Role[];
  addedAt: Date;
  disabled: boolean;
};

/** By name. Everybody in a project sees who is in it. */
export async function listMembers(access: Access<"project.read">): Promise<MemberRow[]> {
  const rows = await db.member.findMany({ where: { projectId: access.projectId }, include: { user: true } });
  const members = rows.map(({ user, ...row }) => ({
    userId: row.userId,
    name: user.name,
    email: user.email,
    roles: ordered(row.roles),
    addedAt: row.addedAt,
    disabled: user.disabledAt !== null,
  }));
  return members.sort((a, b) => a.name.localeCompare(b.name, "en") || a.userId.localeCompare(b.userId));
}

/** Adds the person, or changes their roles. */
export async function setMemberRoles(
  access: Access<"member.manage">,
  userId: string,
  wanted: readonly Role[],
): Promise<MemberRow> {
  const roles = ordered(wanted);
  if (roles.length === 0) throw invalid("roles", "Choose at least one role, or remove the person.");
  const conflict = roleConflict(roles);
  if (conflict) throw invalid("roles", conflict);
  return mutate(access, async (tx) => {
    const user = await findPerson(tx, userId);
    const key = { projectId: access.projectId, userId };
    const stored = await tx.member.findUnique({ where: { projectId_userId: key } });
    const before = ordered(stored?.roles ?? []);
    await requireAllowed(tx, access, user, before, roles);
    const row = { userId, name: user.name, email: user.email, roles, disabled: user.disabledAt !== null };
    if (stored && before.join() === roles.join())
      return { value: { ...row, addedAt: stored.addedAt }, audit: "unchanged" };
    const { addedAt } = await tx.member.upsert({
      where: { projectId_userId: key },
      create: { ...key, roles, addedAt: now() },
      update: { roles },
    });
    const action = stored ? "member.change" : "member.add";
    const audit = { action, subject: subjectOf(user), before: stored && { roles: before }, after: { roles } };
    return { value: { ...row, addedAt }, audit };
  });
}

export async function removeMember(access: Access<"member.manage">, userId: string): Promise<void> {
  await mutate(access, async (tx) => {
    const where = { projectId: access.projectId, userId };
    const stored = isId(userId) ? await tx.member.findFirst({ where, include: { user: true } }) : null;
    if (!stored) throw new AppError("NOT_FOUND", "This person is not a member of the project.");
    const roles = ordered(stored.roles);
    if (roles.includes("LD")) await keepALead(tx, access.projectId, userId);
    await tx.member.delete({ where: { projectId_userId: where } });
    return { value: undefined, audit: { action: "member.remove", subject: subjectOf(stored.user), before: { roles } } };
  });
}

type Found = { id: string; name: string; disabledAt: Date | null };

async function findPerson(tx: Tx, userId: string) {
  const user = isId(userId) ? await tx.user.findUnique({ where: { id: userId } }) : null;
  if (!user) throw new AppError("NOT_FOUND", "There is no such person.");
  return user;
}

async function requireAllowed(tx: Tx, access: Access<"member.manage">, user: Found, before: Role[], after: Role[]) {
  if (before.length === 0 && user.disabledAt)
    throw new AppError("CONFLICT", `The account of ${user.name} is disabled.`);
  refuseSelfPromotion(access, user.id, before, after);
  if (before.includes("LD") && !after.includes("LD")) await keepALead(tx, access.projectId, user.id);
}

/** Nobody gives themself the roles that decide: another lead or an administrator does. */
function refuseSelfPromotion(access: Access<"member.manage">, userId: string, before: Role[], after: Role[]): void {
  if (access.actor.kind !== "person" || access.actor.userId !== userId) return;
  const gained = (["LD", "RV"] as const).find((role) => after.includes(role) && !before.includes(role));
  if (gained)
    throw new AppError(
      "FORBIDDEN",
      `You cannot make yourself ${ROLE_NAMES[gained]}. Another lead or an administrator can.`,
    );
}

/** The project's row is locked by `mutate`, so that two leads cannot remove each other at once. */
async function keepALead(tx: Tx, projectId: string, but: string): Promise<void> {
  const where = { projectId, userId: { not: but }, roles: { has: "LD" }, user: { disabledAt: null } };
  if ((await tx.member.count({ where })) === 0)
    throw new AppError("CONFLICT", "This is the last lead of the project. Make somebody else a lead first.");
}

function ordered(roles: readonly string[]): Role[] {
  return ROLES.filter((role) => roles.includes(role));
}

function subjectOf(user: { id: string; name: string }) {
  return { type: "user", id: user.id, label: user.name };
}
