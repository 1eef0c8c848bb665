import { defineConfig } from "prisma/config";

// `prisma generate` never runs the schema engine, yet downloads it first; point it at a file that exists instead.
// Every other prisma command is left alone, and still fetches its engine on a machine that can.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
