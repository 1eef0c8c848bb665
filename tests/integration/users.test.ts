import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Actor, authorizeOrg, bootstrapAccess } from "#server/access.ts";
import { findActor } from "#server/actor.ts";
import { at, now } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "#server/demo-people.ts";
import { ensureOrganisation, getOrganisation } from "#server/organisation.ts";
import { passwordSchema } from "#server/password.ts";
import {
  createPasswordLink,
  findPasswordLink,
  requestPasswordLink,
  resetPassword,
  sweepPasswordLinks,
} from "#server/password-links.ts";
import { listUsers } from "#server/people.ts";
import { createUser, disableUser, enableUser, newUserSchema, setAdministrator } from "#server/users.ts";
import { auditOf, makePerson } from "../support/people.ts";
import { postSignIn } from "../support/sign-in.ts";

afterAll(disconnect);
afterEach(() => {
  delete process.env.THROUGHLINE_ADMIN_TOKEN;
});

const manage = (actor: Actor) => authorizeOrg(actor, "org.manage");
const makeBoss = () => makePerson("Boss", { isAdmin: true });
const tokenIn = (url: string) => new URL(url).searchParams.get("token") ?? "";

async function serviceAccount(): Promise<Actor> {
  process.env.THROUGHLINE_ADMIN_TOKEN = "an-administrator-token-long-enough";
  const actor = await findActor(new Headers({ authorization: "Bearer an-administrator-token-long-enough" }));
  if (!actor) throw new Error("the service account is not known");
  return actor;
}

