import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Need, permissionsIn } from "#api/proof.ts";
import type { Route } from "#api/route.ts";
import { ROUTES as ALL_ROUTES } from "#api/routes.ts";
import { can, type Permission } from "#domain/permissions.ts";
import { adminServiceMay, scopeAllows, serviceMay } from "#domain/token-scopes.ts";
import type { OrgPermission } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";
import { ADMIN_TOKEN, type Answer, call } from "../support/api.ts";
import { type Row, rowsOf } from "../support/api-rows.ts";
import { makeWorld, type Principal, type World } from "../support/api-world.ts";

/* Every route of the API for everybody who could ask. What is expected comes from the permission table, not from here.
   The routes of facts are made alike for every kind, which a test of their own holds: one kind stands for all here.
   What a kind has besides is asked like any other route. */

const OTHER_KINDS = FACT_KINDS.map(({ kind }) => `/projects/{slug}/${kind}`).filter(
  (base) => !base.endsWith("/data-sources"),
);
const ALIKE = /^(?:\/(?:bulk|import|export|\{key\}(?:\/restore)?))?$/;
const ROUTES = ALL_ROUTES.filter(
  ({ path: at }) => !OTHER_KINDS.some((base) => at.startsWith(base) && ALIKE.test(at.slice(base.length))),
);

const directory = mkdtempSync(path.join(tmpdir(), "tl-matrix-"));
process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;
process.env.THROUGHLINE_DATA_DIR = directory;

let world: World;
let rows: Record<string, Row>;

beforeAll(async () => {
  world = await makeWorld();
  rows = rowsOf(world);
}, 120_000);
afterAll(async () => {
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

/** What takes away comes last, so that there is something left to ask for. */
const IN_ORDER = [...ROUTES].sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));

type Verdict = "signed out" | "hidden" | "forbidden" | "through";

describe("every route answers everybody by the permission table", () => {
  test.each(IN_ORDER.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const row = rows[name];
    expect(row, "a route needs a row in tests/support/api-rows.ts").toBeDefined();
    const expected: Record<string, Verdict> = {};
    const found: Record<string, Verdict | string> = {};
    succeeded = false;
    for (const principal of world.principals) {
      expected[principal.name] = verdictFor(principal, route.needs, row ?? {});
      found[principal.name] = await ask(route, row ?? {}, principal, expected[principal.name] !== "through");
    }
    expect(found).toEqual(expected);
    expect(succeeded, "the row's request works for somebody").toBe(true);
  });

  test("no row is left over, and the matrix is as large as it says", () => {
    expect(Object.keys(rows).sort()).toEqual(ROUTES.map(nameOf).sort());
    expect(ROUTES.length * world.principals.length).toBeGreaterThanOrEqual(900);
  });
});

let succeeded = false;

/** Sends the request; one that must be refused must also leave nothing behind. */
async function ask(route: Route, row: Row, principal: Principal, harmless: boolean): Promise<Verdict | string> {
  const before = harmless ? await db.auditEvent.count() : 0;
  const answer = await send(route, row, principal.token, world.here.slug);
  if (harmless && (await db.auditEvent.count()) !== before) return "refused, but something was written";
  if (answer.status < 300) succeeded = true;
  if (row.undo && answer.status < 300) await undo(row.undo);
  return judged(answer, route, row, principal);
}

async function judged(answer: Answer, route: Route, row: Row, { token }: Principal): Promise<Verdict | string> {
  const { status, body } = answer;
  if (status === 401) return body.code === "UNAUTHENTICATED" ? "signed out" : `401 ${body.code}`;
  if (status === 403) return body.code === "FORBIDDEN" && body.detail ? "forbidden" : `403 ${body.code}`;
  if (status === 404 && body.detail === NO_PROJECT) {
    const missing = await send(route, row, token, "there-is-no-such-project");
    const told = { ...missing.body, requestId: body.requestId };
    expect(told).toEqual(body);
    return "hidden";
  }
  return status < 300 || [404, 409, 422].includes(status) ? "through" : `${status} ${JSON.stringify(body)}`;
}

const NO_PROJECT = "There is no such project, or you are not a member of it";

