import { build, isBuilt } from "./build.ts";
import { prepareDataDirectory, readSecret } from "./data-directory.ts";
import { loadFirstRunData } from "./first-run.ts";
import { type Front, openFront } from "./front.ts";
import { LaunchError } from "./launch-error.ts";
import { migrate } from "./migrate.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { addressOf, readSettings, type Settings } from "./settings.ts";

/* `npm start` and `npm run dev`: one process that starts everything it needs and stops it in the opposite order.
   Only Postgres is a process of its own; what a kill -9 leaves of it, the next start heals. */

type Running = {
  front?: Front;
  worker?: { stop(): Promise<void> };
  closeDoors?: () => Promise<void>;
  postgres?: Promise<Postgres>;
};

/** Longer than draining may take; then something hangs, and we go without it. */
const PATIENCE_MS = 25_000;

const running: Running = {};
const stopping = new AbortController();
const began = performance.now();
let signalledAt = 0;

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => onSignal());
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined); // whoever read it has gone
process.on("uncaughtException", (error) => void giveUp(error));
process.on("unhandledRejection", (reason) => console.error("an error that nobody handled:", reason));

try {
  await start(readSettings(process.argv.slice(2), process.env));
} catch (error) {
  await giveUp(error);
}

async function start(settings: Settings): Promise<void> {
  const { dev, host, dataDir } = settings;
  running.front = await openFront(host, settings.port);
  const address = addressOf({ ...settings, port: running.front.port });
  await prepareDataDirectory(dataDir);
  // Before React, Next or any module of ours that looks at them is loaded.
  Object.assign(process.env, {
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(running.front.port),
    HOST: host,
    THROUGHLINE_DATA_DIR: dataDir,
    THROUGHLINE_DEMO: settings.demo ? "1" : "0",
    THROUGHLINE_SECRET: await readSecret(dataDir, process.env.THROUGHLINE_SECRET),
  });
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(dataDir));
  process.env.DATABASE_URL = databaseUrl;
  for (const name of await migrate(databaseUrl)) say(`migrated ${name}`);
  await Promise.all([settings.demo && tellDemo(databaseUrl), dev || ensureBuild()]);

  const { openDoors } = await import("./doors.ts");
  const https = address.startsWith("https:");
  running.closeDoors = await openDoors(running.front, { dev, host, https, trustProxy: settings.trustProxy });
  if (settings.worker) running.worker = (await import("#server/jobs/worker.ts")).startWorker();
  const { demoSignIns } = await import("./demo-sign-ins.ts");
  const signIns = await demoSignIns();
  say(`Throughline is ready at ${address}`);
  for (const line of signIns) console.log(line);
}

async function startDatabase(dataDir: string): Promise<string> {
  running.postgres = startPostgres(dataDir); // known before it runs, so that a signal in this moment stops it too
  const postgres = await running.postgres;
  postgres.lost.catch(giveUp);
  say("Postgres is running");
  return postgres.url;
}

async function tellDemo(url: string): Promise<void> {
  await loadFirstRunData(url, async () => {
    say("loading the demo workspace");
    const { seedDemo } = await import("../../prisma/seed.ts");
    await seedDemo();
  });
}

async function ensureBuild(): Promise<void> {
  if (isBuilt()) return;
  say("building once, about a minute");
  await build(stopping.signal);
  say("built");
}

/** The first signal drains, a second one is in earnest. Ctrl-C under npm sends the same one twice: that is one. */
function onSignal(): void {
  const again = performance.now() - signalledAt > 500;
  if (stopping.signal.aborted) {
    if (again) endAtOnce(1);
    return;
  }
  signalledAt = performance.now();
  say("stopping");
  void stop(0);
}

async function giveUp(error: unknown): Promise<void> {
  if (stopping.signal.aborted) return; // whatever breaks while we stop, breaks because we stop
  console.error(error instanceof LaunchError ? `Throughline cannot run: ${error.message}` : error);
  await stop(1);
}

async function stop(code: number): Promise<void> {
  stopping.abort();
  setTimeout(() => endAtOnce(code || 1), PATIENCE_MS).unref();
  const { front, worker, closeDoors } = running;
  const postgres = await running.postgres?.catch(() => undefined);
  for (const step of [front?.drain, worker?.stop, closeDoors, postgres?.stop]) await step?.().catch(console.error);
  process.exit(code);
}

/** Without a word to anybody but Postgres, which would otherwise stay behind until the next start. */
function endAtOnce(code: number): void {
  void running.postgres?.then(({ abort }) => abort());
  setImmediate(() => process.exit(code));
}

function say(sentence: string): void {
  console.log(`${sentence} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}
