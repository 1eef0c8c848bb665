import { randomBytes } from "node:crypto";
import { access, constants, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { LaunchError } from "./launch-error.ts";

/** Makes the data directory, private to its owner, and checks that it can be written. */
export async function prepareDataDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new LaunchError(
      `the data directory ${directory} cannot be written: give this user the right to, or set THROUGHLINE_DATA_DIR to another one`,
      { cause },
    );
  }
}

/** The key that signs sessions: THROUGHLINE_SECRET, or one that is made at the first start and kept beside the data. */
export async function readSecret(directory: string, given: string | undefined): Promise<string> {
  const found = await findSecret(directory, given);
  if (found) return found;
  const secret = randomBytes(32).toString("hex");
  await writeFile(path.join(directory, FILE), `${secret}\n`, { mode: 0o600, flush: true });
  return secret;
}

export async function findSecret(directory: string, given: string | undefined): Promise<string | null> {
  if (given && given.length < 32)
    throw new LaunchError("THROUGHLINE_SECRET is too short: it needs at least 32 characters");
  return given || (await readFile(path.join(directory, FILE), "utf8").catch(() => "")).trim() || null;
}

const FILE = "secret";
