import { randomBytes } from "node:crypto";
import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import { SERVICE_SCOPES, type ServiceScope } from "#domain/token-scopes.ts";
import type { Access, AnyAccess, OrgAccess } from "#server/access.ts";
import { forgetBearers, hashToken } from "#server/bearer.ts";
import { now } from "#server/clock.ts";
import { db, type Tx } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { ownPerson, refuseTokenHolder } from "#server/own-person.ts";

const MAX_DAYS = 366;
const DEFAULT_DAYS = 90;

export const newTokenSchema = z.strictObject({
  name: z.string().trim().min(2, "At least 2 characters").max(80, "At most 80 characters"),
  scopes: z.array(z.enum(SERVICE_SCOPES)).min(1, "Choose at least one scope").optional(),
  expiresAt: z.iso.datetime({ offset: true, error: "A time such as 2026-12-31T00:00:00Z" }).optional(),
});
export type NewToken = z.infer<typeof newTokenSchema>;

/** The secret is in this answer only: the database keeps its SHA-256. */
export type IssuedToken = TokenRow & { token: string };
export type TokenRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: ServiceScope[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** A personal token acts as its person, within its scopes. */
export async function createPersonalToken(access: OrgAccess<"own.profile">, input: NewToken): Promise<IssuedToken> {
  return issue(access, { userId: ownPerson(access).userId, projectId: null }, input);
}

/** Provisioning: for somebody else, by the administrator. */
export async function createTokenFor(
  access: OrgAccess<"org.manage">,
  userId: string,
  input: NewToken,
): Promise<IssuedToken> {
  refuseTokenHolder(access.actor);
  const user = isId(userId) ? await db.user.findUnique({ where: { id: userId } }) : null;
  if (!user) throw new AppError("NOT_FOUND", "There is no such person.");
  if (user.disabledAt) throw new AppError("CONFLICT", `The account of ${user.name} is disabled.`);
  return issue(access, { userId, projectId: null }, input);
}

/** A service token belongs to the project; it acts in no person's name. */
export async function createServiceToken(access: Access<"token.manage">, input: NewToken): Promise<IssuedToken> {
  refuseTokenHolder(access.actor);
  return issue(access, { userId: null, projectId: access.projectId }, input);
}

export async function listPersonalTokens(access: OrgAccess<"own.profile">): Promise<TokenRow[]> {
  return listTokens({ userId: ownPerson(access).userId });
}

export async function listServiceTokens(access: Access<"token.manage">): Promise<TokenRow[]> {
  return listTokens({ projectId: access.projectId, userId: null });
}

export async function revokePersonalToken(access: OrgAccess<"own.profile">, tokenId: string): Promise<TokenRow> {
  return revoke(access, { userId: ownPerson(access).userId }, tokenId);
}

export async function revokeServiceToken(access: Access<"token.manage">, tokenId: string): Promise<TokenRow> {
  return revoke(access, { projectId: access.projectId, userId: null }, tokenId);
}

/** Whose token it is decides who reaches it: for anybody else it is simply not there. */
type Holder = { userId: string | null; projectId: string | null };

async function issue(access: AnyAccess, holder: Holder, input: NewToken): Promise<IssuedToken> {
  const expiresAt = endDate(input.expiresAt);
  const token = `tl_${randomBytes(32).toString("base64url")}`;
  const createdBy = access.actor.kind === "person" ? access.actor.userId : null;
  const scopes = SERVICE_SCOPES.filter((scope) => (input.scopes ?? SERVICE_SCOPES).includes(scope));
  return mutate(access, async (tx) => {
    const row = await tx.apiToken.create({
      data: {
        ...holder,
        name: input.name,
        scopes,
        expiresAt,
        createdBy,
        createdAt: now(),
        prefix: token.slice(0, 9),
        hash: hashToken(token),
      },
    });
    const shown = rowOf(row);
    return {
      value: { ...shown, token },
      audit: { action: "token.create", subject: subjectOf(shown), after: { ...shown, ...holder } },
    };
  });
}

async function listTokens(holder: Partial<Holder>): Promise<TokenRow[]> {
  const rows = await db.apiToken.findMany({
    where: { ...holder, revokedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(rowOf);
}

async function revoke(access: AnyAccess, holder: Partial<Holder>, tokenId: string): Promise<TokenRow> {
  const revoked = await mutate(access, async (tx) => {
    const before = await findOwn(tx, holder, tokenId);
    if (before.revokedAt) return { value: rowOf(before), audit: "unchanged" };
    const after = rowOf(await tx.apiToken.update({ where: { id: tokenId }, data: { revokedAt: now() } }));
    return { value: after, audit: { action: "token.revoke", subject: subjectOf(after), before: rowOf(before), after } };
  });
  forgetBearers();
  return revoked;
}

async function findOwn(tx: Tx, holder: Partial<Holder>, tokenId: string) {
  const found = isId(tokenId) ? await tx.apiToken.findFirst({ where: { id: tokenId, ...holder } }) : null;
  if (!found) throw new AppError("NOT_FOUND", "There is no such token.");
  return found;
}

function endDate(wanted: string | undefined): Date {
  const day = 86_400_000;
  const end = wanted ? new Date(wanted) : new Date(now().getTime() + DEFAULT_DAYS * day);
  if (end <= now()) throw invalid("expiresAt", "The end date must lie ahead.");
  if (end.getTime() > now().getTime() + MAX_DAYS * day) throw invalid("expiresAt", `At most ${MAX_DAYS} days ahead.`);
  return end;
}

function rowOf(row: Omit<TokenRow, "scopes"> & { scopes: string[] }): TokenRow {
  const { id, name, prefix, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  const scopes = SERVICE_SCOPES.filter((scope) => row.scopes.includes(scope));
  return { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, revokedAt };
}

function subjectOf(token: TokenRow) {
  return { type: "token", id: token.id, label: `${token.name} (${token.prefix}…)` };
}
