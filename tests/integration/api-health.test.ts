import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { VERSION } from "#lib/version.ts";
import { connect, disconnect } from "#server/db.ts";

afterAll(disconnect);

const get = (path: string, init?: RequestInit) => api.fetch(new Request(`http://127.0.0.1:3000${path}`, init));

test("the process says that it lives without asking the database", async () => {
  const answer = await get("/api/health/live");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "live" });
});

test("a migrated database that answers is ready, with the version of package.json", async () => {
  const answer = await get("/api/health/ready");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "ready", version: VERSION });
  expect(VERSION).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});

test("a migration that this program brings and the database lacks is 503, and named, until it is applied", async () => {
  const [last] = await connect().$queryRaw<{ name: string }[]>`
    select migration_name as name from _prisma_migrations order by 1 desc limit 1`;
  const rename = (from: string, to: string) =>
    connect().$executeRaw`update _prisma_migrations set migration_name = ${to} where migration_name = ${from}`;
  const name = last?.name ?? "";
  await rename(name, "20200101000000_other");
  const answer = await get("/api/health/ready");
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ part: "migrations", detail: expect.stringContaining(name) });
  await rename("20200101000000_other", name);
  expect((await get("/api/health/ready")).status).toBe(200);
});

test("one that did not finish is 503, and named", async () => {
  const finish = (at: Date | null) => connect().$executeRaw`
    update _prisma_migrations set finished_at = ${at} where migration_name like '%first_light'`;
  await finish(null);
  const answer = await get("/api/health/ready");
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ part: "migrations", detail: expect.stringContaining("first_light") });
  await finish(new Date());
  expect((await get("/api/health/ready")).status).toBe(200);
});

test.each(["/api", "/api/", "/api/v2/me", "/api/v1/nothing", "/api/v1/me/", "/api/v1/ME", "/api/v1//me"])(
  "%s is a problem: not found",
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 404, code: "NOT_FOUND", requestId: expect.any(String) });
  },
);

test("without a token the caller is asked for one", async () => {
  const answer = await get("/api/v1/me");
  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  expect(await answer.json()).toMatchObject({ code: "UNAUTHENTICATED" });
});
