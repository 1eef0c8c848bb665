/* npm run db:migration NAME: writes the next migration, from the schema as last migrated (kept beside the migrations) to
   prisma/schema.prisma. `--check` only compares. No database is needed, and none is touched. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { schemaDiff } from "./schema-diff.ts";

const PRISMA = path.resolve(import.meta.dirname, "../prisma");
const schema = path.join(PRISMA, "schema.prisma");
const migrated = path.join(PRISMA, "migrations", "schema.prisma");

const name = process.argv[2];
const sql = await schemaDiff(existsSync(migrated) ? migrated : null, schema);

if (sql === null) console.log("schema.prisma and the migrations agree");
else if (name && /^[a-z0-9_]+$/.test(name)) write(name, sql);
else {
  console.error(`schema.prisma has no migration yet: npm run db:migration name_in_snake_case\n\n${sql}`);
  process.exitCode = 1;
}

function write(name: string, sql: string): void {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const directory = path.join(PRISMA, "migrations", `${stamp}_${name}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "migration.sql"), sql);
  copyFileSync(schema, migrated);
  console.log(`wrote ${path.relative(process.cwd(), directory)}/migration.sql: read it, then commit it`);
}
