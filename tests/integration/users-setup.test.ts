import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { bootstrapAccess } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { getOrganisation } from "#server/organisation.ts";
import { setUpFirstAdministrator, setupState } from "#server/setup.ts";
import { createUser } from "#server/users.ts";
import { auditOf } from "../support/people.ts";
import { postSignIn } from "../support/sign-in.ts";

afterAll(disconnect);
beforeEach(async () => {
  await db.$queryRaw`truncate "user", organisation, rate_limit cascade`;
});
afterEach(() => {
  delete process.env.THROUGHLINE_ADMIN_TOKEN;
});

const PASSWORD = "correct horse battery";
const ADMIN_TOKEN = "an-administrator-token-long-enough";
const input = (email = "ana@example.org") => ({
  organisation: "Northwind",
  name: "Ana First",
  email,
  password: PASSWORD,
});

describe("setting up", () => {
  it("makes the first administrator and the organisation, once, and is noted", async () => {
    expect(await setupState()).toBe("open");
    await setUpFirstAdministrator(input(), "address");
    expect(await setupState()).toBe("done");
    expect(await getOrganisation()).toMatchObject({ name: "Northwind", demo: false });
    const ana = await db.user.findUniqueOrThrow({ where: { email: "ana@example.org" } });
    expect(ana.isAdmin).toBe(true);
    expect((await postSignIn({ email: ana.email, password: PASSWORD })).status).toBe(200);
    const [note] = await auditOf({ action: "organisation.set-up", subjectId: ana.id });
    expect(JSON.stringify(note)).not.toMatch(/horse|argon/);
    await expect(setUpFirstAdministrator(input("eve@example.org"), "address")).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("makes one of twenty who come at once", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => setUpFirstAdministrator(input(`p${n}@example.org`), `address ${n}`)),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.user.count()).toBe(1);
  });

  it("is closed when people were made through the API and no token opens it", async () => {
    await createUser(bootstrapAccess(), { name: "Bob", email: "bob@example.org" });
    expect(await setupState()).toBe("done");
    await expect(setUpFirstAdministrator(input(), "address")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is opened by the administrator's token while there is no administrator", async () => {
    process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;
    await createUser(bootstrapAccess(), { name: "Bob", email: "bob@example.org" });
    expect(await setupState()).toBe("token");
    for (const token of ["wrong", undefined])
      await expect(setUpFirstAdministrator({ ...input(), token }, "address")).rejects.toMatchObject({
        code: "INVALID",
      });
    await setUpFirstAdministrator({ ...input(), token: ADMIN_TOKEN }, "address");
    expect(await setupState()).toBe("done");
  });
});
