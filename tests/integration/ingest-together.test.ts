import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disconnect } from "#server/db.ts";
import { appendPoints } from "#server/points/append.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { answerApi } from "../../src/launch/machine-door.ts";
import { requestFor, serviceToken } from "../support/api.ts";
import { HOUR, hoursAgo } from "../support/metrics.ts";
import { makeTeam } from "../support/people.ts";

/* Requests of few points share a statement; none may notice. Through the machine door, as launched. */

type Counts = { accepted: number; duplicates: number; replaced: number };

let server: Server;
let base: string;
let slug: string;
let token: string;

beforeAll(async () => {
  const { project, people } = await makeTeam();
  slug = project.slug;
  token = await serviceToken(people.LD, slug, ["ingest"]);
  server = createServer(answerApi).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await closePointsPool();
  await disconnect();
});

async function send(name: string, points: unknown, as = token) {
  const { method, headers, url } = requestFor("POST", `/api/v1/projects/${slug}/metrics`, { token: as, body: {} });
  const body = JSON.stringify({ series: { name }, points });
  const answer = await fetch(base + new URL(url).pathname, { method, headers, body });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

async function stored(name: string): Promise<{ t: number; value: number }[]> {
  const { rows } = await pointsPool().query<{ t: number; value: number }>(
    `select extract(epoch from p.ts)::float8 * 1000 as t, p.value from metric_point p join series s on s.id = p.series_id
     where s.name = $1 order by p.ts`,
    [name],
  );
  return rows;
}

function total(answers: readonly { body: Counts }[]): Counts {
  const sum = (of: keyof Counts) => answers.reduce((all, { body }) => all + body[of], 0);
  return { accepted: sum("accepted"), duplicates: sum("duplicates"), replaced: sum("replaced") };
}

describe("single points that arrive at once", () => {
  test("of one series: all are stored, each is told so", async () => {
    const start = hoursAgo(5);
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => send("many", [[start + i * 1000, i]])));
    for (const { status, body } of answers)
      expect({ status, ...body }).toEqual({
        status: 202,
        ...{ accepted: 1, duplicates: 0, replaced: 0, refused: [], criteria: [] },
      });
    expect(await stored("many")).toEqual(Array.from({ length: 60 }, (_, i) => ({ t: start + i * 1000, value: i })));
  });

  test("the same point twenty times: accepted once, otherwise a duplicate", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send("same", [[hoursAgo(5), 1]])));
    expect(total(answers)).toEqual({ accepted: 1, duplicates: 19, replaced: 0 });
    expect(await stored("same")).toHaveLength(1);
  });

  test("twenty values for one moment: accepted once, each later one replaces", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => send("contested", [[hoursAgo(5), i]])));
    expect(total(answers)).toEqual({ accepted: 1, duplicates: 0, replaced: 19 });
    expect(await stored("contested")).toHaveLength(1);
  });

  test("new, repeated and replaced ones side by side: each hears of its own", async () => {
    const start = hoursAgo(6);
    const old = Array.from({ length: 30 }, (_, i) => [start + i * 1000, 1] as const);
    await send("mixed", old);
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, i) => send("mixed", [[start + i * 1000, i % 2 === 0 ? 1 : 2]])),
    );
    for (const [i, { body }] of answers.entries()) {
      const kind = i >= 30 ? "accepted" : i % 2 === 0 ? "duplicates" : "replaced";
      expect([i, body[kind], body.accepted + body.duplicates + body.replaced]).toEqual([i, 1, 1]);
    }
    expect(await stored("mixed")).toHaveLength(90);
  });

  test("good ones stand beside a bad point, a bad body and a bad token", async () => {
    const start = hoursAgo(7);
    const good = Array.from({ length: 20 }, (_, i) => send("beside", [[start + i * 1000, i]]));
    const bad = [
      send("beside", [
        [start + HOUR, 1],
        [start, "x"],
      ]),
      send("beside", "no list"),
      send("beside", [[start + 2 * HOUR, 1]], "no-such-token"),
    ];
    const [half, unreadable, stranger] = await Promise.all(bad);
    expect(half).toMatchObject({ status: 202, body: { accepted: 1, refused: [{ index: 1 }] } });
    expect(unreadable).toMatchObject({ status: 422, body: { code: "INVALID" } });
    expect(stranger).toMatchObject({ status: 401, body: { code: "UNAUTHENTICATED" } });
    expect(total(await Promise.all(good))).toEqual({ accepted: 20, duplicates: 0, replaced: 0 });
    expect(await stored("beside")).toHaveLength(21);
  });

  test("days without a partition are made on the way", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => send("backfill", [[hoursAgo(24 * (300 + i)), i]])),
    );
    expect(total(answers)).toEqual({ accepted: 12, duplicates: 0, replaced: 0 });
  });

  test("small requests beside large ones over the same points count each point once", async () => {
    const start = hoursAgo(9);
    const points = Array.from({ length: 500 }, (_, i) => [start + i * 1000, i] as const);
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => send("sizes", points)),
      ...points.slice(0, 100).map((point) => send("sizes", [point])),
    ]);
    expect(total(answers)).toEqual({ accepted: 500, duplicates: 1600, replaced: 0 });
  });
});

test("a point that the database refuses does not take its neighbours with it", async () => {
  const column = (seriesId: bigint, time: number) => ({
    seriesIds: [seriesId],
    times: [time],
    values: [1],
    weights: [1],
  });
  const beyondBigint = 2n ** 64n;
  const outcomes = await Promise.allSettled([
    appendPoints(column(7_000_001n, hoursAgo(3))),
    appendPoints(column(beyondBigint, hoursAgo(3))),
    appendPoints(column(7_000_002n, hoursAgo(3))),
  ]);
  expect(outcomes).toMatchObject([
    { status: "fulfilled", value: { accepted: 1 } },
    { status: "rejected", reason: { code: "22003" } },
    { status: "fulfilled", value: { accepted: 1 } },
  ]);
});

test("the answer is one piece with its length, beside the headers of the front", async () => {
  const { headers, body } = await send("length", [[hoursAgo(2), 1]]);
  expect(Number(headers.get("content-length"))).toBe(Buffer.byteLength(JSON.stringify(body)));
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("transfer-encoding")).toBeNull();
});
