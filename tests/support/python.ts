import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A throw-away Python with these packages; null, with the reason printed, where it cannot be made. */
export async function preparePython(
  directory: string,
  what = "The example is",
  packages: readonly string[] = ["scikit-learn", "numpy"],
): Promise<string | null> {
  const environment = path.join(directory, "venv");
  const python = path.join(environment, "bin", "python");
  try {
    await run("python3", ["-m", "venv", environment]);
    await run(python, ["-m", "pip", "install", "--quiet", ...packages], { timeout: 480_000 });
    return python;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`${what} not run, because a Python cannot be prepared: ${reason}`);
    return null;
  }
}

/** The same, kept between runs of the tests, so that only the first one installs. */
export async function keptPython(name: string, what: string, packages: readonly string[]): Promise<string | null> {
  const place = path.join(tmpdir(), "throughline-test-pythons", name);
  if (existsSync(path.join(place, "whole"))) return path.join(place, "venv", "bin", "python");
  await mkdir(place, { recursive: true });
  const python = await preparePython(place, what, packages);
  if (python) await mkdir(path.join(place, "whole"), { recursive: true });
  return python;
}

/** Runs the example against a server as a newcomer would, and returns what it printed. */
export async function runExample(python: string, url: string, adminToken: string): Promise<string> {
  const env = { ...process.env, THROUGHLINE_URL: url, THROUGHLINE_ADMIN_TOKEN: adminToken };
  const { stdout } = await run(python, ["docs/examples/train_and_report.py"], { env });
  return stdout;
}

/** Runs a script with its arguments and returns what it printed. */
export async function runPython(
  python: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { stdout } = await run(python, [...args], { env: { ...process.env, ...env } });
  return stdout.trim();
}
