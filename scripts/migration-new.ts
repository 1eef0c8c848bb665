/* Writes the next migration: prisma/migrations/schema.prisma (as last migrated) -> prisma/schema.prisma.
   Prisma's own schema engine as WASM, from schema to schema: no database, no downloaded binary. `--check` only compares. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";

const dir = "prisma/migrations", wanted = "prisma/schema.prisma", migrated = path.join(dir, "schema.prisma");
const wasm = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/js$/, "wasm");
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), { "./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports });
engine.__wbg_set_wasm(exports);
(exports.__wbindgen_start as () => void)();

// the engine asks a "database" for its version once, and nothing else
const database = {
  provider: "postgres", adapterName: "none", getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
  queryRaw: async () => ({ columnNames: ["exists", "version", "numeric_version"], columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32], rows: [[true, "PostgreSQL 18.0", 180000]] }),
  dispose: async () => {}, executeScript: async () => {}, executeRaw: async () => 0, startTransaction: () => Promise.reject(new Error("none")),
} as unknown as SqlDriverAdapter;
const factory = bindMigrationAwareSqlAdapterFactory({ provider: "postgres", adapterName: "none", connect: async () => database, connectToShadowDb: async () => database });

const target = (file: string) => ({ tag: "schemaDatamodel" as const, files: [{ path: file, content: readFileSync(file, "utf8") }] });
const diff = await (await engine.SchemaEngine.new({ datamodels: undefined }, () => {}, factory)).diff({
  from: existsSync(migrated) ? target(migrated) : { tag: "empty" }, to: target(wanted),
  script: true, exitCode: true, filters: { externalTables: [], externalEnums: [] },
});

const name = process.argv[2];
if (diff.exitCode === 0) console.log("schema.prisma and migrations agree");
else if (!name || name === "--check") { console.error(`schema.prisma has no migration yet: npm run db:migration <name>\n\n${diff.stdout}`); process.exitCode = 1; }
else {
  const to = path.join(dir, `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`);
  mkdirSync(to, { recursive: true });
  writeFileSync(path.join(to, "migration.sql"), diff.stdout ?? "");
  writeFileSync(path.join(dir, "migration_lock.toml"), 'provider = "postgresql"\n');
  copyFileSync(wanted, migrated);
  console.log(`wrote ${to}/migration.sql - read it, then commit it`);
}
