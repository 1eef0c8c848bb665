import { createHash } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Actor, authorize, authorizeOrg } from "#server/access.ts";
import { findActor } from "#server/actor.ts";
import { adminTokenProblem, findBearer, forgetBearers } from "#server/bearer.ts";
import { at, now } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { deleteProject } from "#server/projects.ts";
import {
  createPersonalToken,
  createServiceToken,
  createTokenFor,
  listPersonalTokens,
  listServiceTokens,
  newTokenSchema,
  revokePersonalToken,
  revokeServiceToken,
} from "#server/tokens.ts";
import { disableUser } from "#server/users.ts";
import { auditOf, makePerson, makeTeam } from "../support/people.ts";

afterAll(disconnect);
afterEach(() => {
  delete process.env.THROUGHLINE_ADMIN_TOKEN;
});

const own = (actor: Actor) => authorizeOrg(actor, "own.profile");
const inSeconds = (seconds: number) => new Date(now().getTime() + seconds * 1000);
const bearer = (token: string) => new Headers({ authorization: `Bearer ${token}` });

describe("a personal token", () => {
  it("acts as its person within its scopes, is shown once and kept as a hash", async () => {
    const ana = await makePerson("Ana");
    const made = await createPersonalToken(own(ana), { name: "Notebook", scopes: ["ingest", "read"] });
    expect(made.token).toMatch(/^tl_[A-Za-z0-9_-]{43}$/);
    expect(made.prefix).toBe(made.token.slice(0, 9));
    expect(await findActor(bearer(made.token))).toEqual({
      kind: "person",
      userId: ana.userId,
      name: "Ana",
      isAdmin: false,
      tokenId: made.id,
      scopes: ["read", "ingest"],
    });
    const row = await db.apiToken.findUniqueOrThrow({ where: { id: made.id } });
    expect(row.hash).toBe(createHash("sha256").update(made.token).digest("hex"));
    const [note] = await auditOf({ action: "token.create", subjectId: made.id });
    expect(note?.actorId).toBe(ana.userId);
    expect(JSON.stringify([row, note, await listPersonalTokens(own(ana))])).not.toContain(made.token.slice(9));
  });

  it("reads with the scope to read, and does not write with it", async () => {
    const { project, people } = await makeTeam();
    const { token } = await createPersonalToken(own(people.LD), { name: "Reader", scopes: ["read"] });
    const actor = await findActor(bearer(token));
    if (!actor) throw new Error("the token is not known");
    await expect(authorize(actor, project.slug, "project.read")).resolves.toMatchObject({ projectId: project.id });
    await expect(authorize(actor, project.slug, "project.edit")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("scopes"),
    });
  });

  it.each([
    ["in the past", -1],
    ["more than 366 days ahead", 367 * 86_400],
  ])("cannot end %s", async (_, seconds) => {
    const ana = await makePerson("Ana");
    const input = { name: "Notebook", expiresAt: inSeconds(seconds).toISOString() };
    await expect(createPersonalToken(own(ana), input)).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "expiresAt" }] },
    });
  });

  it("ends on its day, also when it was just in use", async () => {
    const ana = await makePerson("Ana");
    const { token } = await createPersonalToken(own(ana), { name: "Short", expiresAt: inSeconds(60).toISOString() });
    expect(await findBearer(token)).not.toBeNull();
    expect(await at(inSeconds(59.9), () => findBearer(token))).not.toBeNull();
    expect(await at(inSeconds(60.1), () => findBearer(token))).toBeNull();
  });

  it("stops when it is revoked: at once here, within a second in another process", async () => {
    const ana = await makePerson("Ana");
    const made = await createPersonalToken(own(ana), { name: "Notebook" });
    expect(await findBearer(made.token)).not.toBeNull();
    await revokePersonalToken(own(ana), made.id);
    expect(await findBearer(made.token)).toBeNull();
    expect(await auditOf({ action: "token.revoke", subjectId: made.id })).toHaveLength(1);
    await revokePersonalToken(own(ana), made.id);
    expect(await auditOf({ action: "token.revoke", subjectId: made.id })).toHaveLength(1);
    expect(await listPersonalTokens(own(ana))).toEqual([]);

    const elsewhere = await createPersonalToken(own(ana), { name: "Elsewhere" });
    expect(await findBearer(elsewhere.token)).not.toBeNull();
    await db.$queryRaw`update api_token set revoked_at = now() where id = ${elsewhere.id}::uuid`;
    expect(await at(inSeconds(1.1), () => findBearer(elsewhere.token))).toBeNull();
  });

  it("is not another's to see or revoke", async () => {
    const [ana, bob] = [await makePerson("Ana"), await makePerson("Bob")];
    const made = await createPersonalToken(own(ana), { name: "Notebook" });
    expect(await listPersonalTokens(own(bob))).toEqual([]);
    for (const id of [made.id, "not-an-id"])
      await expect(revokePersonalToken(own(bob), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await findBearer(made.token)).not.toBeNull();
  });

  it("stops when its person is disabled", async () => {
    const ana = await makePerson("Ana");
    const { token } = await createPersonalToken(own(ana), { name: "Notebook" });
    expect(await findBearer(token)).not.toBeNull();
    await disableUser(authorizeOrg(await makePerson("Boss", { isAdmin: true }), "org.manage"), ana.userId);
    expect(await findBearer(token)).toBeNull();
  });

  it("notes its use at most once a minute", async () => {
    const ana = await makePerson("Ana");
    const made = await createPersonalToken(own(ana), { name: "Notebook" });
    const usedAt = async () => (await db.apiToken.findUniqueOrThrow({ where: { id: made.id } })).lastUsedAt?.getTime();
    await findBearer(made.token);
    const first = await usedAt();
    await at(inSeconds(30), () => findBearer(made.token));
    expect(await usedAt()).toBe(first);
    await at(inSeconds(61), () => findBearer(made.token));
    expect(await usedAt()).toBeGreaterThan((first ?? 0) + 60_000);
  });
});

