import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MLFLOW_ROUTES } from "#api/mlflow/mount.ts";
import type { MlflowRoute } from "#api/mlflow/route.ts";
import { can, type Permission } from "#domain/permissions.ts";
import { adminServiceMay, scopeAllows, serviceMay } from "#domain/token-scopes.ts";
import { disconnect } from "#server/db.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { ADMIN_TOKEN } from "../support/api.ts";
import { makeWorld, type Principal, type World } from "../support/api-world.ts";
import { ask, fill, type MlflowAnswer, type MlflowRow, mlflowRowsOf } from "../support/mlflow-rows.ts";

/* Every endpoint of MLflow for everybody who could ask. What is expected comes from the permission table. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-mlflow-matrix-"));
process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;
process.env.THROUGHLINE_DATA_DIR = directory;

let world: World;
let lead: string;
let rows: Record<string, MlflowRow>;
let theirs: Record<string, MlflowRow>;
let foreign: Awaited<ReturnType<typeof fill>>;

beforeAll(async () => {
  world = await makeWorld();
  lead = world.principals.find(({ name }) => name === "lead")?.token ?? "";
  rows = mlflowRowsOf(await fill(lead, world.here.slug));
  foreign = await fill(ADMIN_TOKEN, world.other.slug);
  theirs = mlflowRowsOf(foreign);
}, 150_000);
afterAll(async () => {
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

type Verdict = "signed out" | "hidden" | "forbidden" | "through";

/** What takes away comes last, so that there is something left to ask for. */
const IN_ORDER = MLFLOW_ROUTES.toSorted((a, b) => weight(a) - weight(b));

function weight({ method, path: at }: MlflowRoute): number {
  if (method !== "DELETE") return 0;
  return at.endsWith("registered-models/delete") ? 3 : /(\/delete|\{model_id\})$/.test(at) ? 2 : 1;
}

describe("every endpoint answers everybody by the permission table", () => {
  test.each(IN_ORDER.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const row = rows[name];
    let worked = false;
    expect(row, "an endpoint needs a row in tests/support/mlflow-rows.ts").toBeDefined();
    const expected: Record<string, Verdict> = {};
    const found: Record<string, Verdict | string> = {};
    for (const principal of ordered(world.principals)) {
      expected[principal.name] = verdictFor(principal, route);
      const before = await remembered();
      const answer = await send(route, row ?? {}, principal.token, world.here.slug);
      found[principal.name] = judged(answer);
      worked ||= answer.status === 200;
      if (expected[principal.name] !== "through") expect(await remembered()).toBe(before);
    }
    expect(found).toEqual(expected);
    expect(worked, "the row's request works for somebody").toBe(true);
  });

  test("no row is left over", () => {
    expect(Object.keys(rows).sort()).toEqual(MLFLOW_ROUTES.map(nameOf).sort());
  });
});

describe("what belongs to another project is as absent as what never was", () => {
  const reads = MLFLOW_ROUTES.filter(({ method }) => method === "GET");
  test.each(reads.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const { status, body } = await send(route, theirs[name] ?? {}, lead, world.here.slug);
    const text = JSON.stringify(body);
    for (const id of [foreign.run, foreign.model, foreign.registered])
      if (status === 200) expect(text).not.toContain(id);
    expect([200, 404]).toContain(status);
    if (status === 404) expect(body.error_code).toBe("RESOURCE_DOES_NOT_EXIST");
  });
});

/** Who may not comes first: afterwards what is asked for may be gone. */
function ordered(principals: readonly Principal[]): Principal[] {
  return principals.toSorted((a, b) => Number(mayLog(a)) - Number(mayLog(b)));
}

function judged({ status, body }: MlflowAnswer): Verdict | string {
  if (status === 401) return body.error_code === "UNAUTHENTICATED" ? "signed out" : JSON.stringify(body);
  if (status === 403) return body.error_code === "PERMISSION_DENIED" ? "forbidden" : JSON.stringify(body);
  if (status === 404 && String(body.message).includes("There is no such project")) return "hidden";
  if (status === 404 && body.error_code === "ENDPOINT_NOT_FOUND") return "no endpoint";
  return status === 200 || status === 400 || status === 404 ? "through" : `${status} ${JSON.stringify(body)}`;
}

function verdictFor(principal: Principal, { needs }: MlflowRoute): Verdict {
  if (principal.is === "nobody") return "signed out";
  if (isOutside(principal)) return "hidden";
  return mayLog(principal) || (needs === "look" && holds(principal, "project.read")) ? "through" : "forbidden";
}

function isOutside(principal: Principal): boolean {
  if (principal.is === "service") return !principal.here;
  return principal.is === "person" && !principal.member && !principal.admin;
}

function mayLog(principal: Principal): boolean {
  return holds(principal, "fact.record") && holds(principal, "metrics.write");
}

function holds(principal: Principal, permission: Permission): boolean {
  if (principal.is === "nobody") return false;
  if (principal.is === "administrator") return adminServiceMay(permission);
  if (principal.is === "service") return serviceMay(principal.scopes, permission);
  const scoped = !principal.scopes || scopeAllows(principal.scopes, permission);
  return scoped && (can(principal.roles, permission) || (principal.admin === true && permission === "project.read"));
}

/** Everything that MLflow's tables hold. */
async function remembered(): Promise<string> {
  const tables = ["experiment", "run", "metric", "logged_model", "registered_model", "model_version", "artefact"];
  const parts = tables.map(
    (table) => `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from mlflow_${table} t`,
  );
  const { rows } = await pointsPool().query<{ sum: string }>(parts.join(" union all "));
  return rows.map(({ sum }) => sum).join(" ");
}

function send(route: MlflowRoute, row: MlflowRow, token: string | undefined, slug: string): Promise<MlflowAnswer> {
  const at = route.path.replaceAll(/\{(\w+)\}|\*/g, (all, name: string) => row.params?.[name ?? all] ?? all);
  return ask(token, slug, route.method, at + (row.query?.() ?? ""), { body: row.raw ?? row.body?.() });
}

function nameOf({ method, path: at }: MlflowRoute): string {
  return `${method} ${at}`;
}
