import { afterAll, describe, expect, test } from "vitest";
import { PERMISSIONS, type Permission } from "#domain/permissions.ts";
import { ROLES } from "#domain/vocabulary.ts";
import { type Actor, authorize, authorizeOrg, bootstrapAccess, portfolioOf, systemAccess } from "#server/access.ts";
import { disconnect } from "#server/db.ts";
import { removeMember, setMemberRoles } from "#server/members.ts";
import { makePerson, makeTeam } from "../support/people.ts";

afterAll(disconnect);

const ALL = Object.keys(PERMISSIONS) as Permission[];

describe("a proof", () => {
  test.each(ALL)(
    "of %s is given to the roles of the table and refused to the others with who may",
    async (permission) => {
      const { project, people } = await common();
      for (const role of ROLES) {
        const asked = authorize(people[role], project.slug, permission);
        const roles: readonly string[] = PERMISSIONS[permission];
        // The maker of the project is its product manager as well.
        const allowed = roles.includes(role) || (role === "LD" && roles.includes("PM"));
        if (allowed) await expect(asked, role).resolves.toMatchObject({ projectId: project.id, slug: project.slug });
        else
          await expect(asked, role).rejects.toMatchObject({
            code: "FORBIDDEN",
            message: expect.stringMatching(/That takes an? /),
          });
      }
      await expect(authorize(people.outsider, project.slug, permission)).rejects.toMatchObject({ code: "NOT_FOUND" });
    },
  );

  test("of several permissions asks for each", async () => {
    const { project, people } = await common();
    await expect(authorize(people.VW, project.slug, "project.read", "stage.edit")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(authorize(people.RV, project.slug, "project.read", "stage.edit")).resolves.toBeTruthy();
  });

  test("for an administrator without a role reads and manages, and approves nothing", async () => {
    const { project } = await common();
    const admin = await makePerson("Ada Admin", { isAdmin: true });
    const may = await allowed(admin, project.slug);
    expect(may).toEqual(["project.read", "project.delete", "member.manage", "token.manage", "channel.manage"]);
    expect((await authorize(admin, project.slug, "project.read")).roles).toEqual([]);
  });

  test("ends with the membership, and grows with the roles", async () => {
    const { project, people } = await makeTeam();
    const manage = await authorize(people.LD, project.slug, "member.manage");
    await expect(authorize(people.VW, project.slug, "stage.edit")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await setMemberRoles(manage, people.VW.userId, ["ML"]);
    await expect(authorize(people.VW, project.slug, "stage.edit")).resolves.toMatchObject({ roles: ["ML"] });
    await removeMember(manage, people.VW.userId);
    await expect(authorize(people.VW, project.slug, "project.read")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is not found under any other spelling of the address", async () => {
    const { project, people } = await common();
    for (const slug of [
      "",
      " ",
      project.slug.toUpperCase(),
      `${project.slug} `,
      project.id,
      "%",
      "' or 1=1 --",
      "__proto__",
    ])
      await expect(authorize(people.LD, slug, "project.read"), slug).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a token", () => {
  test("gives its person no more than its scopes", async () => {
    const { project, people } = await common();
    const reading: Actor = { ...people.LD, tokenId: "t", scopes: ["read"] };
    expect(await allowed(reading, project.slug)).toEqual(["project.read"]);
    await expect(authorize(reading, project.slug, "stage.edit")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("scopes"),
    });
    const viewer: Actor = { ...people.VW, tokenId: "t", scopes: ["read", "write", "ingest"] };
    expect(await allowed(viewer, project.slug)).toEqual(["project.read"]);
    expect(() => authorizeOrg(reading, "project.create")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  test("of a project knows no other project, and never signs or manages", async () => {
    const [{ project }, other] = [await common(), await makeTeam()];
    const service: Actor = {
      kind: "service",
      tokenId: "t",
      name: "CI",
      projectId: project.id,
      scopes: ["read", "write", "ingest"],
      admin: false,
    };
    await expect(authorize(service, other.project.slug, "project.read")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const may = await allowed(service, project.slug);
    for (const never of ["stage.sign", "member.manage", "token.manage", "project.archive", "project.delete"] as const)
      expect(may).not.toContain(never);
    expect((await authorize(service, project.slug, "stage.move")).roles).toEqual(["PM", "ML"]);
    for (const permission of ["project.create", "org.manage"] as const)
      expect(() => authorizeOrg(service, permission)).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  test("of the administrator prepares everything and decides nothing", async () => {
    const { project } = await common();
    const service: Actor = {
      kind: "service",
      tokenId: "admin",
      name: "Script",
      projectId: null,
      scopes: [],
      admin: true,
    };
    const may = await allowed(service, project.slug);
    expect(may).toContain("stage.edit");
    for (const never of ["stage.sign", "project.delete", "alert.handle"] as const) expect(may).not.toContain(never);
    expect(authorizeOrg(service, "org.manage")).toMatchObject({ projectId: null });
  });
});

describe("rules", () => {
  test("are never let in by the front door", async () => {
    const { project } = await common();
    const rule: Actor = { kind: "rule", name: "Throughline" };
    await expect(authorize(rule, project.slug, "project.read")).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const permission of ["project.create", "org.manage", "own.profile"] as const)
      expect(() => authorizeOrg(rule, permission)).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    expect(systemAccess(project.id, project.slug)).toMatchObject({ roles: [], actor: { kind: "rule" } });
    expect(bootstrapAccess()).toMatchObject({ projectId: null });
    expect(portfolioOf(rule)).toMatchObject({ visible: "all" });
  });
});

async function allowed(actor: Actor, slug: string): Promise<Permission[]> {
  const results = await Promise.allSettled(ALL.map((permission) => authorize(actor, slug, permission)));
  return ALL.filter((_, i) => results[i]?.status === "fulfilled");
}

let shared: ReturnType<typeof makeTeam> | undefined;
function common() {
  shared ??= makeTeam();
  return shared;
}
