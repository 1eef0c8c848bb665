import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Program, postmasterOf, spawnProgram, startProgram } from "../support/program.ts";

const TOKEN = "launch-tests-only-0123456789-abcdefghijklmnop";

/* The whole program, on the build that `npm test` made before (without one the first start here makes it). */
describe("the program", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "tl-start-"));
  const env = { THROUGHLINE_DATA_DIR: directory, THROUGHLINE_DEMO: "0", THROUGHLINE_ADMIN_TOKEN: TOKEN };
  let program: Program;

  beforeAll(async () => {
    program = await startProgram(env);
  }, 300_000);

  afterAll(async () => {
    program.child.kill("SIGTERM");
    await program.ended;
    rmSync(directory, { recursive: true, force: true });
  });

  test("is ready, and its secret is for its owner only", async () => {
    const ready = await fetch(`${program.url}/api/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: "ready" });
    expect(statSync(path.join(directory, "secret")).mode & 0o777).toBe(0o600);
  });

  test("its pages have a policy with the nonce of their scripts, and are never kept", async () => {
    const page = await fetch(`${program.url}/sign-in`);
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(nonce).toBeTruthy();
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(page.headers.get("cache-control")).toContain("no-store");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("strict-transport-security")).toBeNull();
  });

  test("a page that is not fetched over WebSocket, a foreign address and a large body are refused", async () => {
    expect(await statusOf(program.url, { path: "http://elsewhere.example/" })).toBe(400);
    expect(await statusOf(program.url, { path: "//elsewhere.example/" })).toBe(400);
    expect(await statusOf(program.url, { method: "POST", headers: { "content-length": "9000000" } })).toBe(413);
    expect(await statusOf(program.url, { method: "POST", headers: { "transfer-encoding": "chunked" } })).toBe(411);
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-key": "x",
      "sec-websocket-version": "13",
    };
    expect(await statusOf(program.url, { path: "/_next/webpack-hmr", headers: upgrade })).toBe("ECONNRESET");
  });

  test("SIGTERM with sixteen requests in flight answers all of them, then ends with 0 and takes Postgres along", async () => {
    const postmaster = postmasterOf(directory);
    const halves = Array.from({ length: 16 }, (_, n) => sendHalf(program.url, n));
    await pause(300);
    program.child.kill("SIGTERM");
    await eventually(async () => (await fetch(`${program.url}/api/health/ready`)).status === 503);
    await pause(300);
    const statuses = await Promise.all(halves.map(({ finish }) => finish()));
    expect(statuses).toEqual(Array(16).fill(201));
    expect(await program.ended).toBe(0);
    expect(existsSync(path.join(directory, "pg", "postmaster.pid"))).toBe(false);
    expect(isAlive(postmaster)).toBe(false);
  });

  test("the second start is ready within seconds and has kept everything", async () => {
    const began = performance.now();
    program = await startProgram(env);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(program.output()).not.toContain("building");
    expect(program.output()).not.toContain("migrated");
    expect(await createPerson(program.url, "half-3@example.org")).toBe(409);
  });

  test("killed with its Postgres at any moment, it has lost nothing that it acknowledged", async () => {
    const acknowledged: string[] = [];
    const writer = (async () => {
      for (let n = 0; ; n++) {
        const email = `ledger-${n}@example.org`;
        if ((await createPerson(program.url, email).catch(() => 0)) !== 201) return;
        acknowledged.push(email);
      }
    })();
    await pause(1_000);
    process.kill(postmasterOf(directory), "SIGKILL");
    program.child.kill("SIGKILL");
    await program.ended;
    await writer;
    expect(acknowledged.length).toBeGreaterThan(5);

    program = await startProgram(env);
    for (const email of acknowledged) expect(await createPerson(program.url, email)).toBe(409);
  });

  test("a second signal ends it at once, and the next start is well", async () => {
    const half = sendHalf(program.url, 99);
    half.finished.catch(() => undefined);
    await pause(200);
    program.child.kill("SIGTERM");
    program.child.kill("SIGINT"); // at the same moment: what Ctrl-C under npm does
    await pause(700);
    expect(program.child.exitCode).toBeNull();
    const began = performance.now();
    program.child.kill("SIGTERM");
    expect(await program.ended).toBe(1);
    expect(performance.now() - began).toBeLessThan(1_000);
    program = await startProgram(env);
  });

  test("when Postgres alone is killed under its writers, it stays, mends it, and loses nothing", async () => {
    const acknowledged: string[] = [];
    let stop = false;
    const writer = (async () => {
      for (let n = 0; !stop; n++) {
        const email = `mended-${n}@example.org`;
        if ((await createPerson(program.url, email).catch(() => 0)) === 201) acknowledged.push(email);
      }
    })();
    for (let round = 0; round < 3; round++) {
      await pause(400);
      process.kill(postmasterOf(directory), "SIGKILL");
      await pause(100);
      await eventually(async () => (await fetch(`${program.url}/api/health/ready`)).status === 200);
    }
    stop = true;
    await writer;
    expect(program.child.exitCode).toBeNull();
    expect(acknowledged.length).toBeGreaterThan(5);
    for (const email of acknowledged) expect(await createPerson(program.url, email)).toBe(409);
  });

  test("it ends well when nobody reads its output any more", async () => {
    program.child.stdout?.destroy();
    program.child.stderr?.destroy();
    process.kill(postmasterOf(directory), "SIGKILL"); // which it reports, and mends
    await eventually(async () => (await fetch(`${program.url}/api/health/ready`)).status === 200);
    program.child.kill("SIGTERM");
    expect(await program.ended).toBe(0);
    program = await startProgram(env);
  });

  test("a second program on the same data is refused", async () => {
    const second = spawnProgram(env);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("another Throughline already runs on this data directory");
  });
});

function createPerson(url: string, email: string): Promise<number> {
  return fetch(`${url}/api/v1/users`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ email, name: "Launch test" }),
  }).then(async (response) => {
    await response.arrayBuffer();
    return response.status;
  });
}

/** A request whose second half waits, so that it is surely in flight. */
function sendHalf(url: string, n: number): { finish: () => Promise<number>; finished: Promise<number> } {
  const body = JSON.stringify({ email: `half-${n}@example.org`, name: "Launch test" });
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  };
  const outgoing = request(`${url}/api/v1/users`, { method: "POST", headers });
  const finished = new Promise<number>((resolve, reject) => {
    outgoing.once("response", (incoming) => incoming.resume().once("end", () => resolve(incoming.statusCode ?? 0)));
    outgoing.once("error", reject);
  });
  outgoing.write(body.slice(0, 10));
  return {
    finished,
    finish: () => {
      outgoing.end(body.slice(10));
      return finished;
    },
  };
}

type Question = { path?: string; method?: string; headers?: Record<string, string> };

function statusOf(
  url: string,
  { path: target = "/", method = "GET", headers = {} }: Question,
): Promise<number | string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const outgoing = request({ hostname, port, path: target, method, headers, agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    if (method === "GET") outgoing.end();
    else outgoing.flushHeaders();
  });
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await check().catch(() => false)); await pause(20))
    if (Date.now() > deadline) throw new Error("it never came true");
}

/** A process that ended but that nobody has waited for yet still has an entry; it runs no more. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return existsSync(`/proc/${pid}/exe`);
  } catch {
    return false;
  }
}
