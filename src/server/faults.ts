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

/** Migrations are applied before a door opens; a host that runs only Next may have forgotten them. */
async function migrationFault(): Promise<Fault | null> {
  const [found] = await db.$queryRaw<{ table: string | null }[]>`
    select to_regclass('_prisma_migrations')::text as table`;
  if (!found?.table) return { part: "migrations", detail: "The database has not been migrated." };
  const [row] = await db.$queryRaw<{ open: bigint }[]>`
    select count(*) as open from _prisma_migrations where finished_at is null and rolled_back_at is null`;
  return row?.open ? { part: "migrations", detail: "A migration did not finish." } : null;
}
