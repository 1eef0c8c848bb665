import pg from "pg";
import { expect, test } from "vitest";

test("a test file has a migrated database of its own", async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query("select current_database() as name, count(*)::int as n from _prisma_migrations");
  expect(rows[0].name).toMatch(/^test_/);
  expect(rows[0].n).toBeGreaterThan(1);
  await client.end();
});
