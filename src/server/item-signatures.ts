import { AppError } from "#domain/errors.ts";
import { SIGNING_ROLES } from "#domain/evidence.ts";
import { anyOf, roleConflict } from "#domain/permissions.ts";
import type { Role } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { NOT_APPLICABLE } from "#server/project-record.ts";
import type { ChecklistItem } from "#stages/define-stage.ts";

/** The item of a stage, and the version of the stage that a signature binds to. */
export type ItemPlace = { stageKey: string; item: ChecklistItem; version: number };

/** Whoever signs must hold one of the roles that the item names. */
export async function signItem(tx: Tx, access: Access<"evidence.add">, place: ItemPlace, comment: string | null) {
  if (access.actor.kind !== "person") throw new AppError("FORBIDDEN", "A service account never signs.");
  const { stageKey, item, version } = place;
  const role = signerRole(access, item);
  const conflict = role === "RV" ? roleConflict(access.roles) : null;
  if (conflict) throw new AppError("FORBIDDEN", conflict);
  const { userId } = access.actor;
  const standing = { projectId: access.projectId, stageKey, subject: subjectOf(item), version, userId, voidedAt: null };
  if (await tx.signOff.count({ where: { ...standing, decision: "approved" } })) return;
  const { voidedAt: _, ...row } = standing;
  await tx.signOff.create({ data: { ...row, decision: "approved", role, comment, at: now() } });
}

/** Signatures are taken back by those who could have given them; an acceptance falls with the reason that it accepted. */
export async function withdrawSignatures(tx: Tx, access: Access<"evidence.add">, { stageKey, item }: ItemPlace) {
  if (item.evidence === "signoff") signerRole(access, item);
  const where = { projectId: access.projectId, stageKey, subject: subjectOf(item), voidedAt: null };
  await tx.signOff.updateMany({ where, data: { voidedAt: now(), voidedFor: "withdrawn" } });
}

/** An item does not apply once a lead says so to the reason that stands there now. */
export async function decideNotApplicable(tx: Tx, access: Access<"evidence.add">, place: ItemPlace): Promise<void> {
  await voidAcceptance(tx, access, place);
  if (access.actor.kind !== "person" || !access.roles.includes("LD")) return;
  const { stageKey, item, version } = place;
  const row = { projectId: access.projectId, stageKey, subject: subjectOf(item), version, role: "LD" };
  await tx.signOff.create({
    data: { ...row, userId: access.actor.userId, decision: NOT_APPLICABLE, at: now() },
  });
}

export async function voidAcceptance(tx: Tx, access: Access<"evidence.add">, { stageKey, item }: ItemPlace) {
  const where = { projectId: access.projectId, stageKey, subject: subjectOf(item), decision: NOT_APPLICABLE };
  await tx.signOff.updateMany({
    where: { ...where, voidedAt: null },
    data: { voidedAt: now(), voidedFor: "reason changed" },
  });
}

function signerRole(access: Access<"evidence.add">, item: ChecklistItem): Role {
  const signers: readonly Role[] = item.signers ?? SIGNING_ROLES;
  const role = signers.find((each) => access.roles.includes(each));
  if (!role) throw new AppError("FORBIDDEN", `This is for ${anyOf(signers)} to sign.`);
  return role;
}

function subjectOf(item: ChecklistItem): string {
  return `item:${item.key}`;
}
