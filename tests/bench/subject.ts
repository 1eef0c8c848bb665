import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { startPostgres } from "../../src/launch/postgres.ts";
import { post } from "./load.ts";

/** What is measured and what it is measured against: two servers on one embedded Postgres with its shipped settings. */
export type Bench = {
  databaseUrl: string;
  product: string;
  bare: string;
  token: string;
  stop(): Promise<void>;
};

export async function startBench({ apiOnly }: { apiOnly: boolean }): Promise<Bench> {
  const directory = await mkdtemp(path.join(tmpdir(), "tl-bench-"));
  const postgres = await startPostgres(directory, "bench");
  const bareUrl = await createDatabase(postgres.url, "bare");
  const token = randomBytes(32).toString("hex");
  const env = {
    ...{
      NODE_ENV: "production",
      PORT: "0",
      THROUGHLINE_DEMO: "0",
      THROUGHLINE_DATA_DIR: path.join(directory, "program"),
    },
    ...{
      DATABASE_URL: postgres.url,
      THROUGHLINE_ADMIN_TOKEN: token,
      THROUGHLINE_SECRET: randomBytes(32).toString("hex"),
      LOG_LEVEL: "error",
    },
  };
  const product = await startServer(apiOnly ? "tests/bench/api-server.ts" : "src/launch/start.ts", env);
  const bare = await startServer("tests/bench/bare-server.ts", { BENCH_DATABASE_URL: bareUrl });
  process.env.DATABASE_URL = postgres.url;
  return {
    ...{ databaseUrl: postgres.url, product: product.url, bare: bare.url, token },
    async stop() {
      await Promise.all([product, bare].map(({ child }) => ended(child)));
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function makeProject({ product, token }: Bench, slug: string): Promise<void> {
  const body = JSON.stringify({ name: slug, slug });
  await post(product, { path: "/api/v1/projects", body, headers: { authorization: `Bearer ${token}` } });
}

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function startServer(file: string, env: Record<string, string>): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [file], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk;
      const found = /is ready at (\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.once("close", (code) => reject(new Error(`${file} ended (${code})\n${output}`)));
  });
  return { url, child };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("close", () => resolve());
    child.kill("SIGTERM");
  });
}
