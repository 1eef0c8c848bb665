import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { disconnect } from "#server/db.ts";
import { purgeArtefacts } from "#server/mlflow/artefact-sweep.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { serviceToken } from "../support/api.ts";
import { ask } from "../support/mlflow-rows.ts";
import { makeTeam } from "../support/people.ts";
import { KEEPS_COMPILED, keptPython } from "../support/python.ts";

/* Artefacts in a bucket, on a server of another project that speaks S3. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-bucket-"));
process.env.THROUGHLINE_DATA_DIR = directory;
const python = await keptPython("The bucket is", ["moto[server]"]);

const client = new AwsClient({ accessKeyId: "key", secretAccessKey: "secret", region: "us-east-1", service: "s3" });
let server: ChildProcess | undefined;
let origin: string;

beforeAll(async () => {
  if (!python) return;
  origin = `http://127.0.0.1:${await freePort()}`;
  server = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", new URL(origin).port], {
    stdio: "ignore",
    env: { ...process.env, ...KEEPS_COMPILED },
  });
  await answering(`${origin}/`);
  expect((await client.fetch(`${origin}/bucket`, { method: "PUT" })).status).toBe(200);
  process.env.THROUGHLINE_S3_URL = `${origin}/bucket/artefacts/`;
  process.env.AWS_ACCESS_KEY_ID = "key";
  process.env.AWS_SECRET_ACCESS_KEY = "secret";
}, 600_000);
afterAll(async () => {
  server?.kill();
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

describe.skipIf(!python)("artefacts in a bucket", () => {
  test("are kept there, read, replaced, removed, and gone with their project; nothing stays on our disk", async () => {
    const { project, people } = await makeTeam();
    const token = await serviceToken(people.LD, project.slug, ["ingest"]);
    const at = "/mlflow-artifacts/artifacts/1/r/artifacts/model%20a.bin";
    const bytes = new Uint8Array(3_000_000).map((_, i) => i % 253);
    for (const body of [bytes, bytes.slice(7)])
      expect((await ask(token, project.slug, "PUT", at, { body })).status).toBe(200);
    const keys = await keysIn();
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(new RegExp(`^artefacts/${project.id}/[0-9a-f-]{36}$`));
    const { headers, body } = await ask(token, project.slug, "GET", at);
    expect(headers.get("content-length")).toBe("2999993");
    expect(body.length).toBeGreaterThan(1_000_000);
    expect((await ask(token, project.slug, "DELETE", at)).status).toBe(200);
    expect(await keysIn()).toEqual([]);
    await ask(token, project.slug, "PUT", at, { body: "again" });
    expect(await purgeArtefacts(project.id)).toBe(true);
    expect(await keysIn()).toEqual([]);
    expect(readdirSync(path.join(directory, "artefacts", "incoming"))).toEqual([]);
  });

  test("a bucket that is not there is our fault, and leaves nothing behind", async () => {
    const { project, people } = await makeTeam();
    const token = await serviceToken(people.LD, project.slug, ["ingest"]);
    const before = process.env.THROUGHLINE_S3_URL;
    process.env.THROUGHLINE_S3_URL = `${origin}/nobody-made-this`;
    try {
      const at = "/mlflow-artifacts/artifacts/1/x.txt";
      const answer = await ask(token, project.slug, "PUT", at, { body: "x" });
      expect(answer).toMatchObject({ status: 500, body: { error_code: "INTERNAL_ERROR" } });
      expect(answer.body.message).not.toContain("nobody-made-this");
      expect((await ask(token, project.slug, "GET", at)).status).toBe(404);
      expect(readdirSync(path.join(directory, "artefacts", "incoming"))).toEqual([]);
    } finally {
      process.env.THROUGHLINE_S3_URL = before;
    }
  });
});

async function keysIn(): Promise<string[]> {
  const listed = await (await client.fetch(`${origin}/bucket?list-type=2`)).text();
  return [...listed.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = ""]) => key);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Until somebody answers there: the program says so by nothing else. */
async function answering(url: string): Promise<void> {
  await vi.waitFor(
    () => {
      if (server?.exitCode !== null) throw new Error("the server of the bucket ended");
      return fetch(url);
    },
    { timeout: 25_000, interval: 100 },
  );
}
