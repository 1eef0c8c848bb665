import type pg from "pg";
import type { NamedPerson } from "#server/transfer/manifest.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that a line names, of whatever it is. */
export function idsIn(line: string): string[] {
  return line.match(UUID) ?? [];
}

export function withIds(line: string, idOf: (id: string) => string): string {
  return line.replace(UUID, idOf);
}

const AT_ONCE = 5_000;

/**
 * The members, and everybody whom the rows name: by account, or as an earlier import left them. `mustBeKnown` are ids in
 * columns that hold people: who is no longer known there is kept without a name.
 */
export async function peopleOf(
  client: pg.Client,
  projectId: string,
  named: ReadonlySet<string>,
  mustBeKnown: ReadonlySet<string>,
): Promise<NamedPerson[]> {
  const people = new Map<string, NamedPerson>();
  const ask = async (sql: string, values: unknown[]) => {
    const { rows } = await client.query<NamedPerson>(sql, values);
    for (const row of rows) if (!people.has(row.id)) people.set(row.id, row);
  };
  const addedAt = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "addedAt"`;
  await ask(
    `select u.id, u.name, u.email, m.roles, ${addedAt("m.added_at")} from member m join "user" u on u.id = m.user_id
     where m.project_id = $1`,
    [projectId],
  );
  await ask(`select id, name, email, roles, ${addedAt("added_at")} from imported_person where project_id = $1`, [
    projectId,
  ]);
  const ids = [...named];
  for (let i = 0; i < ids.length; i += AT_ONCE)
    await ask(
      `select id, name, email, array[]::text[] as roles, null as "addedAt" from "user" where id = any($1::uuid[])`,
      [ids.slice(i, i + AT_ONCE)],
    );
  for (const id of mustBeKnown)
    if (!people.has(id)) people.set(id, { id, name: "", email: null, roles: [], addedAt: null });
  return [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
