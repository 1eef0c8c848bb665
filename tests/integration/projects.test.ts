import { afterAll, describe, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { changeProfile } from "#server/profile.ts";
import { getProjectHeading, getProjectOverview } from "#server/project-overview.ts";
import {
  archiveProject,
  changeProject,
  createProject,
  deleteProject,
  getProject,
  newProjectSchema,
  projectChangeSchema,
} from "#server/projects.ts";
import { isStarred, listStarredIds, starProject } from "#server/stars.ts";
import { rebuildSummaries } from "#server/summaries.ts";
import { auditOf, makePerson, makeProject, makeTeam, type TestPerson } from "../support/people.ts";

afterAll(disconnect);

const creating = (person: TestPerson) => authorizeOrg(person, "project.create");

describe("creating a project", () => {
  test("makes its maker product manager and lead, fills in what was left out, and writes the audit", async () => {
    const ana = await makePerson();
    const project = await createProject(creating(ana), { name: "Card fraud scoring" });
    expect(project).toMatchObject({
      ...{ slug: "card-fraud-scoring", summary: "", tier: 1, affectsPeople: false, currency: "EUR", timeZone: "UTC" },
      ...{ version: 1, createdById: ana.userId, archivedAt: null, deletedAt: null },
    });
    expect(await db.member.findMany({ where: { projectId: project.id } })).toMatchObject([
      { userId: ana.userId, roles: ["PM", "LD"] },
    ]);
    expect(await auditOf({ action: "project.create", subjectId: project.id })).toMatchObject([
      { projectId: project.id, actorId: ana.userId, subject: "Card fraud scoring" },
    ]);
    expect(await db.projectSummary.findUnique({ where: { projectId: project.id } })).toMatchObject({
      ...{ slug: "card-fraud-scoring", ownerId: ana.userId, ownerName: "Ana Test", waiting: 0 },
    });
  });

  test("under one name at once gives each an address of its own", async () => {
    const ana = await makePerson();
    const made = await Promise.all(
      Array.from({ length: 6 }, () => createProject(creating(ana), { name: "Twins at once" })),
    );
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(6);
    for (const { slug } of made) expect(slug).toMatch(/^twins-at-once(-\d)?$/);
  });

  test("under an address that is taken is a conflict, at once too", async () => {
    const ana = await makePerson();
    const input = { name: "Mine", slug: "one-address" };
    const results = await Promise.allSettled([1, 2, 3].map(() => createProject(creating(ana), input)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of results)
      if (each.status === "rejected")
        expect(each.reason).toMatchObject({ code: "CONFLICT", details: { issues: [{ path: "slug" }] } });
  });

  test("takes no address of a deleted project", async () => {
    const ana = await makePerson();
    const project = await createProject(creating(ana), { name: "Gone", slug: "gone-for-now" });
    await deleteProject(await authorize(ana, project.slug, "project.delete"), "delete");
    await expect(createProject(creating(ana), { name: "Gone", slug: "gone-for-now" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test.each([
    ["需求预测 🚚", "project"],
    ["İzmir'de satış", "izmir-de-satis"],
    ["مشروع", "project"],
  ])("called %s keeps the name and has an address", async (name, start) => {
    const project = await createProject(creating(await makePerson()), { name });
    expect(project.name).toBe(name);
    expect(project.slug.startsWith(start.slice(0, 4))).toBe(true);
  });

  test.each([
    ["a short name", { name: "x" }],
    ["a name of blanks", { name: "   " }],
    ["a name of 121", { name: "x".repeat(121) }],
    ["an address with capitals", { name: "Name", slug: "Name" }],
    ["an address with a path", { name: "Name", slug: "../name" }],
    ["an address of one letter", { name: "Name", slug: "n" }],
    ["tier 4", { name: "Name", tier: 4 }],
    ["a currency of two letters", { name: "Name", currency: "EU" }],
    ["a time zone that is none", { name: "Name", timeZone: "Mars/Olympus" }],
    ["an id", { name: "Name", id: "0190c4de-7a10-7000-8000-000000000001" }],
    ["an owner", { name: "Name", ownerId: "x" }],
    ["a maker", { name: "Name", createdById: "x" }],
    ["a time", { name: "Name", createdAt: "2020-01-01" }],
    ["a role", { name: "Name", role: "LD" }],
    ["administration", { name: "Name", isAdmin: true }],
    ["a version", { name: "Name", version: 9 }],
    ["a prototype", JSON.parse('{"name":"Name","__proto__":{"tier":3}}')],
  ])("with %s is refused at the door", (_, input) => {
    const parsed = newProjectSchema.safeParse(input);
    expect(parsed.success && Object.keys(parsed.data).join() !== "name").toBe(false);
    if (parsed.success) expect(Reflect.get(parsed.data, "tier")).toBeUndefined();
  });

  test("changes nothing by keys that it does not know", async () => {
    const ana = await makePerson();
    const id = "0190c4de-7a10-7000-8000-0000000000aa";
    const extra = JSON.parse(
      `{"id":"${id}","createdAt":"2020-01-01","version":9,"isAdmin":true,"role":"VW","__proto__":{"tier":3}}`,
    );
    const project = await createProject(creating(ana), { name: "Plain", ...extra });
    expect(project.id).not.toBe(id);
    expect(project).toMatchObject({ version: 1, tier: 1, createdById: ana.userId });
  });
});

describe("changing a project", () => {
  test("raises its version, and the audit holds before and after", async () => {
    const { access, project } = await own();
    const changed = await changeProject(access, { version: 1, name: "Renamed", affectsPeople: true });
    expect(changed).toMatchObject({ name: "Renamed", affectsPeople: true, version: 2, slug: project.slug });
    expect(await auditOf({ action: "project.change", subjectId: project.id })).toMatchObject([
      { before: { name: project.name, version: 1 }, after: { name: "Renamed", version: 2 } },
    ]);
    expect(await db.projectSummary.findUnique({ where: { projectId: project.id } })).toMatchObject({ name: "Renamed" });
  });

  test("from a stale version is a conflict that shows it as it is; twenty at once, one wins", async () => {
    const { access } = await own();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => changeProject(access, { version: 1, name: `Name ${i}` })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of results)
      if (each.status === "rejected")
        expect(each.reason).toMatchObject({ code: "CONFLICT", details: { current: { version: 2 } } });
  });

  test("to what it is already writes nothing", async () => {
    const { access, project } = await own();
    await changeProject(access, { name: project.name, tier: 1 });
    expect(await auditOf({ action: "project.change", subjectId: project.id })).toEqual([]);
  });

  test("to a lower tier takes a lead and a reason", async () => {
    const { project, people } = await makeTeam();
    const [lead, manager] = await Promise.all(
      [people.LD, people.PM].map((person) => authorize(person, project.slug, "project.edit")),
    );
    if (!lead || !manager) throw new Error("no access");
    await changeProject(manager, { tier: 3 });
    await expect(changeProject(manager, { tier: 2, reason: "Please" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(changeProject(lead, { tier: 2 })).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "reason" }] },
    });
    await changeProject(lead, { tier: 2, reason: "Nobody is profiled" });
    const notes = await auditOf({ action: "project.change", subjectId: project.id });
    expect(notes.at(-1)).toMatchObject({ before: { tier: 3 }, after: { tier: 2 }, reason: "Nobody is profiled" });
  });

  test.each(["ML", "RV", "VW"] as const)("is not for %s", async (role) => {
    const { project, people } = await common();
    await expect(authorize(people[role], project.slug, "project.edit")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("is not found from outside", async () => {
    const { project, people } = await common();
    await expect(authorize(people.outsider, project.slug, "project.edit")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(authorize(people.LD, "no-such-project", "project.edit")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each([
    { slug: "other" },
    { id: "x" },
    { archivedAt: null },
    { deletedAt: null },
    { createdById: "x" },
    { isAdmin: true },
    { projectId: "x" },
  ])("has no place for %j at the door", (input) => {
    expect(projectChangeSchema.safeParse(input).success).toBe(false);
  });
});

describe("archiving and deleting", () => {
  test("hide a project and give it back, each with its audit row, and twice is once", async () => {
    const { person, project } = await own();
    const archive = await authorize(person, project.slug, "project.archive");
    const first = await archiveProject(archive, "archive");
    expect((await archiveProject(archive, "archive")).archivedAt).toEqual(first.archivedAt);
    await archiveProject(archive, "unarchive");
    await archiveProject(archive, "unarchive");
    const remove = await authorize(person, project.slug, "project.delete");
    await deleteProject(remove, "delete");
    await deleteProject(remove, "restore");
    for (const action of ["archive", "unarchive", "delete", "restore"])
      expect(await auditOf({ action: `project.${action}`, subjectId: project.id }), action).toHaveLength(1);
  });

  test("a second deletion does not begin the thirty days anew", async () => {
    const { person, project } = await own();
    const access = await authorize(person, project.slug, "project.delete");
    const first = await deleteProject(access, "delete");
    const later = new Date(Date.now() + 20 * 86_400_000);
    expect((await at(later, () => deleteProject(access, "delete"))).deletedAt).toEqual(first.deletedAt);
  });

  test("a deleted project exists for nothing but its restoration", async () => {
    const { person, project } = await own();
    await deleteProject(await authorize(person, project.slug, "project.delete"), "delete");
    for (const permission of [
      "project.read",
      "project.edit",
      "project.archive",
      "stage.edit",
      "member.manage",
    ] as const)
      await expect(authorize(person, project.slug, permission), permission).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    await expect(authorize(person, project.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(authorize(person, project.slug, "project.delete", "project.read")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await deleteProject(await authorize(person, project.slug, "project.delete"), "restore");
    expect(await getProject(await authorize(person, project.slug, "project.read"))).toMatchObject({
      name: project.name,
    });
  });

  test("deleting is for leads, archiving for product managers too, and administrators may delete", async () => {
    const { project, people } = await common();
    const admin = await makePerson("Ada Admin", { isAdmin: true });
    for (const who of [people.PM, people.ML, people.RV, people.VW])
      await expect(authorize(who, project.slug, "project.delete")).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const who of [people.ML, people.RV, people.VW, admin])
      await expect(authorize(who, project.slug, "project.archive")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.PM, project.slug, "project.archive")).resolves.toBeTruthy();
    await expect(authorize(admin, project.slug, "project.delete")).resolves.toBeTruthy();
    await expect(authorize(people.outsider, project.slug, "project.delete")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a star", () => {
  test("is a person's own, given and taken any number of times, at once too", async () => {
    const { project, people } = await makeTeam();
    const access = await authorize(people.VW, project.slug, "project.read");
    await Promise.all([1, 2, 3].map(() => starProject(access, true)));
    expect(await isStarred(access)).toBe(true);
    expect(await isStarred(await authorize(people.LD, project.slug, "project.read"))).toBe(false);
    expect(await listStarredIds(people.VW.userId)).toEqual([project.id]);
    await starProject(access, false);
    await starProject(access, false);
    expect(await isStarred(access)).toBe(false);
  });

  test("is not for machines", async () => {
    const { project } = await common();
    const actor = {
      kind: "service",
      tokenId: "admin",
      name: "Script",
      projectId: null,
      scopes: [],
      admin: true,
    } as const;
    const access = await authorize(actor, project.slug, "project.read");
    await expect(starProject(access, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await isStarred(access)).toBe(false);
  });
});

describe("the page of a project", () => {
  test("shows ten stages, its people and what is next, empty as it is", async () => {
    const { project, people } = await common();
    const access = await authorize(people.VW, project.slug, "project.read");
    const overview = await getProjectOverview(access);
    expect(overview.stages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(overview).toMatchObject({ criteria: [], alerts: [], journey: 0, hours: {} });
    expect((await getProjectHeading(access)).people).toHaveLength(5);
  });

  test("a product manager who takes another name has it in the portfolio, too", async () => {
    const ana = await makePerson("Ana Before");
    const project = await makeProject(ana);
    await changeProfile(authorizeOrg(ana, "own.profile"), { name: "Ana After" });
    expect(await db.projectSummary.findUnique({ where: { projectId: project.id } })).toMatchObject({
      ownerName: "Ana After",
    });
    expect(await rebuildSummaries()).toEqual([]);
  });
});

async function own() {
  const person = await makePerson();
  const project = await makeProject(person);
  return { person, project, access: await authorize(person, project.slug, "project.edit") };
}

let shared: ReturnType<typeof makeTeam> | undefined;
function common() {
  shared ??= makeTeam();
  return shared;
}
