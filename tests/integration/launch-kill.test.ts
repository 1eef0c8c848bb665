import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Postgres, startPostgres } from "../../src/launch/postgres.ts";
import { type Program, startProgram, startWorkerProgram } from "../support/program.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { query } from "../support/scratch-database.ts";

const TOKEN = "kill-tests-only-0123456789-abcdefghijklmnopqr";
const BATCHES = 100;
const POINTS = 1_000;
const EVENTS = 2 * BATCHES;
const NAMES = Array.from({ length: EVENTS }, (_, event) => `Event ${event}`);
const DAY_MS = 86_400_000;
/** What a dead worker held is free after 15 seconds, a delivery that it had in hand after 30. */
const HEALING_MS = 180_000;

const directory = mkdtempSync(path.join(tmpdir(), "tl-kill-"));
let postgres: Postgres;
let receiver: Receiver;
let env: Record<string, string>;
let web: Program;
let worker: Omit<Program, "url">;

beforeAll(async () => {
  postgres = await startPostgres(directory, "kill");
  receiver = await startReceiver();
  env = {
    DATABASE_URL: postgres.url,
    THROUGHLINE_DATA_DIR: path.join(directory, "program"),
    THROUGHLINE_DEMO: "0",
    THROUGHLINE_ADMIN_TOKEN: TOKEN,
    THROUGHLINE_WORKER: "off",
    THROUGHLINE_ALLOW_PRIVATE: "127.0.0.1",
  };
  web = await startProgram(env); // it makes the secret that the worker reads
  worker = await startWorkerProgram(env);
}, 300_000);

afterAll(async () => {
  for (const program of [web, worker]) {
    program?.child.kill("SIGTERM");
    await program?.ended;
  }
  await receiver?.close();
  await postgres?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("the worker and the web process are killed amid 200 events and 100,000 points: all that was acknowledged is there once", async () => {
  await post("/projects", { name: "Kill", slug: "kill" });
  await post("/projects/kill/channels", {
    kind: "webhook",
    name: "The other side",
    address: receiver.url,
    types: ["fact.recorded"],
  });
  const sent = sendAll(BATCHES, async (batch) => {
    for (const event of [2 * batch, 2 * batch + 1])
      await post("/projects/kill/data-sources", { ...SOURCE, key: `event-${event}`, name: NAMES[event] });
    await post("/projects/kill/metrics", { series: SERIES, points: pointsOf(batch) });
  });

  await expect.poll(() => Math.min(sent.acknowledged(), receiver.received.length), WITHIN).toBeGreaterThan(20);
  worker.child.kill("SIGKILL");
  web.child.kill("SIGKILL");
  await Promise.all([worker.ended, web.ended]);
  expect(sent.acknowledged()).toBeLessThan(BATCHES);
  [web, worker] = await Promise.all([startProgram(env), startWorkerProgram(env)]);
  await sent.done;

  const first = pointsOf(0)[0]?.[0] ?? 0;
  const stored = await query(
    postgres.url,
    `select count(*)::int as points, sum(value)::float8 as sum, count(distinct ts)::int as moments from metric_point
     where ts >= to_timestamp(${first / 1000})`,
  );
  const total = BATCHES * POINTS;
  expect(stored).toEqual([{ points: total, sum: (total * (total - 1)) / 2, moments: total }]);
  const rolledUp = "select coalesce(sum(points), 0)::int as points from metric_rollup where level = 3600";
  await expect.poll(() => query(postgres.url, rolledUp), WITHIN).toEqual([{ points: total }]);

  await expect.poll(() => new Set(idsReceived()).size, WITHIN).toBe(EVENTS);
  const told = new Map(receiver.received.map(({ headers, body }) => [headers["webhook-id"], JSON.parse(body)]));
  const labels = [...told.values()].map(({ data }) => data.subject.label);
  expect(labels.sort()).toEqual(NAMES.map((name) => `data source “${name}”`).sort());
  const log =
    "select state, count(*)::int as deliveries, count(distinct event_id)::int as events from delivery group by state";
  await expect
    .poll(() => query(postgres.url, log), WITHIN)
    .toEqual([{ state: "delivered", deliveries: EVENTS, events: EVENTS }]);
  const attempts = await query<{ count: number }>(
    postgres.url,
    "select count(*)::int from delivery_attempt where status = 200",
  );
  expect(attempts[0]?.count).toBeLessThanOrEqual(receiver.received.length);

  const orphaned = `select task_identifier from graphile_worker.jobs where locked_by is not null and locked_by <> all(array(
    select unnest(pools) from job_worker where beat_at > now() - interval '15 seconds'))`;
  await expect.poll(() => query(postgres.url, orphaned), WITHIN).toEqual([]);
}, 600_000);

const WITHIN = { timeout: HEALING_MS, interval: 100 };
const SERIES = { name: "kept" };
const SOURCE = {
  ...{ role: "primary", required: true, kind: "table", access: "granted", legal: "cleared" },
  ...{ personalData: "none", availableAtPredictionTime: true },
};
const BEGAN = Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS;

/** Each point has a moment and a value of its own. */
function pointsOf(batch: number): [time: number, value: number][] {
  return Array.from({ length: POINTS }, (_, i) => [BEGAN + (batch * POINTS + i) * 1000, batch * POINTS + i]);
}

/** Four at once, in order; what was not acknowledged is sent again until it is. */
function sendAll(count: number, send: (index: number) => Promise<void>) {
  let next = 0;
  let acknowledged = 0;
  const arrives = (index: number) =>
    send(index).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refused) throw error;
        return false;
      },
    );
  const one = async () => {
    while (next < count) {
      const index = next++;
      while (!(await arrives(index))) await pause(200);
      acknowledged++;
    }
  };
  return { done: Promise.all(Array.from({ length: 4 }, one)), acknowledged: () => acknowledged };
}

/** Nothing that sending it again would mend. */
class Refused extends Error {}

/** What is there already was stored by a request whose answer got lost. */
async function post(where: string, body: unknown): Promise<void> {
  const response = await fetch(`${web.url}/api/v1${where}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.ok || response.status === 409) return;
  const problem = `${where}: ${response.status} ${text}`;
  throw response.status < 500 ? new Refused(problem) : new Error(problem);
}

function idsReceived(): unknown[] {
  return receiver.received.map(({ headers }) => headers["webhook-id"]);
}
