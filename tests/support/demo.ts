import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import pg from "pg";
import { inject } from "vitest";
import { disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { seedDemo } from "../../prisma/seed.ts";

const TOLD = "demo_told";
const LOCK = 20_260_316;

/**
 * Gives this test file the demo workspace. Telling it takes long, so the first file to ask tells it, and every file works
 * on a copy of its own. Call it in `beforeAll`, before anything else is read.
 */
export async function useDemo(): Promise<void> {
  const files = inject("demoFiles");
  mkdirSync(files, { recursive: true });
  process.env.THROUGHLINE_DATA_DIR = files;
  const admin = new pg.Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  await admin.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [TOLD]);
    if (rowCount === 0) await tell(admin);
  } finally {
    await admin.query("select pg_advisory_unlock($1)", [LOCK]);
  }
  const own = `demo_${randomUUID().slice(0, 8)}`;
  await admin.query(`create database ${own} template ${TOLD} strategy file_copy`);
  await admin.end();
  process.env.DATABASE_URL = urlOf(own);
}

async function tell(admin: pg.Client): Promise<void> {
  const { pathname } = new URL(process.env.DATABASE_URL ?? "");
  await seedDemo();
  await Promise.all([disconnect(), closePointsPool()]);
  await admin.query(`alter database ${pathname.slice(1)} rename to ${TOLD}`);
}

function urlOf(database: string): string {
  const url = new URL(inject("templateUrl"));
  url.pathname = `/${database}`;
  return url.href;
}
