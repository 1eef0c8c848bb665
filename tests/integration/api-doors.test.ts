import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { mlflowError } from "#api/mlflow/errors.ts";
import { problemOf } from "#api/problem.ts";
import { REQUESTS_A_MINUTE, spendRequest } from "#api/rate.ts";
import { ROUTES } from "#api/routes.ts";
import { streamRefusal } from "#api/wire/stream-refusal.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { isOutage } from "#server/outage.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { call, requestFor } from "../support/api.ts";
import { rowsOf } from "../support/api-rows.ts";
import { makeWorld, type World } from "../support/api-world.ts";
import { addMember, makePerson } from "../support/people.ts";
import { ORIGIN, signIn } from "../support/sign-in.ts";

/* The ways in that are not the front way: by cookie from a foreign page, by odd spellings of an address. */

let world: World;
let cookie: string;

beforeAll(async () => {
  world = await makeWorld();
  const password = "a long enough password";
  const person = await makePerson("Cara Cookie", { password, isAdmin: true });
  await addMember(world.here.slug, world.here.people.LD, person, ["LD", "PM"]);
  cookie = (await signIn(person.email, password)).get("cookie") ?? "";
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const writes = ROUTES.filter(({ method }) => method !== "GET").map(
  (route) => [`${route.method} ${route.path}`, route] as const,
);

describe("a session's write needs a page of ours", () => {
  const foreign: [string, Record<string, string>][] = [
    ["a foreign origin", { origin: "https://evil.example" }],
    ["no origin", {}],
    ["the origin null", { origin: "null" }],
    ["an origin that only starts like ours", { origin: `${ORIGIN}.evil.example` }],
  ];
  test.each(writes)("%s", async (name, route) => {
    const row = rowsOf(world)[name] ?? {};
    const at = addressOf(route.path, row.params) + (row.query ?? "");
    const before = await db.auditEvent.count();
    for (const [, headers] of foreign) {
      const answer = await call(route.method, at, { body: row.body?.(), headers: { cookie, ...headers } });
      expect(answer).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
    }
    if (route.body) {
      const headers = { cookie, origin: ORIGIN, "content-type": "text/plain" };
      expect((await call(route.method, at, { body: row.body?.(), headers })).status).toBe(403);
    }
    expect(await db.auditEvent.count()).toBe(before);
  });

  test("with our origin it is let in, and reading needs none", async () => {
    const at = `/projects/${world.here.slug}`;
    const body = { summary: "By cookie" };
    const changed = await call("PATCH", at, { body, headers: { cookie, origin: ORIGIN } });
    expect(changed).toMatchObject({ status: 200, body });
    expect((await call("GET", at, { headers: { cookie } })).status).toBe(200);
    expect((await call("GET", "/me", { headers: { cookie } })).body).toMatchObject({
      kind: "person",
      name: "Cara Cookie",
    });
  });

  test("a wrong token never falls back to the cookie", async () => {
    expect((await call("GET", "/me", { token: "wrong", headers: { cookie } })).status).toBe(401);
    expect((await call("GET", "/me", { headers: { cookie, authorization: "Basic YTpi" } })).status).toBe(401);
  });
});

describe("odd spellings of an address show nothing", () => {
  const spellings = (at: string) => [
    `${at}/`,
    at.toUpperCase(),
    at.replace("/v1/", "/v1//"),
    at.replace("/projects", "/%70rojects"),
    at.replace("/projects", "/./projects"),
    at.replace("/projects/", "/projects/x/../"),
    `${at}.json`,
    `${at}.rsc`,
    `${at}?_rsc=1`,
    `${at};a=b`,
    `${at}%2f`,
    `${at}%00`,
  ];
  const headers = {
    "x-middleware-subrequest": "middleware:middleware:middleware",
    "x-http-method-override": "DELETE",
    "x-original-url": "/api/v1/openapi.json",
    "x-forwarded-for": "127.0.0.1",
  };
  test.each(["", "/members", "/criteria", "/activity", "/alerts", "/stages/business-case"])("%s", async (end) => {
    for (const at of spellings(`/api/v1/projects/${world.here.slug}${end}`))
      for (const method of ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"]) {
        const answer = await api.fetch(requestFor(method, at, { headers }));
        expect([method, at, [401, 404].includes(answer.status)]).toEqual([method, at, true]);
      }
  });
});

test("sign-in is measured before it is read", async () => {
  const big = requestFor("POST", "/api/auth/sign-in/email", { body: { email: "x".repeat(100_000) } });
  expect((await api.fetch(big)).status).toBe(413);
  const other = requestFor("GET", "/api/auth/get-session", { headers: { cookie } });
  expect((await api.fetch(other)).status).toBe(404);
});

describe("what the database says no to", () => {
  const failures = async (code: string) => {
    const statement = `do $$ begin raise exception 'no' using errcode = '${code}'; end $$`;
    const caught = (error: unknown) => error;
    return Promise.all([
      connect().$executeRawUnsafe(statement).catch(caught),
      connect()
        .$transaction((tx) => tx.$executeRawUnsafe(statement))
        .catch(caught),
      pointsPool().query(statement).catch(caught),
    ]);
  };

  test.each([
    ["a statement that takes too long", "57014"],
    ["a lock that is held too long", "55P03"],
    ["a full disk", "53100"],
    ["a start that is not over", "57P03"],
    ["a lost race", "40001"],
  ])("%s may be asked again, at every door", async (_, code) => {
    for (const error of await failures(code)) {
      expect(isOutage(error)).toBe(true);
    }
    const [error] = await failures(code);
    expect([problemOf(error).status, mlflowError(error).status, streamRefusal(error).status]).toEqual([503, 503, 503]);
  });

  test("a fault of ours is none of these", async () => {
    for (const error of await failures("22012")) expect(isOutage(error)).toBe(false);
  });

  test("no more room for files is", () => {
    expect(isOutage(Object.assign(new Error("write"), { code: "ENOSPC" }))).toBe(true);
  });
});

test("a loop that ran away is told when to come back", async () => {
  const actor = { kind: "person", userId: "loop", name: "Loop", isAdmin: false } as const;
  const at = Date.now();
  for (let i = 0; i < REQUESTS_A_MINUTE; i++) spendRequest(actor, at);
  expect(() => spendRequest(actor, at + 1_000)).toThrow(
    expect.objectContaining({ code: "RATE_LIMITED", details: { retryAfterSeconds: expect.any(Number) } }),
  );
  expect(() => spendRequest(actor, at + 61_000)).not.toThrow();
});

function addressOf(path: string, params: Record<string, string> = {}): string {
  const filled: Record<string, string> = { ...params, slug: world.here.slug };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? name);
}
