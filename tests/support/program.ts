import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

export type Program = {
  child: ChildProcess;
  /** Where it answers; known when it says that it is ready. */
  url: string;
  ended: Promise<number | null>;
  output: () => string;
};

/** `npm start` or `npm run worker` as people run them, in a process of its own, on a free port and a directory of the test. */
export function spawnProgram(env: Record<string, string>, what: "start" | "worker" = "start"): Omit<Program, "url"> {
  const child = spawn(process.execPath, [`src/launch/${what}.ts`], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: "", THROUGHLINE_SECRET: "", PORT: "0", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, output: () => output };
}

export async function startProgram(env: Record<string, string>): Promise<Program> {
  const program = spawnProgram(env);
  const url = await new Promise<string>((resolve, reject) => {
    program.child.stdout?.on("data", () => {
      const found = /is ready at (\S+)/.exec(program.output())?.[1];
      if (found) resolve(found);
    });
    void program.ended.then((code) =>
      reject(new Error(`the program ended (${code}) before it was ready\n${program.output()}`)),
    );
  });
  return { ...program, url };
}

export async function startWorkerProgram(env: Record<string, string>): Promise<Omit<Program, "url">> {
  const program = spawnProgram(env, "worker");
  await new Promise<void>((resolve, reject) => {
    program.child.stdout?.on("data", () => {
      if (program.output().includes("The worker is ready")) resolve();
    });
    void program.ended.then((code) => reject(new Error(`the worker ended (${code})\n${program.output()}`)));
  });
  return program;
}

export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, "pg", "postmaster.pid"), "utf8").split("\n")[0]);
}
