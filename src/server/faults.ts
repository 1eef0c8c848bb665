import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { db } from "#server/db.ts";
import { isDraining } from "#server/readiness.ts";

/** What keeps the program from serving: which part, in a sentence for whoever runs it. */
export type Fault = { part: "process" | "database" | "migrations"; detail: string };

const PATIENCE_MS = 2_000;

/** Null while everything that a request needs is there. */
export async function findFault(): Promise<Fault | null> {
  if (isDraining()) return { part: "process", detail: "The program is shutting down." };
  let patience: NodeJS.Timeout | undefined;
  const tired = new Promise<Fault>((resolve) => {
    patience = setTimeout(() => resolve({ part: "database", detail: "The database does not answer." }), PATIENCE_MS);
  });
  try {
    return await Promise.race([migrationFault(), tired]);
  } catch {
    return { part: "database", detail: "The database cannot be reached." };
  } finally {
    clearTimeout(patience);
  }
}

/**
 * Migrations are applied before a door opens; a host that runs only Next may have forgotten some. What this program
 * brings is read from the disk once: files that come later belong to the program that comes with them.
 */
async function migrationFault(): Promise<Fault | null> {
  const [found] = await db.$queryRaw<{ table: string | null }[]>`
    select to_regclass('_prisma_migrations')::text as table`;
  if (!found?.table) return { part: "migrations", detail: "The database has not been migrated." };
  const rows = await db.$queryRaw<{ name: string; finished: boolean }[]>`
    select migration_name as name, finished_at is not null as finished
    from _prisma_migrations where rolled_back_at is null`;
  const open = rows.find(({ finished }) => !finished);
  if (open) return { part: "migrations", detail: `The migration ${open.name} did not finish.` };
  const applied = new Set(rows.map(({ name }) => name));
  const missing = migrationsOnDisk().filter((name) => !applied.has(name));
  if (missing.length === 0) return null;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
  return { part: "migrations", detail: `The migration ${missing[0]}${more} has not been applied to the database.` };
}

let onDisk: readonly string[] | undefined;

function migrationsOnDisk(): readonly string[] {
  onDisk ??= namesIn(path.resolve("prisma/migrations"));
  return onDisk;
}

/** A host that ships without the folder cannot know what is missing. */
function namesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