function verdictFor(principal: Principal, needs: Need, row: Row): Verdict {
  if (needs === "anyone") return "through";
  if (principal.is === "nobody") return "signed out";
  if (needs === "signed-in") return "through";
  if (needs === "reader") return reads(principal) ? "through" : "forbidden";
  if ("organisation" in needs)
    return administers(principal, needs.organisation) && !row.narrower?.(principal) ? "through" : "forbidden";
  if (isOutside(principal)) return "hidden";
  const may = permissionsIn(needs).every((permission) => holds(principal, permission));
  return may && !row.narrower?.(principal) ? "through" : "forbidden";
}

function administers(principal: Principal, permission: OrgPermission): boolean {
  if (principal.is !== "person") return principal.is === "administrator";
  if (principal.scopes && !principal.scopes.includes("write")) return false;
  return principal.admin === true || permission === "project.create";
}

function isOutside(principal: Principal): boolean {
  if (principal.is === "service") return !principal.here;
  return principal.is === "person" && !principal.member && !principal.admin;
}

function reads(principal: Principal): boolean {
  if (principal.is === "nobody" || principal.is === "administrator") return principal.is === "administrator";
  return !principal.scopes || scopeAllows(principal.scopes, "project.read");
}

function holds(principal: Principal, permission: Permission): boolean {
  switch (principal.is) {
    case "nobody":
      return false;
    case "administrator":
      return adminServiceMay(permission);
    case "service":
      return serviceMay(principal.scopes, permission);
    case "person": {
      const scoped = !principal.scopes || scopeAllows(principal.scopes, permission);
      return (
        scoped && (can(principal.roles, permission) || (principal.admin === true && OVERSEES.includes(permission)))
      );
    }
  }
}

/** What an organisation's administrator may do without a role: never an approval. */
const OVERSEES: readonly Permission[] = [
  "project.read",
  "member.manage",
  "token.manage",
  "channel.manage",
  "project.delete",
];

describe("what belongs to another project is as absent as what never was", () => {
  const cases = ROUTES.flatMap((route) =>
    ["id", "series"]
      .filter((name) => route.path.includes(`{${name}}`))
      .map((name) => [nameOf(route), route, name] as const),
  );
  test.each(cases)("%s", async (name, route, param) => {
    const row = rows[name] ?? {};
    const own = row.params?.[param] ?? "";
    const kind = Object.entries(world.here.ids).find(([, id]) => id === own)?.[0] as keyof World["other"]["ids"];
    const lead = world.principals.find((principal) => principal.name === "lead")?.token;
    const bodies = [];
    for (const id of [world.other.ids[kind], ABSENT[param] ?? "", "not-an-id", "%00", "a'b", "9".repeat(40)]) {
      const { status, body } = await send(
        route,
        { ...row, params: { ...row.params, [param]: id } },
        lead,
        world.here.slug,
      );
      expect([id, status]).toEqual([id, 404]);
      bodies.push({ ...body, requestId: "" });
    }
    for (const body of bodies) expect(body).toEqual(bodies[0]);
  });
});

const ABSENT: Record<string, string> = { id: "01900000-0000-7000-8000-000000000000", series: "999999999" };

describe("a body never sets what it should not", () => {
  const extras = {
    role: "LD",
    isAdmin: true,
    id: ABSENT.id,
    projectId: ABSENT.id,
    createdAt: "2020-01-01",
    ownerId2: 1,
  };
  const writes = ROUTES.filter(({ body, path: at }) => body && !at.endsWith("/metrics"));
  test.each(writes.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const row = rows[name] ?? {};
    const given = row.body?.();
    const token = ["/users", "/jobs", "/projects/{slug}/tokens"].some((start) => route.path.startsWith(start))
      ? ADMIN_TOKEN
      : leadToken();
    for (const [key, value] of Object.entries(extras)) {
      const body = { ...(given as object), [key]: value };
      expect(await send(route, { ...row, body: () => body }, token, world.here.slug)).toMatchObject({
        status: 422,
        body: { code: "INVALID", issues: [{ path: key }] },
      });
    }
  });
});

function leadToken(): string | undefined {
  return world.principals.find((principal) => principal.name === "lead")?.token;
}

async function undo(name: string): Promise<void> {
  const [method = "", at = ""] = name.split(" ");
  await call(method, at.replace("{slug}", world.here.slug), { token: leadToken() });
}

function send(route: Route, row: Row, token: string | undefined, slug: string): Promise<Answer> {
  const filled: Record<string, string> = { ...row.params, slug };
  const at = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? name);
  return call(route.method, at + (row.query ?? ""), { token, body: row.body?.() });
}

function nameOf({ method, path: at }: Route): string {
  return `${method} ${at}`;
}
