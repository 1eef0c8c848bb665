import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { VERSION } from "#lib/version.ts";
import { disconnect } from "#server/db.ts";

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
