import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { installationSecret } from "#lib/environment.ts";
import { type Access, systemAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import type { Listening } from "#server/inbound-facts.ts";
import { mutate } from "#server/mutate.ts";
import { refuseTokenHolder } from "#server/own-person.ts";
import { WIRE_NAMES } from "#wire/heard.ts";

/** The senders that sign with a secret of their own instead of bringing a token. */
export const HOOK_FORMATS = ["github", "gitlab", "mlflow-webhook"] as const;
export type HookFormat = (typeof HOOK_FORMATS)[number];

export type HookSecret = { format: HookFormat; createdAt: Date };

/** Makes the secret that a webhook signs with; an earlier one stops to count. It is in this answer only. */
export async function makeHookSecret(
  access: Access<"token.manage">,
  format: HookFormat,
): Promise<HookSecret & { secret: string }> {
  refuseTokenHolder(access.actor);
  const { projectId, actor } = access;
  const made = {
    salt: randomBytes(32).toString("base64url"),
    createdAt: now(),
    createdBy: actor.kind === "person" ? actor.userId : null,
  };
  return mutate(access, async (tx) => {
    await tx.hookSecret.upsert({
      where: { projectId_format: { projectId, format } },
      create: { projectId, format, ...made },
      update: made,
    });
    const value = { format, createdAt: made.createdAt, secret: secretOf(projectId, format, made.salt) };
    const subject = { type: "hook", id: format, label: `Webhook secret of ${WIRE_NAMES[format]}` };
    return { value, audit: { action: "hook.secret", subject, after: { format } } };
  });
}

export async function listHookSecrets({ projectId }: Access<"project.read">): Promise<HookSecret[]> {
  const rows = await db.hookSecret.findMany({ where: { projectId }, select: { format: true, createdAt: true } });
  return HOOK_FORMATS.flatMap((format) => {
    const row = rows.find((each) => each.format === format);
    return row ? [{ format, createdAt: row.createdAt }] : [];
  });
}

/** The proof of a webhook that brings its secret as it is, as GitLab does; null as for a wrong signature. */
export function presentedHook(slug: string, format: HookFormat, secret: string): Promise<Listening | null> {
  const empty = Buffer.alloc(0);
  return provenHook(slug, format, createHmac("sha256", secret).update(empty).digest(), empty);
}

/**
 * The proof of a webhook: its signature, by the secret of the project that the address names. Null for a wrong one and for
 * a project that is not there or has no secret, after the same work.
 */
export async function provenHook(
  slug: string,
  format: HookFormat,
  signature: Uint8Array,
  signed: Uint8Array,
): Promise<Listening | null> {
  const row = await db.hookSecret.findFirst({
    where: { format, project: { slug, deletedAt: null } },
    select: { salt: true, project: { select: { id: true, slug: true } } },
  });
  const secret = row ? secretOf(row.project.id, format, row.salt) : secretOf("nobody", format, "none");
  const right = createHmac("sha256", secret).update(signed).digest();
  const given = signature.byteLength === right.byteLength ? signature : Buffer.alloc(right.byteLength);
  return timingSafeEqual(given, right) && row
    ? systemAccess(row.project.id, row.project.slug, WIRE_NAMES[format])
    : null;
}

/** Computed from the installation's own secret, which is no part of the database: who has the rows cannot sign. */
function secretOf(projectId: string, format: HookFormat, salt: string): string {
  return `tlh_${createHmac("sha256", installationSecret()).update(`hook|${projectId}|${format}|${salt}`).digest("base64url")}`;
}
