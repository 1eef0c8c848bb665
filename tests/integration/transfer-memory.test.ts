import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, expect, test } from "vitest";
import { now } from "#server/clock.ts";
import { connect, disconnect } from "#server/db.ts";
import { ensurePartitions } from "#server/points/partitions.ts";
import { closePointsPool, inTransaction, pointsPool } from "#server/points/pool.ts";
import { openArchiveReader } from "#server/transfer/archive-reader.ts";
import { checkProject } from "#server/transfer/check-project.ts";
import { loadProject } from "#server/transfer/load-project.ts";
import { writeProject } from "#server/transfer/write-project.ts";
import { makeTeam } from "../support/people.ts";

/* What is still reachable while a project goes out and comes in: ten times the rows may not hold more. */

const MB = 2 ** 20;
const FEW = { points: 4_000, events: 600 };
const MANY = { points: 40_000, events: 6_000 };
/** Of each entry in the log, which is then 30 MB long. */
const WORDS = 850;
/** Batches that are full take some megabytes more than those of a small project; holding the lines took 70 MB. */
const MOST_MORE = 35 * MB;
/** Between two looks: each takes as long as the heap is large. */
const PAUSE_MS = 200;

const directory = mkdtempSync(path.join(tmpdir(), "tl-transfer-memory-"));
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

afterAll(async () => {
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

test("ten times the points and ten times the log take no more memory, out and in", { timeout: 120_000 }, async () => {
  await moved(FEW); // what is loaded at first use is there from now on
  const few = await moved(FEW);
  const many = await moved(MANY);
  expect(many.out - few.out).toBeLessThan(MOST_MORE);
  expect(many.in - few.in).toBeLessThan(MOST_MORE);
});

type Size = typeof FEW;

/** How much was reachable at most while it went out, and while it came in. */
async function moved(size: Size): Promise<{ out: number; in: number }> {
  const { project, people } = await makeTeam();
  await fill(project.id, size);
  const file = path.join(directory, `${project.id}.zip`);
  const wanted = { projectId: project.id, artefacts: true, by: "Test", organisation: "Test" };
  const out = await peakWhile((tell) => writeProject(file, wanted, tell));
  const into = await peakWhile(async (tell) => {
    const archive = await openArchiveReader(file);
    const checked = await checkProject(archive, tell);
    const { id } = await connect().projectTransfer.create({
      data: { direction: "in", state: "running", createdByName: "Test", createdAt: now() },
    });
    const slug = await loadProject(
      archive,
      checked,
      { id, actor: people.LD, sha256: "0".repeat(64), wishes: {} },
      tell,
    );
    archive.close();
    expect(await countOf(slug)).toEqual(size);
  });
  return { out, in: into };
}

async function peakWhile(work: (tell: () => void) => Promise<unknown>): Promise<number> {
  let [peak, looked] = [0, 0];
  const look = () => {
    if (performance.now() - looked < PAUSE_MS) return;
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    peak = Math.max(peak, heapUsed + external);
    looked = performance.now();
  };
  const looking = setInterval(look, PAUSE_MS);
  await work(look).finally(() => clearInterval(looking));
  return peak;
}

async function countOf(slug: string): Promise<Size> {
  const { rows } = await pointsPool().query<Size>(
    `select (select count(*)::int from metric_point m join series s on s.id = m.series_id where s.project_id = p.id) as points,
       (select count(*)::int from audit_event where project_id = p.id and action = 'test.filled') as events
     from project p where p.slug = $1`,
    [slug],
  );
  return rows[0] ?? { points: 0, events: 0 };
}

const DAY_MS = 86_400_000;

async function fill(projectId: string, { points, events }: Size): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  await ensurePartitions([today - DAY_MS]);
  await inTransaction(async (client) => {
    await client.query("insert into series (project_id, name, created_at) values ($1, 'load', now())", [projectId]);
    await client.query(
      `insert into metric_point (series_id, ts, value, n)
       select (select id from series where project_id = $1), to_timestamp($2::float8) - make_interval(secs => i), random(), 1
       from generate_series(1, $3::int) i`,
      [projectId, today / 1000, points],
    );
    await client.query(
      `insert into audit_event (id, at, action, actor_kind, actor_name, subject_type, subject_id, project_id, after)
       select gen_random_uuid(), now(), 'test.filled', 'rule', 'Test', 'fact', gen_random_uuid()::text, $1,
         jsonb_build_object('text', repeat('words ', $3)) from generate_series(1, $2::int) i`,
      [projectId, events, WORDS],
    );
  }, 60);
}
