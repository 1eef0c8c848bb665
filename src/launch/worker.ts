import { findSecret } from "./data-directory.ts";
import { LaunchError } from "./launch-error.ts";
import { migrate } from "./migrate.ts";
import { embeddedDatabaseUrl } from "./postgres.ts";
import { readSettings } from "./settings.ts";

/* `npm run worker`: the worker alone, for a program that was started with THROUGHLINE_WORKER=off. Any number may run, on
   the same database, data directory and secret. */

let worker: { stop(): Promise<void> } | undefined;
let stopping = false;
let signalledAt = 0;

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.on("unhandledRejection", (reason) => console.error("an error that nobody handled:", reason));

try {
  const { dataDir, databaseUrl } = readSettings(process.argv.slice(2), process.env);
  const secret = await findSecret(dataDir, process.env.THROUGHLINE_SECRET);
  if (!secret)
    throw new LaunchError(
      `there is no secret in ${dataDir}: start the program there first, or set THROUGHLINE_DATA_DIR or THROUGHLINE_SECRET to its own`,
    );
  Object.assign(process.env, {
    NODE_ENV: "production",
    THROUGHLINE_DATA_DIR: dataDir,
    THROUGHLINE_SECRET: secret,
    DATABASE_URL: databaseUrl ?? embeddedDatabaseUrl(dataDir),
  });
  await migrate(process.env.DATABASE_URL ?? "");
  const { startWorker } = await import("#server/jobs/worker.ts");
  if (stopping) process.exit(0);
  worker = startWorker();
  console.log("The worker is ready");
} catch (error) {
  console.error(error instanceof LaunchError ? `The worker cannot run: ${error.message}` : error);
  process.exit(1);
}

/** The first signal lets what runs come to its end; twice within half a second is one, since npm forwards Ctrl-C. */
function onSignal(): void {
  const again = stopping && performance.now() - signalledAt > 500;
  if (again) process.exit(1);
  if (stopping) return;
  [stopping, signalledAt] = [true, performance.now()];
  console.log("stopping");
  setTimeout(() => process.exit(1), 25_000).unref();
  void worker?.stop().then(() => process.exit(0));
}
