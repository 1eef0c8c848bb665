import { spawn } from "node:child_process";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
const LIMIT_MS = 20 * 60_000;

/** Runs a program of node_modules/.bin without input and keeps what it says. One that hangs is ended, with its children. */
export function runCommand(
  [program = "", ...args]: string[],
  env: Record<string, string> = {},
): Promise<{ ok: boolean; output: string }> {
  const bin = path.join(ROOT, "node_modules", ".bin");
  const child = spawn(program, args, {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...env,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: "1",
      NO_COLOR: "1",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  const limit = setTimeout(() => {
    output += `\nended after ${LIMIT_MS / 60_000} minutes`;
    if (child.pid) process.kill(-child.pid, "SIGTERM");
  }, LIMIT_MS);
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ok: false, output: error.message }));
    child.once("close", (code) => {
      clearTimeout(limit);
      resolve({ ok: code === 0, output });
    });
  });
}
