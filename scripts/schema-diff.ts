import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";

/**
 * The SQL that leads from one Prisma schema file (null: an empty database) to another; null where nothing differs.
 * Prisma's own schema engine as WASM, from file to file: no database, no downloaded program.
 */
export async function schemaDiff(from: string | null, to: string): Promise<string | null> {
  const schemaEngine = await loadEngine();
  const diff = await schemaEngine.diff({
    from: from ? target(from) : { tag: "empty" },
    to: target(to),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return diff.exitCode === 0 ? null : (diff.stdout ?? "");
}

function target(file: string) {
  return { tag: "schemaDatamodel" as const, files: [{ path: file, content: readFileSync(file, "utf8") }] };
}

async function loadEngine() {
  const module = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(module.replace(/js$/, "wasm"));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), importsOfEngine());
  engine.__wbg_set_wasm(exports);
  if (typeof exports.__wbindgen_start === "function") exports.__wbindgen_start();
  const connect = async () => noDatabase();
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "none",
    connect,
    connectToShadowDb: connect,
  });
  return engine.SchemaEngine.new({ datamodels: undefined }, () => undefined, factory);
}

/** The module's functions are what its WASM half imports; their types say less. */
function importsOfEngine(): WebAssembly.Imports {
  return { "./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports };
}

/** The engine asks a "database" for its version once, and nothing else: the other methods are never reached. */
function noDatabase(): SqlDriverAdapter {
  const version = {
    columnNames: ["exists", "version", "numeric_version"],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, "PostgreSQL 18.0", 180000]],
  };
  return {
    provider: "postgres",
    adapterName: "none",
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    queryRaw: async () => version,
    executeRaw: async () => 0,
    executeScript: async () => undefined,
    startTransaction: () => Promise.reject(new Error("there is no database here")),
    dispose: async () => undefined,
  };
}
