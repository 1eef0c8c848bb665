import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { schemaDiff } from "../../scripts/schema-diff.ts";
import { migrate } from "../../src/launch/migrate.ts";
import { catalogueOf } from "../support/catalogue.ts";
import { createScratchDatabase, query } from "../support/scratch-database.ts";

/** What the migrations make and schema.prisma cannot say: points and roll-ups, flags that recover, the live alert, the append-only audit. */
const BY_HAND = [
  /^\w+ _prisma_migrations\b|\b_prisma_migrations\./,
  /\b(metric_point|metric_rollup|dirty_bucket|dirty_day|flag_recovery|drift_window|counter_state)(_\w+)?\b/,
  /^index CREATE UNIQUE INDEX alert_live_fingerprint /,
  /^index CREATE INDEX fact_(test_set|baseline_run|drift_window)_idx /,
  /^constraint channel\.channel_one_owner CHECK /,
  /^trigger CREATE TRIGGER audit_event_append_only /,
  /_prisma_migrations_pkey/,
];

test("the migrations lead to exactly what schema.prisma describes", async () => {
  const migrated = await createScratchDatabase();
  await migrate(migrated);
  const described = await createScratchDatabase();
  await query(described, (await schemaDiff(null, "prisma/schema.prisma")) ?? "");

  const made = (await catalogueOf(migrated)).filter((line) => !BY_HAND.some((pattern) => pattern.test(line)));
  expect(made.length).toBeGreaterThan(100);
  expect(made).toEqual(await catalogueOf(described));
});

test("what is made by hand is there", async () => {
  const lines = (await catalogueOf(process.env.DATABASE_URL ?? "")).join("\n");
  expect(lines).toContain("column metric_point.value double precision not null");
  expect(lines).toMatch(/CREATE UNIQUE INDEX alert_live_fingerprint ON alert .* WHERE \(state <> 'resolved'/);
  expect(lines).toMatch(/CREATE INDEX fact_test_set_idx ON fact .*'usesTestSet'/);
  expect(lines).toMatch(/CREATE INDEX fact_drift_window_idx ON fact .*'drift-results'/);
  expect(lines).toContain("channel_one_owner CHECK ((num_nonnulls(project_id, user_id) = 1))");
  expect(lines).toContain("BEFORE DELETE OR UPDATE ON audit_event");
});

test("several programs that start at once apply each migration once", async () => {
  const url = await createScratchDatabase();
  const done = await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)]);
  const all = await migrationNames();
  expect(done.flat().sort()).toEqual(all);
  const rows = await query<{ name: string; n: number }>(
    url,
    "select migration_name as name, count(*)::int as n from _prisma_migrations where finished_at is not null group by 1 order by 1",
  );
  expect(rows).toEqual(all.map((name) => ({ name, n: 1 })));
});

test("a second start applies nothing", async () => {
  const url = await createScratchDatabase();
  await migrate(url);
  expect(await migrate(url)).toEqual([]);
});

test("a migration that was edited after it was applied is refused by name", async () => {
  const url = await createScratchDatabase();
  const [first] = await migrate(url);
  await query(url, `update _prisma_migrations set checksum = 'other' where migration_name = '${first}'`);
  await expect(migrate(url)).rejects.toThrow(`migration ${first} was edited after it was applied`);
});

test("a database that is newer than the program is refused", async () => {
  const url = await createScratchDatabase();
  await migrate(url);
  await query(
    url,
    "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '29990101000000_next', now())",
  );
  await expect(migrate(url)).rejects.toThrow(
    "the database is newer than this program (it has migration 29990101000000_next)",
  );
});

test("a migration that fails leaves nothing behind, and the mended one is applied", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "tl-migrations-"));
  const broken = path.join(directory, "29990101000000_broken");
  await cp("prisma/migrations", directory, { recursive: true });
  await mkdir(broken);
  await writeFile(path.join(broken, "migration.sql"), "create table half (id int); select 1/0;");
  const url = await createScratchDatabase();

  await expect(migrate(url, directory)).rejects.toThrow(
    "29990101000000_broken failed and was undone: division by zero",
  );
  expect(await query(url, "select from pg_tables where tablename = 'half'")).toEqual([]);

  await writeFile(path.join(broken, "migration.sql"), "create table half (id int);");
  expect(await migrate(url, directory)).toEqual(["29990101000000_broken"]);
  await rm(directory, { recursive: true });
});

test("a database that cannot be reached is said in one sentence", async () => {
  await expect(migrate("postgresql://postgres@127.0.0.1:1/none")).rejects.toThrow(
    /^the database cannot be reached \(.*ECONNREFUSED.*\): check DATABASE_URL/,
  );
});

async function migrationNames(): Promise<string[]> {
  const entries = await readdir("prisma/migrations", { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
