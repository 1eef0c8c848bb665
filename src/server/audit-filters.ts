import type { OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";

export type AuditChoice = { id: string; name: string };

const MOST = 200;

/** What the audit log can be narrowed to, by name: the first 200 of each. */
export async function listAuditChoices(
  _: OrgAccess<"org.manage">,
): Promise<{ people: AuditChoice[]; projects: AuditChoice[] }> {
  const byName = {
    orderBy: [{ name: "asc" as const }, { id: "asc" as const }],
    take: MOST,
    select: { id: true, name: true },
  };
  const [people, projects] = await Promise.all([db.user.findMany(byName), db.project.findMany(byName)]);
  return { people, projects };
}

/** Names and addresses of the projects that these lines speak of, deleted ones included. */
export async function projectsOf(_: OrgAccess<"org.manage">, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  const rows = await db.project.findMany({
    where: { id: { in: wanted } },
    select: { id: true, name: true, slug: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}
