import { execFile } from "node:child_process";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { isDraining } from "#server/readiness.ts";
import { openFront } from "../../src/launch/front.ts";

type Answer = { status: number; body: string; headers: IncomingMessage["headers"] };

describe("the front", () => {
  test("before it has a handler it lives, is not ready, and tells a browser to come again", async () => {
    const front = await openFront("127.0.0.1", 0);
    expect((await get(front.port, "/api/health/live")).status).toBe(200);
    expect((await get(front.port, "/api/health/ready")).status).toBe(503);
    const page = await get(front.port, "/portfolio");
    expect(page.status).toBe(503);
    expect(page.body).toContain("Throughline is starting");
    front.server.close();
    front.server.closeAllConnections();
  });

  test("a taken port is said in one sentence", async () => {
    const front = await openFront("127.0.0.1", 0);
    await expect(openFront("127.0.0.1", front.port)).rejects.toThrow(
      `port ${front.port} is taken: stop the program that uses it, or set PORT to another`,
    );
    front.server.close();
  });

  test("a handler that fails is answered with a plain 500, without its message", async () => {
    const front = await openFront("127.0.0.1", 0);
    front.handleWith(() => Promise.reject(new Error("password of the database")));
    const answer = await get(front.port, "/");
    expect(answer.status).toBe(500);
    expect(answer.body).toBe("Something went wrong.\n");
    front.server.close();
    front.server.closeAllConnections();
  });

  test.each([
    ["POST /api/v1/projects", "HTTP/1.1 408 Request Timeout"],
    ["POST /api/v1/importsx", "HTTP/1.1 408 Request Timeout"],
    ["PUT /api/mlflow/card/api/2.0/mlflow-artifacts/artifacts/0/run/model.pkl", "HTTP/1.1 200 OK"],
    ["POST /api/v1/imports", "HTTP/1.1 200 OK"],
  ])("%s, whose body comes slowly, is answered %s", async (what, answer) => {
    const front = await openFront("127.0.0.1", 0, 1_000);
    front.handleWith(async (incoming, response) => {
      await Array.fromAsync(incoming).catch(() => []);
      response.end("done");
    });
    const client = connect(front.port, "127.0.0.1");
    client.write(`${what} HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n`);
    const told = new Promise<string>((resolve) => client.once("data", (data) => resolve(String(data))));
    for (let sent = 0; sent < 6 && !client.destroyed; sent++) {
      client.write("x");
      await pause(250); // never silent for as long as may be, and longer in all
    }
    expect((await told).split("\r\n")[0]).toBe(answer);
    client.destroy();
    front.server.close();
    front.server.closeAllConnections();
  });

  test("draining finishes sixteen requests in flight, and every one of a busy crowd, then closes the port", async () => {
    const front = await openFront("127.0.0.1", 0);
    let received = 0;
    front.handleWith(async (incoming, response) => {
      received++;
      await pause(incoming.url === "/slow" ? 1_500 : 5);
      response.end("done");
    });
    const slow = Array.from({ length: 16 }, () => get(front.port, "/slow"));
    const crowd = sendCrowd(front.port, 8);
    await pause(500);

    const began = performance.now();
    await front.drain();
    expect(isDraining()).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);

    const answers = await Promise.all(slow);
    expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual(Array(16).fill("200 done"));
    expect(answers.every(({ headers }) => headers.connection === "close")).toBe(true);
    const ends = await crowd;
    expect(ends.every(({ answered }) => answered > 10)).toBe(true);
    expect(ends.reduce((sum, { answered }) => sum + answered, 16)).toBe(received);
    // A connection that waits to be accepted while the port closes is reset; no request of it was taken.
    for (const { error } of ends) expect(["ECONNREFUSED", "ECONNRESET"]).toContain(error);
  });
});

function get(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, path, host: "127.0.0.1" }, (incoming) => {
      let body = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      incoming.once("end", () => resolve({ status: incoming.statusCode ?? 0, body, headers: incoming.headers }));
      incoming.once("error", reject);
    });
    outgoing.once("error", reject).end();
  });
}

type End = { answered: number; error: string };

/** Keep-alive clients in a process of their own, each asking again as soon as it was answered, until it is not. */
async function sendCrowd(port: number, size: number): Promise<End[]> {
  const script = `
    import { Agent, get } from "node:http";
    const agent = new Agent({ keepAlive: true });
    const ask = () => new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port: ${port}, path: "/quick", agent }, (incoming) => {
        incoming.on("error", reject).on("end", resolve).resume();
      }).on("error", reject);
    });
    const askUntilRefused = async () => {
      for (let answered = 0; ; answered++) try { await ask(); } catch (error) { return { answered, error: error.code }; }
    };
    console.log(JSON.stringify(await Promise.all(Array.from({ length: ${size} }, askUntilRefused))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout);
}
