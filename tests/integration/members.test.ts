import { afterAll, describe, expect, it } from "vitest";
import type { Role } from "#domain/vocabulary.ts";
import { type Actor, authorize, authorizeOrg } from "#server/access.ts";
import { disconnect } from "#server/db.ts";
import { listMembers, removeMember, setMemberRoles } from "#server/members.ts";
import { findCandidates } from "#server/people.ts";
import { disableUser } from "#server/users.ts";
import { addMember, auditOf, makePerson, makeProject, makeTeam } from "../support/people.ts";

afterAll(disconnect);

const manage = (actor: Actor, slug: string) => authorize(actor, slug, "member.manage");

describe("roles of members", () => {
  it("are given by a lead, kept in the order of the vocabulary, and leave an audit row", async () => {
    const lead = await makePerson("Lea Lead");
    const ana = await makePerson("Ana New");
    const project = await makeProject(lead);
    const row = await setMemberRoles(await manage(lead, project.slug), ana.userId, ["ML", "PM", "ML"]);
    expect(row).toMatchObject({ userId: ana.userId, name: "Ana New", roles: ["PM", "ML"], disabled: false });
    const [note] = await auditOf({ action: "member.add", projectId: project.id, subjectId: ana.userId });
    expect(note).toMatchObject({
      actorId: lead.userId,
      subject: "Ana New",
      before: null,
      after: { roles: ["PM", "ML"] },
    });
  });

  it("are changed with a note of before and after, and an equal change writes nothing", async () => {
    const { project, people } = await makeTeam();
    const access = await manage(people.LD, project.slug);
    await setMemberRoles(access, people.VW.userId, ["VW", "ML"]);
    await setMemberRoles(access, people.VW.userId, ["ML", "VW"]);
    const notes = await auditOf({ action: "member.change", projectId: project.id });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({ before: { roles: ["VW"] }, after: { roles: ["ML", "VW"] } });
  });

  it.each<[Role]>([["PM"], ["ML"], ["RV"], ["VW"]])("are not given by %s, who is told who may", async (role) => {
    const { project, people } = await makeTeam();
    await expect(manage(people[role], project.slug)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringMatching(/a lead/),
    });
  });

  it("are hidden from people outside the project, as if it did not exist", async () => {
    const { project, people } = await makeTeam();
    await expect(manage(people.outsider, project.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(authorize(people.outsider, project.slug, "project.read")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("of a reviewer never join those of the build team", async () => {
    const { project, people } = await makeTeam();
    const access = await manage(people.LD, project.slug);
    await expect(setMemberRoles(access, people.RV.userId, ["RV", "ML"])).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(/outside the build team/),
      details: { issues: [{ path: "roles" }] },
    });
  });

  it.each([["no role", []]])("need at least one: %s is refused", async (_, roles) => {
    const { project, people } = await makeTeam();
    await expect(setMemberRoles(await manage(people.LD, project.slug), people.VW.userId, roles)).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it.each(["not-an-id", "00000000-0000-7000-8000-000000000000"])("of nobody (%s) are not found", async (id) => {
    const { project, people } = await makeTeam();
    const access = await manage(people.LD, project.slug);
    await expect(setMemberRoles(access, id, ["VW"])).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeMember(access, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("cannot be given to a person whose account is disabled", async () => {
    const { project, people } = await makeTeam();
    const boss = await makePerson("Boss", { isAdmin: true });
    await disableUser(authorizeOrg(boss, "org.manage"), people.outsider.userId);
    const access = await manage(people.LD, project.slug);
    await expect(setMemberRoles(access, people.outsider.userId, ["VW"])).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("nobody promotes themself", () => {
  it("a lead cannot become reviewer by their own hand, but may take up building", async () => {
    const lead = await makePerson("Lea Lead");
    const project = await makeProject(lead);
    const access = await manage(lead, project.slug);
    await expect(setMemberRoles(access, lead.userId, ["LD", "RV"])).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringMatching(/yourself reviewer/),
    });
    await expect(setMemberRoles(access, lead.userId, ["PM", "ML", "LD"])).resolves.toMatchObject({
      roles: ["PM", "ML", "LD"],
    });
  });

  it("an administrator cannot make themself lead of a project", async () => {
    const lead = await makePerson("Lea Lead");
    const boss = await makePerson("Boss", { isAdmin: true });
    const project = await makeProject(lead);
    const access = await manage(boss, project.slug);
    await expect(setMemberRoles(access, boss.userId, ["LD"])).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(setMemberRoles(access, boss.userId, ["VW"])).resolves.toMatchObject({ roles: ["VW"] });
  });
});

describe("the last lead", () => {
  it("keeps the role until there is another", async () => {
    const { project, people } = await makeTeam();
    const access = await manage(people.LD, project.slug);
    await expect(setMemberRoles(access, people.LD.userId, ["PM"])).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/last lead/),
    });
    await expect(removeMember(access, people.LD.userId)).rejects.toMatchObject({ code: "CONFLICT" });
    await addMember(project.slug, people.LD, people.PM, ["PM", "LD"]);
    await expect(removeMember(access, people.LD.userId)).resolves.toBeUndefined();
    await expect(manage(people.LD, project.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("remains when two leads remove each other at once", async () => {
    const { project, people } = await makeTeam();
    await addMember(project.slug, people.LD, people.PM, ["LD"]);
    const both = await Promise.allSettled([
      removeMember(await manage(people.LD, project.slug), people.PM.userId),
      removeMember(await manage(people.PM, project.slug), people.LD.userId),
    ]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("removing a member", () => {
  it("takes them out and leaves an audit row with what they were", async () => {
    const { project, people } = await makeTeam();
    await removeMember(await manage(people.LD, project.slug), people.VW.userId);
    const [note] = await auditOf({ action: "member.remove", projectId: project.id });
    expect(note).toMatchObject({ subjectId: people.VW.userId, before: { roles: ["VW"] } });
    const members = await listMembers(await authorize(people.LD, project.slug, "project.read"));
    expect(members.map((member) => member.userId)).not.toContain(people.VW.userId);
  });

  it("finds nobody from another project", async () => {
    const { project } = await makeTeam();
    const other = await makeTeam();
    await expect(
      removeMember(await manage(other.people.LD, other.project.slug), (await makeTeam()).people.VW.userId),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(project.id).not.toBe(other.project.id);
  });
});

it("lists members by name, and candidates without them", async () => {
  const { project, people } = await makeTeam();
  const members = await listMembers(await authorize(people.VW, project.slug, "project.read"));
  expect(members.map((member) => member.name)).toEqual([
    "Lea Lead",
    "Max Model",
    "Pia Product",
    "Rita Review",
    "Vic View",
  ]);
  const candidates = await findCandidates(await manage(people.LD, project.slug), people.outsider.email);
  expect(candidates.map((candidate) => candidate.id)).toEqual([people.outsider.userId]);
  expect(await findCandidates(await manage(people.LD, project.slug), people.VW.email)).toEqual([]);
});
