import pg from "pg";
import { databaseUrl } from "#server/db.ts";

let pool: pg.Pool | undefined;

/** The points' own connections, beside Prisma's: a flood of points never starves the pages. Connects at first use. */
export function pointsPool(): pg.Pool {
  pool ??= open();
  return pool;
}

export async function closePointsPool(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await closing?.end();
}

/** One transaction on one connection. `longSeconds` raises the statement limit for the worker's heavier steps. */
export async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>, longSeconds?: number): Promise<T> {
  const client = await pointsPool().connect();
  let broken: Error | undefined;
  try {
    await client.query(longSeconds ? `begin; set local statement_timeout = '${longSeconds}s'` : "begin");
    const value = await work(client);
    await client.query("commit");
    return value;
  } catch (error) {
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Errors after which the same statement may succeed: a lost race, or a server that went away and comes back. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && isTransientCode(code);
}

export function isTransientCode(code: string): boolean {
  return TRANSIENT.has(code) || code.startsWith("08");
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const TRANSIENT = new Set([
  "40001",
  "40P01",
  "57P01",
  "57P02",
  "57P03",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ENOENT",
]);

function open(): pg.Pool {
  const made = new pg.Pool({
    connectionString: databaseUrl(),
    max: 4,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    options:
      "-c TimeZone=UTC -c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000",
  });
  // An idle connection that the server closes is not an event: the next query opens another.
  made.on("error", () => undefined);
  // Nor is one that goes while a transaction holds it: the next statement on it fails.
  made.on("connect", (client) => client.on("error", () => undefined));
  return made;
}
