import { db, type ReadOnlyDb, type Tx } from "#server/db.ts";

/** Names of people by id, for rows that keep only who did it. Asking for null is harmless: it is simply absent. */
export async function namesOf(
  ids: readonly (string | null | undefined)[],
  on: ReadOnlyDb | Tx = db,
): Promise<Map<string | null | undefined, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))];
  if (wanted.length === 0) return new Map();
  const people = await on.user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  const names = new Map(people.map((p) => [p.id, p.name]));
  const strangers = wanted.filter((id) => !names.has(id));
  if (strangers.length === 0) return names;
  // whom an imported project names, and nobody here is known by
  const imported = await on.importedPerson.findMany({
    where: { id: { in: strangers } },
    select: { id: true, name: true },
  });
  return new Map([...names, ...imported.filter(({ name }) => name).map(({ id, name }) => [id, name] as const)]);
}
