import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Postgres, startPostgres } from "../../src/launch/postgres.ts";
import { query } from "../support/scratch-database.ts";

describe("the embedded Postgres", () => {
  let directory = "";
  let postgres: Postgres | undefined;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "tl-pg-"));
  });

  afterEach(async () => {
    await postgres?.stop();
    postgres = undefined;
    rmSync(directory, { recursive: true, force: true });
  });

  test("listens on no port and keeps its directory private", async () => {
    postgres = await startPostgres(directory);
    expect(await query(postgres.url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  });

  test("a second program on the same directory is refused", async () => {
    postgres = await startPostgres(directory);
    await expect(startPostgres(directory)).rejects.toThrow("another Throughline already runs on this data directory");
  });

  test("a first start that was cut short is begun again", async () => {
    writeFileSync(path.join(directory, "pg.new"), "half");
    postgres = await startPostgres(directory);
    expect(existsSync(path.join(directory, "pg.new"))).toBe(false);
    expect(await query(postgres.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("killed alone, it comes back by itself with every committed row", async () => {
    postgres = await startPostgres(directory);
    const { url } = postgres;
    await query(url, "create table kept (id int primary key)");
    for (let round = 1; round <= 3; round++) {
      await query(url, `insert into kept values (${round})`);
      process.kill(postmasterOf(directory), "SIGKILL");
      await eventually(() => query(url, "select 1"));
    }
    expect(await query(url, "select count(*)::int as n from kept")).toEqual([{ n: 3 }]);
  });

  test("after its program was killed, the next start takes the orphan over", async () => {
    const program = await startInAnotherProcess(directory);
    const orphan = postmasterOf(directory);
    program.kill("SIGKILL");
    await eventually(async () => expect(program.signalCode).toBe("SIGKILL"));

    postgres = await startPostgres(directory);
    expect(postmasterOf(directory)).not.toBe(orphan);
    expect(await query(postgres.url, "select id from kept")).toEqual([{ id: 7 }]);
  });

  test("after everything was killed, a lock file that names a stranger is no obstacle, nor is the stranger harmed", async () => {
    const program = await startInAnotherProcess(directory);
    const killed = postmasterOf(directory);
    program.kill("SIGKILL");
    process.kill(killed, "SIGKILL");
    await eventually(async () => expect(program.signalCode).toBe("SIGKILL"));
    const lockFile = path.join(directory, "pg", "postmaster.pid");
    writeFileSync(lockFile, readFileSync(lockFile, "utf8").replace(/^\d+/, String(process.pid)));

    postgres = await startPostgres(directory);
    expect(await query(postgres.url, "select id from kept")).toEqual([{ id: 7 }]);
  });
});

function postmasterOf(directory: string): number {
  return Number(readFileSync(path.join(directory, "pg", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** Starts Postgres in a program of its own, which commits one row and waits to be killed. */
async function startInAnotherProcess(directory: string): Promise<ChildProcess> {
  const script = `
    const { startPostgres } = await import("./src/launch/postgres.ts");
    const { default: pg } = await import("pg");
    const { url } = await startPostgres(${JSON.stringify(directory)});
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("create table kept (id int primary key)");
    await client.query("insert into kept values (7)");
    console.log("committed");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`the program ended early (${code})`)));
  });
  return child;
}

async function eventually(work: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + 20_000; ; await pause(50)) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
