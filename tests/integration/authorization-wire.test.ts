import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import type { WireRoute } from "#api/wire/door.ts";
import { WIRE_ROUTES } from "#api/wire/routes.ts";
import { can } from "#domain/permissions.ts";
import { adminServiceMay, scopeAllows, serviceMay } from "#domain/token-scopes.ts";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { type HookFormat, makeHookSecret } from "#server/hook-secrets.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { ADMIN_TOKEN, requestFor } from "../support/api.ts";
import { makeWorld, type Principal, type World } from "../support/api-world.ts";
import { type WireRow, wireRowsOf } from "../support/wire-rows.ts";

/* The matrix for the doors of foreign formats: every address for everybody who could knock, by the permission table. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-wire-"));
process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;
process.env.THROUGHLINE_DATA_DIR = directory;

let world: World;
let rows: Record<string, WireRow>;

beforeAll(async () => {
  world = await makeWorld();
  const access = await authorize(world.here.people.LD, world.here.slug, "token.manage");
  const secretFor = async (format: HookFormat) => (await makeHookSecret(access, format)).secret;
  const [github, gitlab] = [await secretFor("github"), await secretFor("gitlab")];
  rows = wireRowsOf({ github, gitlab, mlflow: await secretFor("mlflow-webhook") });
}, 120_000);
afterAll(async () => {
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

type Verdict = "signed out" | "hidden" | "forbidden" | "through";
const NEEDED = ["fact.record", "metrics.write"] as const;

describe("every door answers everybody by the permission table", () => {
  test.each(WIRE_ROUTES.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const row = rows[name];
    expect(row, "a door needs a row in tests/support/wire-rows.ts").toBeDefined();
    const expected: Record<string, Verdict> = {};
    const found: Record<string, Verdict | string> = {};
    for (const principal of world.principals) {
      expected[principal.name] = verdictFor(principal, route);
      const before = await written();
      found[principal.name] = await knock(route, row ?? {}, principal);
      if (expected[principal.name] !== "through") expect(await written()).toBe(before);
    }
    expect(found).toEqual(expected);
  });

  test("no row is left over", () => {
    expect(Object.keys(rows).sort()).toEqual(WIRE_ROUTES.map(nameOf).sort());
  });
});

describe("what is signed is let in by its signature alone", () => {
  const signed = WIRE_ROUTES.filter(({ needs }) => needs === "signature");
  test.each(signed.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const row = rows[name] ?? {};
    const body = JSON.stringify(row.body?.());
    const good = row.sign?.(body) ?? {};
    const wrong = Object.fromEntries(
      Object.entries(good).map(([header, value]) => [header, value.replace(/.{4}$/, "AAA=")]),
    );
    const before = await written();
    expect((await send(route, { ...row, sign: () => wrong }, undefined, world.here.slug, body)).status).toBe(401);
    expect((await send(route, { ...row, sign: () => ({}) }, undefined, world.here.slug, body)).status).toBe(401);
    const altered = () => send(route, { ...row, sign: () => good }, undefined, world.here.slug, `${body} `);
    if (!row.presented) expect((await altered()).status).toBe(401);
    const elsewhere = await send(route, { ...row, sign: () => good }, undefined, world.other.slug, body);
    const nowhere = await send(route, { ...row, sign: () => good }, undefined, "there-is-no-such-project", body);
    expect([elsewhere.status, nowhere.status]).toEqual([401, 401]);
    const [one, other] = [await elsewhere.json(), await nowhere.json()];
    expect({ ...one, requestId: "" }).toEqual({ ...other, requestId: "" });
    expect(await written()).toBe(before);
  });
});

async function knock(route: WireRoute, row: WireRow, { token }: Principal): Promise<Verdict | string> {
  const answer = await send(route, row, token, world.here.slug);
  const body = await answer.text();
  if (answer.status === 401) return "signed out";
  if (answer.status === 403) return "forbidden";
  if (answer.status === 404 && body.includes("There is no such project")) return "hidden";
  return answer.status < 300 ? "through" : `${answer.status} ${body}`;
}

function send(route: WireRoute, row: WireRow, token: string | undefined, slug: string, text?: string) {
  const filled: Record<string, string> = { ...row.params, slug };
  const at = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? name);
  const body = text ?? (row.body ? JSON.stringify(row.body()) : undefined);
  const headers = {
    "content-type": "application/json",
    ...(body !== undefined && row.sign?.(body)),
    ...row.raw?.headers,
  };
  if (row.raw) return api.fetch(requestFor(route.method, `/api${at}`, { token, body: row.raw.bytes(), headers }));
  return api.fetch(requestFor(route.method, `/api${at}`, { token, body, headers }));
}

function verdictFor(principal: Principal, { needs, path: at }: WireRoute): Verdict {
  if (needs === "anyone" || needs === "signature") return "through";
  if (principal.is === "nobody") return "signed out";
  const named = at.includes("{slug}");
  if (!named && principal.is !== "service") return "forbidden";
  if (named && isOutside(principal)) return "hidden";
  return NEEDED.every((permission) => holds(principal, permission)) ? "through" : "forbidden";
}

function isOutside(principal: Principal): boolean {
  if (principal.is === "service") return !principal.here;
  return principal.is === "person" && !principal.member && !principal.admin;
}

function holds(principal: Principal, permission: (typeof NEEDED)[number]): boolean {
  if (principal.is === "nobody") return false;
  if (principal.is === "administrator") return adminServiceMay(permission);
  if (principal.is === "service") return serviceMay(principal.scopes, permission);
  return (!principal.scopes || scopeAllows(principal.scopes, permission)) && can(principal.roles, permission);
}

async function written(): Promise<number> {
  return (await db.inboundEvent.count()) + (await db.fact.count()) + (await db.auditEvent.count());
}

function nameOf({ method, path: at }: WireRoute): string {
  return `${method} ${at}`;
}
