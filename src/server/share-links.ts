import { randomBytes } from "node:crypto";
import { z } from "zod";
import { DOCUMENT_TITLES, DOCUMENTS, type DocumentName, withoutWays } from "#domain/document.ts";
import { AppError, invalid } from "#domain/errors.ts";
import type { ShareLink } from "#generated/prisma/client.ts";
import { publicUrl } from "#lib/environment.ts";
import { type Access, sharedAccess } from "#server/access.ts";
import { hashToken } from "#server/bearer.ts";
import { now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";
import { getDocument, isOfProject } from "#server/documents/documents.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { countAttempt } from "#server/rate-limit.ts";

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

export const newShareSchema = z.strictObject({
  document: z.enum(DOCUMENTS),
  key: z.string().min(1).max(200).optional().meta({ description: "Of the model card or datasheet." }),
  audience: z.string().trim().min(2, "Say who it is for").max(120, "At most 120 characters"),
  expiresAt: z.iso.datetime({ offset: true, error: "A time such as 2026-12-31T00:00:00Z" }),
});
export type NewShare = z.infer<typeof newShareSchema>;

export type ShareRow = ReturnType<typeof rowOf>;

/** A read-only address for people outside. It is in this answer only: the database keeps its SHA-256. */
export async function createShare(
  access: Access<"project.share">,
  input: NewShare,
): Promise<ShareRow & { url: string }> {
  const expiresAt = endOf(input.expiresAt);
  const { document, audience } = input;
  const key = isOfProject(document) ? null : (input.key ?? "");
  const { projectId, slug, actor } = access;
  if (key !== null) await getDocument(sharedAccess(projectId, slug), { document, key }).catch(noSuchDocument);
  const token = randomBytes(32).toString("base64url");
  const createdBy = actor.kind === "person" ? actor.userId : null;
  return mutate(access, async (tx) => {
    const project = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
    if (project.archivedAt)
      throw new AppError(
        "CONFLICT",
        "The project is archived, so links to it are closed. Take it out of the archive first.",
      );
    const row = await tx.shareLink.create({
      data: {
        ...{ projectId, document, key, audience, expiresAt, createdBy },
        ...{ hash: hashToken(token), createdAt: now(), createdByName: actor.name },
      },
    });
    const shown = rowOf(row);
    return {
      value: { ...shown, url: `${publicUrl()}/share/${token}` },
      audit: { action: "share.create", subject: subjectOf(shown), after: { document, key, audience, expiresAt } },
    };
  });
}

/** Newest first; those that have ended or were revoked stay, so that it is known who could read. */
export async function listShares(access: Access<"project.share">): Promise<ShareRow[]> {
  const rows = await db.shareLink.findMany({
    where: { projectId: access.projectId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 200,
  });
  return rows.map(rowOf);
}

export async function revokeShare(access: Access<"project.share">, id: string): Promise<ShareRow> {
  return mutate(access, async (tx) => {
    const before = isId(id) ? await tx.shareLink.findFirst({ where: { id, projectId: access.projectId } }) : null;
    if (!before) throw new AppError("NOT_FOUND", "There is no such link.");
    if (before.revokedAt) return { value: rowOf(before), audit: "unchanged" };
    const data = { revokedAt: now(), revokedByName: access.actor.name };
    const after = rowOf(await tx.shareLink.update({ where: { id }, data }));
    const audit = {
      action: "share.revoke",
      subject: subjectOf(after),
      before: { revokedAt: null },
      after: { revokedAt: after.revokedAt },
    };
    return { value: after, audit };
  });
}

export type OpenedShare = {
  place: { document: DocumentName; key: string | null };
  access: Access<"project.read">;
  slug: string;
  expiresAt: Date;
  zone: string;
};

/** Askings of one address, right or wrong, within five minutes; and openings of one link within a minute. */
const ASKINGS = { max: 300, windowSeconds: 300 };
const OPENINGS = { max: 30, windowSeconds: 60 };

/**
 * The link behind a token, or null: unknown, ended, revoked, of a project that is archived or deleted, or asked for too
 * often. All look alike. Opening is counted and not audited: it changes nothing.
 */
export async function openShare(token: string, address: string): Promise<OpenedShare | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const { allowed } = await countAttempt(`share|address|${address}`, ASKINGS);
  if (!allowed) return null;
  const at = now();
  const row = await db.shareLink.findFirst({
    where: {
      ...{ hash: hashToken(token), revokedAt: null, expiresAt: { gt: at } },
      project: { deletedAt: null, archivedAt: null },
    },
    include: { project: { select: { slug: true, timeZone: true } } },
  });
  const document = DOCUMENTS.find((each) => each === row?.document);
  if (!row || !document || !(await countAttempt(`share|link|${row.id}`, OPENINGS)).allowed) return null;
  await connect().shareLink.update({
    where: { id: row.id },
    data: { openedCount: { increment: 1 }, lastOpenedAt: at },
  });
  const { slug, timeZone: zone } = row.project;
  const place = { document, key: row.key };
  return { place, slug, zone, expiresAt: row.expiresAt, access: sharedAccess(row.projectId, slug) };
}

/** As somebody who may only look sees it, and without ways into the product. Null where the card or sheet is gone. */
export async function getSharedDocument({ access, place }: OpenedShare) {
  try {
    return withoutWays(await getDocument(access, place));
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

function noSuchDocument(error: unknown): never {
  if (error instanceof AppError && error.code === "NOT_FOUND") throw invalid("key", error.message);
  throw error;
}

function endOf(wanted: string): Date {
  const end = new Date(wanted);
  if (end <= now()) throw invalid("expiresAt", "The end must lie ahead.");
  if (end.getTime() > now().getTime() + MOST_DAYS * DAY_MS) throw invalid("expiresAt", "At most one year ahead.");
  return end;
}

function rowOf(row: ShareLink) {
  const {
    id,
    key,
    audience,
    createdAt,
    createdByName,
    expiresAt,
    revokedAt,
    revokedByName,
    openedCount,
    lastOpenedAt,
  } = row;
  const document = DOCUMENTS.find((each) => each === row.document) ?? "report";
  return {
    ...{ id, document, key, audience, createdAt, createdByName, expiresAt, revokedAt, revokedByName },
    ...{ openedCount, lastOpenedAt, state: stateOf(revokedAt, expiresAt) },
  };
}

function stateOf(revokedAt: Date | null, expiresAt: Date): "open" | "ended" | "revoked" {
  if (revokedAt) return "revoked";
  return expiresAt <= now() ? "ended" : "open";
}

function subjectOf({ id, document, key, audience }: Pick<ShareRow, "id" | "document" | "key" | "audience">) {
  return { type: "share", id, label: `${DOCUMENT_TITLES[document]}${key ? ` ${key}` : ""} for ${audience}` };
}
