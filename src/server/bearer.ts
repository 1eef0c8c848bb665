import { hash as digest, timingSafeEqual } from "node:crypto";
import { SERVICE_SCOPES } from "#domain/token-scopes.ts";
import type { Actor } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";

/** A known token: who it acts as, and for a service token the project that it is bound to. */
export type Bearer = { actor: Actor; project: { id: string; slug: string } | null };

/** Answers are kept this long, so that a stream of points costs one look-up a second. A revoked token dies within it. */
const KEPT_MS = 1_000;
const MAX_KEPT = 5_000;
const kept = new Map<string, { bearer: Bearer; until: number }>();

/** One SHA-256 and, mostly, no query. Null for a token that is unknown, revoked, past its end, or whose person is disabled. */
export async function findBearer(token: string): Promise<Bearer | null> {
  const hash = hashToken(token);
  if (isAdministrator(hash)) return ADMINISTRATOR;
  const at = now().getTime();
  const known = kept.get(hash);
  if (known && known.until > at) return known.bearer;
  const found = await look(hash, at);
  if (!found) kept.delete(hash);
  else keep(hash, found.bearer, Math.min(at + KEPT_MS, found.expiresAt.getTime()));
  return found?.bearer ?? null;
}

export async function findTokenActor(token: string): Promise<Actor | null> {
  return (await findBearer(token))?.actor ?? null;
}

/** After revoking and disabling, so that in this process it holds at once. */
export function forgetBearers(): void {
  kept.clear();
}

export function hashToken(token: string): string {
  return digest("sha256", token);
}

/** A start with an administrator's token that is too short must fail: the reason, or null. */
export function adminTokenProblem(): string | null {
  const token = process.env.THROUGHLINE_ADMIN_TOKEN;
  if (!token || token.length >= 32) return null;
  return "THROUGHLINE_ADMIN_TOKEN is shorter than 32 characters: use a longer one, for example from `openssl rand -hex 24`";
}

const ADMINISTRATOR: Bearer = {
  actor: {
    kind: "service",
    tokenId: "administrator",
    name: "Service account",
    projectId: null,
    scopes: SERVICE_SCOPES,
    admin: true,
  },
  project: null,
};

/** Hashes of equal length are compared, in constant time, whatever was sent. */
function isAdministrator(hash: string): boolean {
  const token = process.env.THROUGHLINE_ADMIN_TOKEN;
  if (!token || token.length < 32) return false;
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashToken(token)));
}

async function look(hash: string, at: number): Promise<{ bearer: Bearer; expiresAt: Date } | null> {
  const row = await db.apiToken.findUnique({
    where: { hash },
    include: { user: true, project: { select: { id: true, slug: true, deletedAt: true } } },
  });
  if (!row || row.revokedAt || row.expiresAt.getTime() <= at || row.user?.disabledAt || row.project?.deletedAt)
    return null;
  await noteUse(row, at);
  const scopes = SERVICE_SCOPES.filter((scope) => row.scopes.includes(scope));
  if (row.user) {
    const { id: userId, name, isAdmin } = row.user;
    return {
      bearer: { actor: { kind: "person", userId, name, isAdmin, tokenId: row.id, scopes }, project: null },
      expiresAt: row.expiresAt,
    };
  }
  if (!row.project) return null;
  const project = { id: row.project.id, slug: row.project.slug };
  const actor: Actor = {
    kind: "service",
    tokenId: row.id,
    name: row.name,
    projectId: project.id,
    scopes,
    admin: false,
  };
  return { bearer: { actor, project }, expiresAt: row.expiresAt };
}

/** At most once a minute. Not audited: being used is not a change. */
async function noteUse(row: { id: string; lastUsedAt: Date | null }, at: number): Promise<void> {
  if (row.lastUsedAt && at - row.lastUsedAt.getTime() < 60_000) return;
  await connect().apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: new Date(at) } });
}

function keep(hash: string, bearer: Bearer, until: number): void {
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(hash, { bearer, until });
}
