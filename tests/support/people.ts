/* People and projects for integration tests, made through the real verbs. Every test makes its own. */
import { randomUUID } from "node:crypto";
import type { Role } from "#domain/vocabulary.ts";
import { type Actor, authorize, authorizeOrg, bootstrapAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { setMemberRoles } from "#server/members.ts";
import { createProject } from "#server/projects.ts";
import { createUser } from "#server/users.ts";

export type TestPerson = Extract<Actor, { kind: "person" }> & { email: string };

export async function makePerson(
  name = "Ana Test",
  also: { password?: string; isAdmin?: boolean } = {},
): Promise<TestPerson> {
  const email = `${randomUUID()}@example.org`;
  const user = await createUser(bootstrapAccess(), { name, email }, also);
  return { kind: "person", userId: user.id, name, isAdmin: user.isAdmin, email };
}

/** A project whose maker is its product manager and lead. */
export async function makeProject(maker: TestPerson, name = `Project ${randomUUID().slice(0, 8)}`) {
  return createProject(authorizeOrg(maker, "project.create"), { name });
}

export async function addMember(slug: string, lead: TestPerson, person: TestPerson, roles: Role[]): Promise<void> {
  await setMemberRoles(await authorize(lead, slug, "member.manage"), person.userId, roles);
}

/** A project and a person in each role; the lead made it. */
export async function makeTeam() {
  const LD = await makePerson("Lea Lead");
  const project = await makeProject(LD);
  const [PM, ML, RV, VW, outsider] = await Promise.all([
    makePerson("Pia Product"),
    makePerson("Max Model"),
    makePerson("Rita Review"),
    makePerson("Vic View"),
    makePerson("Otto Outside"),
  ]);
  await addMember(project.slug, LD, PM, ["PM"]);
  await addMember(project.slug, LD, ML, ["ML"]);
  await addMember(project.slug, LD, RV, ["RV"]);
  await addMember(project.slug, LD, VW, ["VW"]);
  return { project, people: { PM, ML, LD, RV, VW, outsider } };
}

export async function auditOf(where: { action: string; subjectId?: string; projectId?: string }) {
  return db.auditEvent.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }] });
}