describe("a new person", () => {
  it("is made by an administrator or the service account, with a note and without a password", async () => {
    const boss = await makeBoss();
    const ana = await createUser(manage(boss), { name: "Ana", email: "ana.new@example.org" });
    expect(ana).toMatchObject({ name: "Ana", email: "ana.new@example.org", isAdmin: false, disabledAt: null });
    expect((await auditOf({ action: "user.create", subjectId: ana.id }))[0]).toMatchObject({
      actorId: boss.userId,
      after: { name: "Ana" },
    });
    expect(await db.account.count({ where: { userId: ana.id } })).toBe(0);
    await expect(
      createUser(manage(await serviceAccount()), { name: "Bob", email: "bob.new@example.org" }),
    ).resolves.toMatchObject({ name: "Bob" });
  });

  it("is not made by anybody else", async () => {
    const ana = await makePerson("Ana");
    expect(() => manage(ana)).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  it("has an address of their own, whatever its case, also when two are made at once", async () => {
    const boss = await makeBoss();
    const make = () => createUser(manage(boss), newUserSchema.parse({ name: "Twin", email: "Twin@Example.org " }));
    const both = await Promise.allSettled([make(), make()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(make()).rejects.toMatchObject({ code: "CONFLICT", details: { issues: [{ path: "email" }] } });
    expect(await db.user.count({ where: { email: "twin@example.org" } })).toBe(1);
  });

  it("becomes no administrator by the service account's hand", async () => {
    const service = manage(await serviceAccount());
    const input = { name: "Eve", email: "eve@example.org" };
    await expect(createUser(service, input, { isAdmin: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const ana = await makePerson("Ana");
    await expect(setAdministrator(service, ana.userId, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(disableUser(service, ana.userId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createPasswordLink(service, ana.userId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it.each([
    { name: "Ana", email: "not an address" },
    { name: "A", email: "a@example.org" },
    { name: "Ana", email: "a@example.org", isAdmin: true },
    { name: "Ana", email: "a@example.org", id: "1" },
  ])("is not described by %j", (input) => {
    expect(newUserSchema.safeParse(input).success).toBe(false);
  });
});

describe("administrators", () => {
  it("are made and unmade by another, with notes", async () => {
    const [boss, ana] = [await makeBoss(), await makePerson("Ana")];
    await setAdministrator(manage(boss), ana.userId, true);
    await setAdministrator(manage(boss), ana.userId, true);
    expect(await auditOf({ action: "user.make-administrator", subjectId: ana.userId })).toHaveLength(1);
    await expect(setAdministrator(manage(boss), ana.userId, false)).resolves.toMatchObject({ isAdmin: false });
  });

  it("cannot disable themselves, and are told of people who are not there", async () => {
    const boss = await makeBoss();
    await expect(disableUser(manage(boss), boss.userId)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(disableUser(manage(boss), "nobody")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(enableUser(manage(boss), "00000000-0000-7000-8000-000000000000")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("disable and enable with notes, once each", async () => {
    const [boss, ana] = [await makeBoss(), await makePerson("Ana")];
    for (let n = 0; n < 2; n++) await disableUser(manage(boss), ana.userId);
    for (let n = 0; n < 2; n++) await enableUser(manage(boss), ana.userId);
    for (const action of ["user.disable", "user.enable"])
      expect(await auditOf({ action, subjectId: ana.userId })).toHaveLength(1);
  });

  it("never become none: two who unmake each other at once leave one", async () => {
    const [one, two] = [await makeBoss(), await makeBoss()];
    await db.$queryRaw`update "user" set is_admin = false where id not in (${one.userId}::uuid, ${two.userId}::uuid)`;
    const both = await Promise.allSettled([
      setAdministrator(manage(one), two.userId, false),
      disableUser(manage(two), one.userId),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db.user.count({ where: { isAdmin: true, disabledAt: null } })).toBe(1);
  });
});

describe("a one-time link", () => {
  const next = "another horse battery";

  it("sets the password once, signs out everywhere and leaves no secret behind", async () => {
    const boss = await makeBoss();
    const ana = await makePerson("Ana", { password: "correct horse battery" });
    await postSignIn({ email: ana.email, password: "correct horse battery" });
    const link = await createPasswordLink(manage(boss), ana.userId);
    const token = tokenIn(link.url);
    expect(await findPasswordLink(token)).toEqual({ userId: ana.userId, name: "Ana", email: ana.email });
    await resetPassword(token, next, "address");
    expect(await db.session.count({ where: { userId: ana.userId } })).toBe(0);
    expect((await postSignIn({ email: ana.email, password: next })).status).toBe(200);
    await expect(resetPassword(token, next, "address")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const notes = await db.auditEvent.findMany({ where: { subjectId: ana.userId } });
    expect(notes.map((note) => note.action)).toEqual(expect.arrayContaining(["password.link", "password.reset"]));
    expect(JSON.stringify([notes, await db.verification.findMany()])).not.toContain(token);
  });

  it("gives a person without a password their first one", async () => {
    const ana = await makePerson("Ana");
    const { url } = await createPasswordLink(manage(await makeBoss()), ana.userId);
    await resetPassword(tokenIn(url), next, "address");
    expect((await postSignIn({ email: ana.email, password: next })).status).toBe(200);
  });

  it("works once when it is used twice at once", async () => {
    const ana = await makePerson("Ana");
    const { url } = await createPasswordLink(manage(await makeBoss()), ana.userId);
    const both = await Promise.allSettled([
      resetPassword(tokenIn(url), next, "a"),
      resetPassword(tokenIn(url), next, "b"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("ends after a day, with a newer link, and with the account", async () => {
    const boss = manage(await makeBoss());
    const ana = await makePerson("Ana");
    const older = tokenIn((await createPasswordLink(boss, ana.userId)).url);
    const newer = tokenIn((await createPasswordLink(boss, ana.userId)).url);
    expect(await findPasswordLink(older)).toBeNull();
    expect(await at(new Date(now().getTime() + 86_400_001), () => findPasswordLink(newer))).toBeNull();
    await disableUser(boss, ana.userId);
    expect(await findPasswordLink(newer)).toBeNull();
    await at(new Date(now().getTime() + 86_400_001), sweepPasswordLinks);
    expect(await db.verification.count({ where: { value: ana.userId } })).toBe(0);
    await expect(createPasswordLink(boss, ana.userId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("cannot be guessed without end", async () => {
    const attempt = () => resetPassword("guess", next, "one address");
    for (let n = 0; n < 20; n++) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(attempt()).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  it("is not sent without mail, and asking is limited the same for everybody", async () => {
    for (const email of [(await makePerson("Ana")).email, "nobody@example.org"]) {
      for (let n = 0; n < 3; n++) expect(await (await requestPasswordLink(email, `ask ${email}`)).sent).toBe(false);
      await expect(requestPasswordLink(email.toUpperCase(), `ask ${email}`)).rejects.toMatchObject({
        code: "RATE_LIMITED",
      });
    }
  });
});

it("lists people by name in pages, by words and by state", async () => {
  const boss = manage(await makeBoss());
  for (const name of ["Zoe Listed", "Yara Listed", "Xena Listed"])
    await makePerson(name, name.startsWith("Z") ? { password: DEMO_PASSWORD } : {});
  const first = await listUsers(boss, { q: "listed", limit: 2 });
  expect(first.items.map((person) => [person.name, person.hasPassword, person.projects])).toEqual([
    ["Xena Listed", false, 0],
    ["Yara Listed", false, 0],
  ]);
  const second = await listUsers(boss, { q: "listed", limit: 2, cursor: first.nextCursor ?? "" });
  expect([second.items.map((person) => person.name), second.nextCursor]).toEqual([["Zoe Listed"], null]);
  expect((await listUsers(boss, { q: "listed", state: "disabled" })).items).toEqual([]);
});

it("knows its organisation from the first start on", async () => {
  await ensureOrganisation(bootstrapAccess(), { name: "Northwind", demo: true });
  await ensureOrganisation(bootstrapAccess(), { name: "Other", demo: false });
  expect(await getOrganisation()).toMatchObject({ name: "Northwind", demo: true, currency: "EUR" });
  expect(await auditOf({ action: "organisation.create" })).toHaveLength(1);
});

it("invents demo people whose password would be accepted", () => {
  expect(passwordSchema.safeParse(DEMO_PASSWORD).success).toBe(true);
  expect(DEMO_PEOPLE.map((person) => person.email)).toContain("mara.lind@demo.throughline.local");
  for (const person of DEMO_PEOPLE)
    expect(newUserSchema.safeParse({ name: person.name, email: person.email }).success).toBe(true);
});

it.each(["100%", "a_b", "back\\slash", "%", "_", "\\"])(
  "a search for %j finds what holds it, and nothing else",
  async (text) => {
    const boss = manage(await makeBoss());
    const holder = await makePerson(`Holds ${text} here`);
    await makePerson("Holds 100 axb backslash");
    const { items } = await listUsers(boss, { q: text, limit: 100 });
    expect(items.map(({ id }) => id)).toContain(holder.userId);
    expect(items.filter(({ name, email }) => !`${name} ${email}`.includes(text))).toEqual([]);
  },
);
