import { DAY_MS, ensurePartitions } from "#server/points/partitions.ts";
import { closePointsPool, inTransaction, pointsPool } from "#server/points/pool.ts";
import { readBuckets } from "#server/points/read.ts";
import { rollUpDays } from "#server/points/rollup-days.ts";
import { rollUp } from "#server/points/rollups.ts";
import { percentiles, timed } from "./load.ts";
import { report } from "./report.ts";
import { type Bench, makeProject } from "./subject.ts";

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const RUNS = 150;

/** 500 buckets over everything that a series has, from ten thousand points to ten million. */
export async function benchCharts(bench: Bench, most: number): Promise<void> {
  await makeProject(bench, "charts");
  const sizes = SIZES.filter((size) => size <= most);
  const p95s: number[] = [];
  for (const size of sizes) {
    const series = await makeSeries(`chart of ${size}`);
    const step = size >= 10_000_000 ? 3_000 : 10_000;
    const from = Math.floor(Date.now() / DAY_MS) * DAY_MS - Math.ceil((size * step) / DAY_MS) * DAY_MS;
    const to = from + size * step;
    await fill(series, from, size, step);
    const { level, buckets } = await readBuckets(series, from, to, 500);
    const { p50, p95 } = await timed(RUNS, () => readBuckets(series, from, to, 500));
    p95s.push(p95);
    report(`chart of ${size.toLocaleString("en")} points (level ${level}, ${buckets.length} buckets): p50`, p50, "ms");
    report(`chart of ${size.toLocaleString("en")} points: p95`, p95, "ms", { most: 20 });
  }
  report("chart: p95 of the largest against the smallest", (p95s.at(-1) ?? 0) / (p95s[0] ?? 1), "", { most: 3 });
  await closePointsPool();
}

async function makeSeries(name: string): Promise<bigint> {
  const { rows } = await pointsPool().query<{ id: string }>(
    "insert into series (project_id, name, created_at) select id, $1, now() from project where slug = 'charts' returning id",
    [name],
  );
  return BigInt(rows[0]?.id ?? 0);
}

/** Written by the database itself, a stretch at a time, then rolled up as the worker would. */
async function fill(series: bigint, from: number, size: number, step: number): Promise<void> {
  const days = Array.from({ length: Math.ceil((size * step) / DAY_MS) + 1 }, (_, i) => from + i * DAY_MS);
  await ensurePartitions(days);
  for (let done = 0; done < size; done += 500_000) {
    await inTransaction(
      (client) =>
        client.query(
          `insert into metric_point select $1::bigint, to_timestamp($2::float8 / 1000 + i * $3::float8 / 1000), sin(i / 1000.0) + i % 7, 1
           from generate_series($4::int, $5::int) as i`,
          [series, from, step, done, Math.min(size, done + 500_000) - 1],
        ),
      120,
    );
  }
  await pointsPool().query(
    `insert into dirty_bucket (hour, min_ts, series_ids) select h, h, array[$1::bigint] from generate_series(to_timestamp($2::float8 / 1000),
       to_timestamp($3::float8 / 1000), interval '1 hour') as h`,
    [series, from, from + size * step],
  );
  const batches: number[] = [];
  for (;;) {
    const start = performance.now();
    if ((await rollUp(200)) === 0) break;
    batches.push(performance.now() - start);
  }
  while ((await rollUpDays()) > 0);
  if (size === SIZES.at(-1)) report("roll-up of 200 dense hours (240,000 points): p50", percentiles(batches).p50, "ms");
}
