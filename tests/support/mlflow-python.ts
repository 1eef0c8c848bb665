import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { KEEPS_COMPILED, keep, nameOf, pip, pythonOf } from "./python.ts";

const run = promisify(execFile);

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
  const python = await pythonOf(SHARED);
  const packages = await keep(nameOf(client), (place) => pip(python, ["--target", place, client]));
  return { python, packages };
}

/** Runs a script with the two variables that lead it here, and returns what its last line says. */
export async function runScript(client: ClientPython, script: string, uri: string, token: string): Promise<unknown> {
  const { stdout } = await run(client.python, [script], {
    timeout: 540_000, // a machine that is busy with other tests; alone it takes half a minute
    maxBuffer: 8 * 1024 * 1024,
    env: {
      ...process.env,
      ...KEEPS_COMPILED,
      PYTHONPATH: client.packages,
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_TOKEN: token,
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: "2",
      MLFLOW_DISABLE_TELEMETRY: "true",
    },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
