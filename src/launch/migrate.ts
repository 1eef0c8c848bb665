import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { LaunchError } from "./launch-error.ts";

const MIGRATIONS = path.resolve(import.meta.dirname, "../../prisma/migrations");

/** The key that `prisma migrate` locks too, so that the two never run at once. */
const ADVISORY_KEY = 72707369;

const HISTORY = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };
type Migration = { name: string; sql: string; checksum: string };

/** What the queue's own migrations say of themselves is of no use to anybody who starts us. */
const SILENT = new Logger(() => () => undefined);

/**
 * `prisma migrate deploy` in plain SQL: same table, checksums and lock; each migration in one transaction. Then the
 * queue's own, in its own schema. Returns the names of ours that were applied. Several programs at once apply each once.
 */
export async function migrate(connectionString: string, directory = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((cause: Error) => {
    throw new LaunchError(
      `the database cannot be reached (${cause.message}): check DATABASE_URL and that Postgres runs`,
      {
        cause,
      },
    );
  });
  try {
    await client.query("select pg_advisory_lock($1)", [ADVISORY_KEY]);
    await client.query(HISTORY);
    const { rows } = await client.query<Applied>(
      "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null",
    );
    const pending = pendingMigrations(readMigrations(directory), rows);
    for (const migration of pending) await apply(client, migration);
    await runMigrations({ connectionString, maxPoolSize: 1, logger: SILENT });
    return pending.map(({ name }) => name);
  } finally {
    await client.end(); // drops the lock too
  }
}

function readMigrations(directory: string): Migration[] {
  return readdirSync(directory)
    .filter((name) => existsSync(path.join(directory, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function pendingMigrations(known: Migration[], applied: Applied[]): Migration[] {
  for (const { migration_name: name, finished_at, checksum } of applied) {
    const migration = known.find((candidate) => candidate.name === name);
    if (!finished_at)
      throw new LaunchError(
        `migration ${name} failed earlier: mend the database, then delete its row in _prisma_migrations and start again`,
      );
    if (!migration)
      throw new LaunchError(
        `the database is newer than this program (it has migration ${name}): start the newer version, or restore a backup`,
      );
    if (migration.checksum !== checksum)
      throw new LaunchError(
        `migration ${name} was edited after it was applied: put the file back and write a new migration instead`,
      );
  }
  return known.filter(({ name }) => !applied.some((row) => row.migration_name === name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LaunchError(`migration ${name} failed and was undone: ${reason}`, { cause });
  }
}
