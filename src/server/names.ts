import { db } from "#server/db.ts";

/** Names of people by id, for rows that keep only who did it. Asking for null is harmless: it is simply absent. */
export async function namesOf(
  ids: readonly (string | null | undefined)[],
): Promise<Map<string | null | undefined, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))];
  if (wanted.length === 0) return new Map();
  const people = await db.user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  return new Map(people.map((p) => [p.id, p.name]));
}
