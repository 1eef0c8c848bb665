import type { ReadOnlyDb, Tx } from "#server/db.ts";
import type { NamedPerson } from "#server/transfer/manifest.ts";

/** Who of the file has an account here, by e-mail address; by the id in the file. */
export async function matchPeople(
  db: Tx | ReadOnlyDb,
  people: readonly NamedPerson[],
): Promise<Map<string, { id: string; name: string }>> {
  const emails = [...new Set(people.flatMap(({ email }) => email?.toLowerCase() ?? []))];
  const found = await db.user.findMany({
    where: { email: { in: emails } },
    select: { id: true, name: true, email: true },
  });
  const byEmail = new Map(found.map((user) => [user.email.toLowerCase(), user]));
  return new Map(
    people.flatMap(({ id, email }) => {
      const user = byEmail.get(email?.toLowerCase() ?? "");
      return user ? [[id, { id: user.id, name: user.name }] as const] : [];
    }),
  );
}
