import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { LaunchError } from "./launch-error.ts";
import { execute, NOBODY, postgresBinaries, type Runner, unprivileged } from "./postgres-binaries.ts";

const SETTINGS = ["listen_addresses=", "max_connections=100", "max_wal_size=2GB", "log_min_messages=warning"];

export type Postgres = {
  url: string;
  /** Rejects, with the end of its log, when the server ends; also after `stop`. */
  ended: Promise<never>;
  stop(): Promise<void>;
};

/**
 * Real PostgreSQL as a child process on a Unix socket: no port, no password, the directory is private.
 * Heals what a crash left: an orphaned server on the same data is stopped first, stale lock files are removed.
 */
export async function startPostgres(
  dataDir: string,
  database = "throughline",
  settings: string[] = [],
): Promise<Postgres> {
  const programs = await postgresBinaries();
  const pgdata = path.resolve(dataDir, "pg");
  // A socket's path holds 107 bytes, so it has a short directory of its own, derived from the data directory.
  const sockets = path.join(tmpdir(), `tl-${createHash("sha256").update(pgdata).digest("hex").slice(0, 12)}`);
  const { wrap, ids } = await unprivileged(pgdata);
  makePrivate([path.dirname(pgdata), pgdata, sockets], ids);
  const unlock = await lock(path.join(sockets, "owner.sock"));
  const options = { ...ids, cwd: "/", env: { ...process.env, LC_ALL: "C" } };

  if (!existsSync(path.join(pgdata, "PG_VERSION")))
    await execute(...wrap(programs.initdb, initdbArgs(pgdata)), options);
  else if (await isRunning(pgdata))
    await execute(...wrap(programs.pg_ctl, ["-D", pgdata, "-m", "fast", "-w", "-t", "60", "stop"]), options);
  else await removeStaleLocks(pgdata, sockets);

  const flags = [...SETTINGS, ...settings].flatMap((setting) => ["-c", setting]);
  const child = spawn(...wrap(programs.postgres, ["-D", pgdata, "-k", sockets, ...flags]), {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true, // ^C reaches only us: we stop the database last
  });
  const ended = endOf(child);
  await Promise.race([ensureDatabase(sockets, database), ended]);

  return {
    url: `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(sockets)}`,
    ended,
    async stop() {
      child.kill("SIGINT"); // fast shutdown: roll back what is open, write a checkpoint, end
      await ended.catch(() => undefined);
      unlock();
      await rm(sockets, { recursive: true, force: true });
    },
  };
}

function makePrivate(directories: string[], { uid, gid }: Runner["ids"]): void {
  for (const directory of directories) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (uid !== undefined && gid !== undefined) chownSync(directory, NOBODY, NOBODY);
  }
}

/** One program per data directory: a listening Unix socket is a lock that the kernel drops when we die. */
async function lock(socket: string): Promise<() => void> {
  const busy = await new Promise<boolean>((resolve) => {
    const probe = connect(socket, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on("error", () => resolve(false));
  });
  if (busy)
    throw new LaunchError(
      "another Throughline already runs on this data directory: stop it, or set THROUGHLINE_DATA_DIR",
    );
  await rm(socket, { force: true });
  const server = createServer().listen(socket).unref();
  return () => server.close();
}

function initdbArgs(pgdata: string): string[] {
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  return ["-D", pgdata, "-U", "postgres", "--auth=trust", ...locale];
}

/** Whether the process that postmaster.pid names really is PostgreSQL on this directory; after a crash it may be anybody's. */
async function isRunning(pgdata: string): Promise<boolean> {
  const pid = (await readFile(path.join(pgdata, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[0];
  if (!pid) return false;
  const command =
    process.platform === "linux"
      ? await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
      : (await execute("ps", ["-p", pid, "-o", "args="]).catch(() => ({ stdout: "" }))).stdout;
  return command.includes(pgdata);
}

async function removeStaleLocks(pgdata: string, sockets: string): Promise<void> {
  const stale = [
    path.join(pgdata, "postmaster.pid"),
    ...["", ".lock"].map((end) => path.join(sockets, `.s.PGSQL.5432${end}`)),
  ];
  for (const file of stale) await rm(file, { force: true });
}

function endOf(child: ChildProcess): Promise<never> {
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk).slice(-4000);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new LaunchError(`the embedded Postgres ended (${code})\n${log}`)));
  });
  ended.catch(() => undefined);
  return ended;
}

/** Waits until the server answers (crash recovery may take a while) and makes the database where it is missing. */
async function ensureDatabase(host: string, database: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await pause(40)) {
    const client = new pg.Client({ host, user: "postgres", database: "postgres" });
    try {
      await client.connect();
      const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
      if (!rowCount) await client.query(`create database ${client.escapeIdentifier(database)}`);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
