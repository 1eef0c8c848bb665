import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { migrate } from "../../src/launch/migrate.ts";
import { spawnProgram } from "../support/program.ts";
import { createScratchDatabase, query } from "../support/scratch-database.ts";

const directory = mkdtempSync(path.join(tmpdir(), "tl-refusals-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("a start that cannot work says why in one line and ends with a code", () => {
  test("the port is taken", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const address = holder.address();
    const port = address && typeof address === "object" ? address.port : 0;
    await refuses(
      { PORT: String(port) },
      `port ${port} is taken: stop the program that uses it, or set PORT to another`,
    );
    holder.close();
  });

  test("the data directory cannot be made", async () => {
    const file = path.join(directory, "file");
    writeFileSync(file, "in the way");
    await refuses({ THROUGHLINE_DATA_DIR: path.join(file, "data") }, "cannot be written: give this user the right to");
  });

  test("the database does not answer", async () => {
    await refuses({ DATABASE_URL: "postgresql://postgres@127.0.0.1:1/none" }, "the database cannot be reached");
  });

  test("the database is newer than the program", async () => {
    const url = await createScratchDatabase();
    await migrate(url);
    await query(
      url,
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '2999_next', now())",
    );
    await refuses({ DATABASE_URL: url }, "the database is newer than this program (it has migration 2999_next)");
  });

  test("the secret is too short to sign with", async () => {
    await refuses({ THROUGHLINE_SECRET: "short" }, "THROUGHLINE_SECRET is too short: it needs at least 32 characters");
  });
});

async function refuses(env: Record<string, string>, sentence: string): Promise<void> {
  const program = spawnProgram({ THROUGHLINE_DATA_DIR: path.join(directory, "data"), ...env });
  expect(await program.ended).toBe(1);
  const lines = program.output().trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`Throughline cannot run: `);
  expect(lines[0]).toContain(sentence);
}
