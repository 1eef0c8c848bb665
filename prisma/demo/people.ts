import type { Actor } from "#server/access.ts";
import { bootstrapAccess } from "#server/access.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "#server/demo-people.ts";
import { ensureOrganisation } from "#server/organisation.ts";
import { createUser } from "#server/users.ts";

export type Person = Extract<Actor, { kind: "person" }>;

/** Colleagues whom nobody can sign in as: they own projects, so that the portfolio has more than three owners. */
const COLLEAGUES = [
  "Sofia Marchetti",
  "Daniel Osei",
  "Lena Sandberg",
  "Amir Khalil",
  "Kenji Watanabe",
  "Ruth Adeyemi",
  "Paul Vernier",
] as const;

const ADMINISTRATOR = "Ada Stone";

export type Name =
  | "Mara Lind"
  | "Tomas Okafor"
  | "Ines Duarte"
  | "Henrik Vos"
  | "Priya Raman"
  | "Jo Akers"
  | (typeof COLLEAGUES)[number];

export type Cast = (name: Name) => Person;

/** The organisation and its people. The administrator signs in with the demo's password, but not with one click. */
export async function assembleCast(): Promise<Cast> {
  const access = bootstrapAccess("Demo");
  await ensureOrganisation(access, { name: "Meridian Analytics", demo: true });
  const people = new Map<string, Person>();
  const join = async (name: string, email: string, also: { password?: string; isAdmin?: boolean }) => {
    const { id, isAdmin } = await createUser(access, { name, email }, also);
    people.set(name, { kind: "person", userId: id, name, isAdmin });
  };
  await join(ADMINISTRATOR, addressOf(ADMINISTRATOR), { password: DEMO_PASSWORD, isAdmin: true });
  for (const { name, email } of DEMO_PEOPLE) await join(name, email, { password: DEMO_PASSWORD });
  for (const name of COLLEAGUES) await join(name, addressOf(name), {});
  return (name) => {
    const person = people.get(name);
    if (!person) throw new Error(`${name} is not in the demo`);
    return person;
  };
}

function addressOf(name: string): string {
  return `${name.toLowerCase().replaceAll(" ", ".")}@demo.throughline.local`;
}