describe("a service token", () => {
  it("belongs to its project and acts in nobody's name", async () => {
    const { project, people } = await makeTeam();
    const made = await createServiceToken(await authorize(people.ML, project.slug, "token.manage"), {
      name: "Scorer",
      scopes: ["ingest"],
    });
    const found = await findBearer(made.token);
    expect(found).toEqual({
      actor: {
        kind: "service",
        tokenId: made.id,
        name: "Scorer",
        projectId: project.id,
        scopes: ["ingest"],
        admin: false,
      },
      project: { id: project.id, slug: project.slug },
    });
    const [note] = await auditOf({ action: "token.create", subjectId: made.id });
    expect(note).toMatchObject({ projectId: project.id, actorId: people.ML.userId });
    const actor = found?.actor;
    if (!actor) throw new Error("the token is not known");
    await expect(authorize(actor, project.slug, "metrics.write")).resolves.toMatchObject({ projectId: project.id });
    await expect(authorize(actor, project.slug, "stage.edit")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(actor, (await makeTeam()).project.slug, "metrics.write")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it.each(["PM", "RV", "VW"] as const)("is not made by %s", async (role) => {
    const { project, people } = await makeTeam();
    await expect(authorize(people[role], project.slug, "token.manage")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is listed and revoked in its project only, and personal tokens are not among them", async () => {
    const [one, two] = [await makeTeam(), await makeTeam()];
    const [here, there] = [
      await authorize(one.people.LD, one.project.slug, "token.manage"),
      await authorize(two.people.LD, two.project.slug, "token.manage"),
    ];
    const made = await createServiceToken(here, { name: "Scorer" });
    const personal = await createPersonalToken(own(one.people.LD), { name: "Mine" });
    expect((await listServiceTokens(here)).map((token) => token.id)).toEqual([made.id]);
    expect(await listServiceTokens(there)).toEqual([]);
    for (const id of [made.id, personal.id])
      await expect(revokeServiceToken(there, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeServiceToken(here, personal.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await revokeServiceToken(here, made.id);
    expect(await findBearer(made.token)).toBeNull();
  });

  it("stops with its project", async () => {
    const { project, people } = await makeTeam();
    const { token } = await createServiceToken(await authorize(people.LD, project.slug, "token.manage"), {
      name: "Scorer",
    });
    await deleteProject(await authorize(people.LD, project.slug, "project.delete"), "delete");
    expect(await findBearer(token)).toBeNull();
  });
});

describe("a token made for somebody", () => {
  it("is the administrator's to make, and the note says who made it", async () => {
    process.env.THROUGHLINE_ADMIN_TOKEN = "an-administrator-token-long-enough";
    const service = await findActor(bearer("an-administrator-token-long-enough"));
    const ana = await makePerson("Ana");
    if (!service) throw new Error("the service account is not known");
    const made = await createTokenFor(authorizeOrg(service, "org.manage"), ana.userId, { name: "Script" });
    expect(made.scopes).toEqual(["read", "write", "ingest"]);
    expect(await findActor(bearer(made.token))).toMatchObject({ kind: "person", userId: ana.userId });
    const [note] = await auditOf({ action: "token.create", subjectId: made.id });
    expect(note).toMatchObject({ actorKind: "service", actorName: "Service account" });
    expect(() => authorizeOrg(ana, "org.manage")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  it("needs a person who is there and enabled", async () => {
    const boss = authorizeOrg(await makePerson("Boss", { isAdmin: true }), "org.manage");
    const ana = await makePerson("Ana");
    await disableUser(boss, ana.userId);
    await expect(createTokenFor(boss, ana.userId, { name: "Script" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(createTokenFor(boss, "not-an-id", { name: "Script" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is not made with a token, not even an administrator's", async () => {
    const boss = await makePerson("Boss", { isAdmin: true });
    const { token } = await createPersonalToken(own(boss), { name: "Mine" });
    const actor = await findActor(bearer(token));
    if (!actor) throw new Error("the token is not known");
    await expect(
      createTokenFor(authorizeOrg(actor, "org.manage"), boss.userId, { name: "More" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createPersonalToken(own(actor), { name: "More" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the administrator's token", () => {
  it("answers only when it is set, long enough and exactly right", async () => {
    const token = "0123456789abcdef0123456789abcdef";
    expect(await findBearer(token)).toBeNull();
    process.env.THROUGHLINE_ADMIN_TOKEN = token;
    expect((await findBearer(token))?.actor).toMatchObject({ kind: "service", admin: true, projectId: null });
    for (const wrong of [token.slice(1), `${token}0`, token.toUpperCase(), ""])
      expect(await findBearer(wrong)).toBeNull();
    process.env.THROUGHLINE_ADMIN_TOKEN = "short";
    expect(await findBearer("short")).toBeNull();
  });

  it("is a reason not to start when it is short", () => {
    expect(adminTokenProblem()).toBeNull();
    process.env.THROUGHLINE_ADMIN_TOKEN = "x".repeat(31);
    expect(adminTokenProblem()).toMatch(/shorter than 32/);
    process.env.THROUGHLINE_ADMIN_TOKEN = "x".repeat(32);
    expect(adminTokenProblem()).toBeNull();
  });
});

it.each([
  ["an unknown field", { name: "Notebook", userId: "x" }],
  ["no scope", { name: "Notebook", scopes: [] }],
  ["an unknown scope", { name: "Notebook", scopes: ["admin"] }],
  ["a day without a time", { name: "Notebook", expiresAt: "tomorrow" }],
])("the form of a token refuses %s", (_, input) => {
  expect(newTokenSchema.safeParse(input).success).toBe(false);
});

it("asks the database once for many requests in a second", async () => {
  const ana = await makePerson("Ana");
  const { token } = await createPersonalToken(own(ana), { name: "Notebook" });
  forgetBearers();
  const first = await findBearer(token);
  expect(await findBearer(token)).toBe(first);
});
