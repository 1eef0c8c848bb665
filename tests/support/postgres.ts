import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../../src/launch/migrate.ts";
import { startPostgres } from "../../src/launch/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    templateUrl: string;
    /** Where the files of the demo workspace are kept (demo.ts). */
    demoFiles: string;
  }
}

/** One embedded Postgres for the whole run; every test file clones the migrated `template` database (database.ts). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), "tl-test-"));
  // Nothing here outlives the run, so nothing waits for the disk.
  const postgres = await startPostgres(directory, "template", ["fsync=off", "full_page_writes=off"]);
  await migrate(postgres.url);
  project.provide("templateUrl", postgres.url);
  project.provide("demoFiles", path.join(directory, "demo-files"));
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
