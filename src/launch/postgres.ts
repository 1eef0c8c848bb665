import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { LaunchError } from "./launch-error.ts";
import { execute, NOBODY, postgresPrograms, type Runner, unprivileged } from "./postgres-programs.ts";

const SETTINGS = ["listen_addresses=", "max_connections=100", "max_wal_size=2GB", "log_min_messages=warning"];

export type Postgres = {
  url: string;
  /** Rejects when the server is lost for good: it ended by itself and starting it again did not help. */
  lost: Promise<never>;
  stop(): Promise<void>;
  /** Ends it at once, without a checkpoint; the next start recovers from its log. */
  abort(): void;
};

type Server = { child: ChildProcess; ended: Promise<LaunchError> };

/**
 * Real PostgreSQL as a child process on a Unix socket: no port, no password, the directory is private.
 * Heals what a crash left (an orphaned server on the same data, stale lock files) and starts a server that died again.
 */
export async function startPostgres(
  dataDir: string,
  database = "throughline",
  settings: string[] = [],
): Promise<Postgres> {
  const programs = await postgresPrograms();
  const pgdata = path.resolve(dataDir, "pg");
  const sockets = socketDirectory(pgdata);
  const { wrap, ids } = await unprivileged(pgdata);
  makePrivate([path.dirname(pgdata), sockets], ids);
  const unlock = await lock(path.join(sockets, "owner.sock"));
  const options = { ...ids, cwd: "/", env: { ...process.env, LC_ALL: "C" } };
  const flags = [...SETTINGS, ...settings].flatMap((setting) => ["-c", setting]);

  async function launch(): Promise<Server> {
    if (await isRunning(pgdata))
      await execute(...wrap(programs.pg_ctl, ["-D", pgdata, "-m", "fast", "-w", "-t", "60", "stop"]), options);
    else await removeStaleLocks(pgdata, sockets);
    const child = spawn(...wrap(programs.postgres, ["-D", pgdata, "-k", sockets, ...flags]), {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
      detached: true, // ^C reaches only us: we stop the database last
    });
    const ended = endOf(child);
    const failed = await Promise.race([ensureDatabase(sockets, database), ended]);
    if (failed) throw failed;
    return { child, ended };
  }

  if (!existsSync(path.join(pgdata, "PG_VERSION"))) {
    const draft = `${pgdata}.new`; // moved into place when complete, so that a crash leaves no half cluster
    await rm(draft, { recursive: true, force: true });
    await execute(...wrap(programs.initdb, initdbArgs(draft)), options);
    await rename(draft, pgdata);
  }
  let server = launch();
  await server;
  let stopping = false;

  async function keepRunning(): Promise<never> {
    for (let deaths: number[] = []; ; ) {
      const { ended } = await server;
      const reason = await ended;
      if (stopping) return await new Promise<never>(() => undefined);
      deaths = [...deaths, Date.now()].filter((time) => time > Date.now() - 60_000);
      if (deaths.length > 5) throw reason;
      console.error("the embedded Postgres ended by itself; starting it again");
      server = withRetries(launch, 5);
    }
  }
  const lost = keepRunning();
  lost.catch(() => undefined);

  return {
    url: embeddedDatabaseUrl(dataDir, database),
    lost,
    async stop() {
      stopping = true;
      const current = await server.catch(() => undefined); // it may be starting again just now
      current?.child.kill("SIGINT"); // fast shutdown: roll back what is open, write a checkpoint, end
      await current?.ended;
      unlock();
      await rm(sockets, { recursive: true, force: true });
    },
    abort: () => {
      stopping = true;
      void server.then(({ child }) => child.kill("SIGQUIT"));
    },
  };
}

/** Where the server of this data directory answers, whoever started it. */
export function embeddedDatabaseUrl(dataDir: string, database = "throughline"): string {
  const sockets = socketDirectory(path.resolve(dataDir, "pg"));
  return `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(sockets)}`;
}

/** A socket's path holds 107 bytes, so it has a short directory of its own, derived from the data directory. */
function socketDirectory(pgdata: string): string {
  return path.join(tmpdir(), `tl-${createHash("sha256").update(pgdata).digest("hex").slice(0, 12)}`);
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
      "another Throughline already runs on this data directory: stop it, or set THROUGHLINE_DATA_DIR to another one",
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
  const socket = path.join(sockets, ".s.PGSQL.5432");
  for (const file of [path.join(pgdata, "postmaster.pid"), socket, `${socket}.lock`]) await rm(file, { force: true });
}

function endOf(child: ChildProcess): Promise<LaunchError> {
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk).slice(-4000);
  });
  return new Promise((resolve) => {
    child.once("error", (cause) => resolve(new LaunchError(`the embedded Postgres did not start: ${cause.message}`)));
    child.once("exit", (code) => resolve(new LaunchError(`the embedded Postgres ended (${code})\n${log}`.trim())));
  });
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

/** After a kill the dead server's children may hold its memory for a moment more. */
async function withRetries<T>(work: () => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await pause(500 * attempt);
    }
  }
}
