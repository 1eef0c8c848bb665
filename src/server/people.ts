import type { Prisma } from "#generated/prisma/client.ts";
import type { Access, OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import type { UserRow } from "#server/users.ts";

export type PeopleQuery = { q?: string; state?: "active" | "disabled"; cursor?: string; limit?: number };
export type PersonRow = UserRow & { projects: number; lastSeenAt: Date | null; hasPassword: boolean };

/** Everybody in the organisation by name, for administrators. The cursor is the last id of the page before. */
export async function listUsers(
  _: OrgAccess<"org.manage">,
  query: PeopleQuery = {},
): Promise<{ items: PersonRow[]; nextCursor: string | null }> {
  const limit = Math.min(query.limit ?? 50, 100);
  const rows = await db.user.findMany({
    where: { ...matching(query.q), ...stateFilter(query.state) },
    include: {
      sessions: { select: { updatedAt: true }, orderBy: { updatedAt: "desc" }, take: 1 },
      accounts: { select: { id: true }, where: { providerId: "credential" }, take: 1 },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: limit + 1,
    ...(query.cursor && isId(query.cursor) ? { cursor: { id: query.cursor }, skip: 1 } : {}),
  });
  const projects = await projectCounts(rows.map(({ id }) => id));
  const items = rows.slice(0, limit).map(({ id, name, email, isAdmin, createdAt, disabledAt, ...row }) => ({
    ...{ id, name, email, isAdmin, createdAt, disabledAt },
    projects: projects.get(id) ?? 0,
    lastSeenAt: row.sessions[0]?.updatedAt ?? null,
    hasPassword: row.accounts.length > 0,
  }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Only of the people shown: counting with the list would count for everybody there is. */
async function projectCounts(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = await db.$queryRaw<{ id: string; projects: number }[]>`
    select m.user_id as id, count(*)::int as projects
    from member m join project p on p.id = m.project_id and p.deleted_at is null
    where m.user_id = any(${userIds}::uuid[]) group by m.user_id`;
  return new Map(counts.map(({ id, projects }) => [id, projects]));
}

/** Whom a lead can add: people of the organisation who are not members yet, at most 20. */
export async function findCandidates(access: Access<"member.manage">, q = "") {
  return db.user.findMany({
    where: { ...matching(q), disabledAt: null, members: { none: { projectId: access.projectId } } },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 20,
  });
}

function matching(q: string | undefined): Prisma.UserWhereInput {
  const text = literally(q?.trim() ?? "");
  if (!text) return {};
  return {
    OR: [{ name: { contains: text, mode: "insensitive" } }, { email: { contains: text, mode: "insensitive" } }],
  };
}

/** Prisma hands `contains` to LIKE as it comes: without this, "100%" and "a_b" would find more than they say. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function stateFilter(state: PeopleQuery["state"]): Prisma.UserWhereInput {
  if (state === "active") return { disabledAt: null };
  return state === "disabled" ? { disabledAt: { not: null } } : {};
}

/** Whom to ask: anybody who is signed in may know. */
export async function listAdministratorNames(): Promise<string[]> {
  const where = { isAdmin: true, disabledAt: null };
  return (await db.user.findMany({ where, select: { name: true }, orderBy: { name: "asc" }, take: 5 })).map(
    ({ name }) => name,
  );
}
