import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { startDraining } from "#server/readiness.ts";
import { ADMIN_TOKEN, call, requestFor } from "../support/api.ts";

/* A database that is not there: nothing listens on the port that it is said to have. */

beforeAll(async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  process.env.DATABASE_URL = `postgresql://nobody@127.0.0.1:${port}/none`;
  process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const token = ADMIN_TOKEN;
const ready = async () => {
  const answer = await api.fetch(requestFor("GET", "/api/health/ready", {}));
  return { status: answer.status, retry: answer.headers.get("retry-after"), body: await answer.json() };
};

test("the process lives, but is not ready, and says which part is missing", async () => {
  expect((await api.fetch(requestFor("GET", "/api/health/live", {}))).status).toBe(200);
  expect(await ready()).toMatchObject({ status: 503, retry: "2", body: { code: "UNAVAILABLE", part: "database" } });
});

test.each([
  ["GET", "/projects"],
  ["GET", "/projects/x"],
  ["POST", "/projects"],
  ["POST", "/projects/x/metrics"],
])("%s %s may be tried again later", async (method, path) => {
  const body = method === "POST" ? { name: "Away" } : undefined;
  const answer = await call(method, path, { token, body });
  expect(answer).toMatchObject({ status: 503, body: { code: "UNAVAILABLE", requestId: expect.any(String) } });
  expect(answer.headers.get("retry-after")).toBe("2");
  expect(JSON.stringify(answer.body)).not.toContain("127.0.0.1");
});

test("a program that is shutting down is not ready", async () => {
  startDraining();
  expect(await ready()).toMatchObject({ status: 503, body: { part: "process" } });
});
