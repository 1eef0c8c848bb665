import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A throw-away Python with what the example needs; null, with the reason printed, where it cannot be made. */
export async function preparePython(directory: string): Promise<string | null> {
  const environment = path.join(directory, "venv");
  const python = path.join(environment, "bin", "python");
  try {
    await run("python3", ["-m", "venv", environment]);
    await run(python, ["-m", "pip", "install", "--quiet", "scikit-learn", "numpy"], { timeout: 240_000 });
    return python;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`The example is not run, because its Python cannot be prepared: ${reason}`);
    return null;
  }
}

/** Runs the example against a server as a newcomer would, and returns what it printed. */
export async function runExample(python: string, url: string, adminToken: string): Promise<string> {
  const env = { ...process.env, THROUGHLINE_URL: url, THROUGHLINE_ADMIN_TOKEN: adminToken };
  const { stdout } = await run(python, ["docs/examples/train_and_report.py"], { env });
  return stdout;
}
