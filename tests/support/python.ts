import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Kept between runs of the tests, so that only the first one installs. Whoever wants them anew removes the directory. */
const CACHE = path.join(tmpdir(), "throughline-test-pythons");

/** A directory of that name under the cache, made once and whole; of two tests that make it at once, the first one's stays. */
export async function keep(name: string, make: (place: string) => Promise<void>): Promise<string> {
  const place = path.join(CACHE, name);
  if (existsSync(place)) return place;
  const draft = `${place}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await make(draft);
  await rename(draft, place).catch(async (error: Error) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  });
  return place;
}

/** A Python with these packages and no others; throws where it cannot be made. */
export async function pythonOf(packages: readonly string[]): Promise<string> {
  const python = (place: string) => path.join(place, "bin", "python");
  const place = await keep(nameOf(packages.join("-")), async (draft) => {
    await run("python3", ["-m", "venv", draft]);
    await pip(python(draft), packages);
  });
  return python(place);
}

/** Wanted packages as the name of a directory. */
export function nameOf(packages: string): string {
  return packages.replaceAll(/[^\w.]+/g, "-");
}

export async function pip(python: string, words: readonly string[]): Promise<void> {
  await run(python, ["-m", "pip", "install", "--quiet", "--no-compile", ...words], { timeout: 480_000 });
}

/** The same, or null with the reason printed. */
export async function keptPython(what: string, packages: readonly string[]): Promise<string | null> {
  return pythonOf(packages).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`${what} not run, because a Python cannot be prepared: ${reason}`);
    return null;
  });
}

/** The Python of the example, with what it says that it needs. */
export function examplePython(): Promise<string | null> {
  return keptPython("The example is", ["scikit-learn", "numpy"]);
}

/** What is compiled at the first import is kept, even where the machine's variables say otherwise: it takes most of the time. */
export const KEEPS_COMPILED = { PYTHONDONTWRITEBYTECODE: "" };

/** Runs the example against a server as a newcomer would, and returns what it printed. */
export function runExample(python: string, url: string, adminToken: string): Promise<string> {
  const env = { THROUGHLINE_URL: url, THROUGHLINE_ADMIN_TOKEN: adminToken };
  return runPython(python, ["docs/examples/train_and_report.py"], env);
}

/** Runs a script with its arguments and returns what it printed. */
export async function runPython(
  python: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { stdout } = await run(python, [...args], { env: { ...process.env, ...KEEPS_COMPILED, ...env } });
  return stdout.trim();
}
