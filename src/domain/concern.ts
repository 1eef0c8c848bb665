import type { Role, Tier } from "#domain/vocabulary.ts";

/* Whom something concerns, for the inbox and for notifications alike. */

export type Someone = { userId: string; roles: readonly Role[] };

export type StageOwner = {
  /** The person whom it was given to, if anybody. */
  ownerId: string | null;
  /** The role that owns it otherwise. */
  role: Role;
};

export type Signatures = {
  tier: Tier;
  approvers: readonly Role[];
  submittedBy: string | null;
  /** Those that count: of this version, since it was submitted. */
  signed: readonly { userId: string; role: string }[];
};

/** Alerts ring for those who build and answer for the model, not for who looks or reviews. */
export function hearsAlerts({ roles }: Pick<Someone, "roles">): boolean {
  return roles.some((role) => role !== "VW" && role !== "RV");
}

export function ownsStage({ userId, roles }: Someone, { ownerId, role }: StageOwner): boolean {
  return ownerId ? ownerId === userId : roles.includes(role);
}

/** Whether a role of this person is still missing among the signatures; at tier 3 never for what they submitted. */
export function mayStillSign(
  { userId, roles }: Someone,
  { tier, approvers, submittedBy, signed }: Signatures,
): boolean {
  if (tier === 3 && (submittedBy === userId || signed.some((s) => s.userId === userId))) return false;
  return approvers.some((role) => roles.includes(role) && !signed.some((s) => s.role === role));
}
