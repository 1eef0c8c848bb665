import { execFile } from "node:child_process";
import { mkdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Kept between runs of the tests, so that only the first one installs. Whoever wants it anew removes the directory. */
const CACHE = path.join(tmpdir(), "throughline-test-pythons");

/** A Python, and where its MLflow client lies beside what all clients share. */
export type ClientPython = { python: string; packages: string };

/** The Pythons of several MLflow clients; null, with the reason printed, for one that cannot be had. */
export async function pythonsWith(clients: readonly string[]): Promise<(ClientPython | null)[]> {
  const found: (ClientPython | null)[] = [];
  for (const client of clients)
    found.push(await pythonWith(client).catch((error: unknown) => unavailable(client, error)));
  return found;
}

function unavailable(client: string, error: unknown): null {
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  console.log(`${client} is not asked, because it cannot be had here: ${reason}`);
  return null;
}

/** What the scripts and every client need; the newest keeps models of scikit-learn with skops. */
const SHARED = ["scikit-learn", "pandas", "skops", "pytest"];

async function pythonWith(client: string): Promise<ClientPython> {
  const shared = await made(SHARED.join("-"), async (place) => {
    await run("python3", ["-m", "venv", place]);
    await pip(path.join(place, "bin", "python"), SHARED);
  });
  const python = path.join(shared, "bin", "python");
  const packages = await made(client.replaceAll(/[^\w.]+/g, "-"), (place) => pip(python, ["--target", place, client]));
  return { python, packages };
}

/** Whole or not at all: two runs of the tests may want it at once. */
async function made(name: string, make: (place: string) => Promise<void>): Promise<string> {
  const place = path.join(CACHE, name);
  const done = path.join(place, "whole");
  if (await isThere(done)) return place;
  const draft = `${place}.${process.pid}`;
  await mkdir(CACHE, { recursive: true });
  await make(draft);
  await mkdir(path.join(draft, "whole"));
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
  return place;
}

async function isThere(place: string): Promise<boolean> {
  return run("test", ["-d", place]).then(
    () => true,
    () => false,
  );
}

async function pip(python: string, words: readonly string[]): Promise<void> {
  await run(python, ["-m", "pip", "install", "--quiet", "--no-compile", ...words], { timeout: 300_000 });
}

/** Runs a script with the two variables that lead it here, and returns what its last line says. */
export async function runScript(client: ClientPython, script: string, uri: string, token: string): Promise<unknown> {
  const { stdout } = await run(client.python, [script], {
    timeout: 540_000, // a machine that is busy with other tests; alone it takes half a minute
    maxBuffer: 8 * 1024 * 1024,
    env: {
      ...process.env,
      PYTHONPATH: client.packages,
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_TOKEN: token,
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: "2",
      MLFLOW_DISABLE_TELEMETRY: "true",
    },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
