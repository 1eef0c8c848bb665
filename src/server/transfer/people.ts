import type pg from "pg";
import { IdSet } from "#server/transfer/id-set.ts";
import type { NamedPerson } from "#server/transfer/manifest.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export function withIds(line: string, idOf: (id: string) => string): string {
  return line.replace(UUID, idOf);
}

export type PeopleWatch = {
  /** Notes whom these lines name; `columns`: those of the table that hold ids. */
  note(lines: readonly string[], columns: readonly string[]): Promise<void>;
  named(): NamedPerson[];
};

/**
 * The members, and everybody whom the rows name: by account, or as an earlier import left them. Who stands in a column
 * and is no longer known is kept without a name. Asked batch by batch, because a list of all ids would be as long as the
 * project.
 */
export async function watchPeople(client: pg.Client, projectId: string): Promise<PeopleWatch> {
  const people = new Map<string, NamedPerson>();
  const own = new IdSet();
  own.add(projectId);
  const strangers = new Set<string>();
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
  return {
    async note(lines, columns) {
      const rows = lines.map((line): Record<string, unknown> => JSON.parse(line));
      for (const id of idsIn(rows, ["id"])) own.add(id);
      const unknown = (id: string) => !own.has(id) && !people.has(id);
      const asked = new Set(lines.flatMap((line) => line.match(UUID) ?? []).filter(unknown));
      if (asked.size > 0)
        await ask(
          `select id, name, email, array[]::text[] as roles, null as "addedAt" from "user" where id = any($1::uuid[])`,
          [[...asked]],
        );
      for (const id of idsIn(rows, columns).filter(unknown)) strangers.add(id);
    },
    named() {
      const nameless = [...strangers].filter((id) => !own.has(id));
      const gone = nameless.map((id): NamedPerson => ({ id, name: "", email: null, roles: [], addedAt: null }));
      return [...people.values(), ...gone].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}

function idsIn(rows: readonly Record<string, unknown>[], columns: readonly string[]): string[] {
  const values = rows.flatMap((row) => columns.map((column) => row[column]));
  return values.filter((value) => typeof value === "string");
}
