import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { LaunchError } from "./launch-error.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** What a build is made from. The Prisma client is generated from its schema, which stands for it. */
const SOURCES = [
  "src/{app,api,components,domain,lib,server,stages}/**/*",
  "public/**/*",
  "prisma/schema.prisma",
  "{next,postcss}.config.js",
  "{tsconfig,package,package-lock}.json",
];

/** Says which sources the build in .next was made from; written when a build is complete, removed when one begins. */
const STAMP = path.join(ROOT, ".next", "sources.sha256");

export function isBuilt(): boolean {
  try {
    return readFileSync(STAMP, "utf8") === sourcesHash();
  } catch {
    return false;
  }
}

/** Runs `next build` in a process of its own, whose memory goes back when it ends. Stops it when `signal` says so. */
export async function build(signal?: AbortSignal): Promise<void> {
  rmSync(STAMP, { force: true });
  const before = sourcesHash();
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build", ROOT], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
  });
  const { code, output } = await outcomeOf(child);
  if (code !== 0) throw new LaunchError(`the build failed\n${output.split("\n").slice(-60).join("\n")}`);
  writeFileSync(STAMP, before);
}

function outcomeOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

function sourcesHash(): string {
  const hash = createHash("sha256").update(process.version);
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();
  for (const file of files) {
    const full = path.join(ROOT, file);
    if (statSync(full).isFile()) hash.update(`\0${file}\0`).update(readFileSync(full));
  }
  return hash.digest("hex");
}

if (import.meta.main && !isBuilt()) await build();
