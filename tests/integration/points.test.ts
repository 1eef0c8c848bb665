import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weightedPercentile } from "#domain/percentile.ts";
import { appendPoints } from "#server/points/append.ts";
import {
  dayOf,
  dropExpiredPartitions,
  ensurePartitions,
  listPartitions,
  makePartitionsAhead,
} from "#server/points/partitions.ts";
import { pointsPool } from "#server/points/pool.ts";
import { chooseLevel, readBuckets } from "#server/points/read.ts";
import { rollUpDays } from "#server/points/rollup-days.ts";
import { rollUp } from "#server/points/rollups.ts";
import { findOrCreateSeries } from "#server/series.ts";
import { DAY, HOUR, hoursAgo } from "../support/metrics.ts";
import { makePerson, makeProject } from "../support/people.ts";

type Point = { t: number; value: number; n: number };
let lastSeries = 1_000_000n;

describe("appending points", () => {
  test("counts new points, points sent again and points that changed", async () => {
    const series = nextSeries();
    const t = hoursAgo(5);
    expect(await append(series, [at(t, 1), at(t + 1000, 2), at(t + 2000, 3)])).toEqual(counts(3, 0, 0));
    expect(await append(series, [at(t, 1), at(t + 1000, 20), at(t + 3000, 4)])).toEqual(counts(1, 1, 1));
    expect(await stored(series)).toEqual([at(t, 1), at(t + 1000, 20), at(t + 2000, 3), at(t + 3000, 4)]);
  });

  test("of one time sent twice in a batch the last wins, and all are counted", async () => {
    const series = nextSeries();
    const t = hoursAgo(5);
    expect(await append(series, [at(t, 1), at(t, 2), at(t, 2)])).toEqual(counts(1, 1, 1));
    expect(await stored(series)).toEqual([at(t, 2)]);
  });

  test("another n is another point", async () => {
    const series = nextSeries();
    const t = hoursAgo(5);
    await append(series, [at(t, 1, 10)]);
    expect(await append(series, [at(t, 1, 11)])).toEqual(counts(0, 0, 1));
  });

  test("a batch that changes nothing leaves no mark for the worker", async () => {
    const series = nextSeries();
    const t = hoursAgo(5);
    await append(series, [at(t, 1)]);
    await rollAll();
    await append(series, [at(t, 1)]);
    expect(await marks(series)).toBe(0);
    await append(series, [at(t, 2)]);
    expect(await marks(series)).toBe(1);
  });

  test("twenty writers of the same points at once lose nothing and count each point once", async () => {
    const series = nextSeries();
    const points = Array.from({ length: 300 }, (_, i) => at(hoursAgo(30) + i * 60_000, i));
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => append(series, shuffled(points, i))));
    expect(sum(results.map((r) => r.accepted))).toBe(300);
    expect(sum(results.map((r) => r.duplicates))).toBe(19 * 300);
    expect(sum(results.map((r) => r.replaced))).toBe(0);
    expect(await stored(series)).toEqual(points);
  });

  test("writers that overwrite each other in opposite order both succeed", async () => {
    const series = nextSeries();
    const points = Array.from({ length: 500 }, (_, i) => at(hoursAgo(40) + i * 60_000, 0));
    await append(series, points);
    const writers = Array.from({ length: 8 }, (_, w) =>
      append(
        series,
        shuffled(points, w).map((p) => ({ ...p, value: w + 1 })),
      ),
    );
    for (const result of await Promise.all(writers)) expect(result.accepted).toBe(0);
    expect((await stored(series)).every(({ value }) => value > 0)).toBe(true);
  });
});

describe("partitions", () => {
  test("an old day gets its partition on demand, from many writers at once", async () => {
    const series = nextSeries();
    const old = dayOf(Date.now()) - 321 * DAY;
    const results = await Promise.all(Array.from({ length: 6 }, (_, i) => append(series, [at(old + i * 1000, i)])));
    expect(sum(results.map((r) => r.accepted))).toBe(6);
    expect((await listPartitions()).filter(({ day }) => day === old)).toHaveLength(1);
  });

  test("a week is made ahead, and making it twice changes nothing", async () => {
    await makePartitionsAhead(Date.now());
    await Promise.all([makePartitionsAhead(Date.now()), makePartitionsAhead(Date.now())]);
    const days = (await listPartitions()).map(({ day }) => day);
    for (let ahead = 0; ahead <= 7; ahead++) expect(days).toContain(dayOf(Date.now()) + ahead * DAY);
    expect(new Set(days).size).toBe(days.length);
  });

  test("retention drops the days that lie wholly before the 400 days, and no other", async () => {
    const series = nextSeries();
    const today = dayOf(Date.now());
    await ensurePartitions([today - 401 * DAY, today - 402 * DAY]);
    await append(series, [at(today - 400 * DAY + 12 * HOUR, 1), at(today - 401 * DAY, 2), at(today - 402 * DAY, 3)]);
    expect(await dropExpiredPartitions(Date.now())).toBe(2);
    expect(await stored(series)).toEqual([at(today - 400 * DAY + 12 * HOUR, 1)]);
    expect(await dropExpiredPartitions(Date.now())).toBe(0);
  });
});

describe("roll-ups", () => {
  test("equal a computation from the points, whatever the order and the repetitions", async () => {
    const point = fc.record({
      t: fc.integer({ min: 0, max: 30 * 3600 }).map((s) => hoursAgo(72) + s * 1000),
      value: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => v + 0), // Postgres keeps no sign of 0
      n: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 50 }) }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(point, { maxLength: 120 }), { maxLength: 5 }), async (batches) => {
        const series = nextSeries();
        const model = new Map<number, Point>();
        for (const batch of batches) {
          await append(series, batch);
          for (const p of batch) model.set(p.t, p);
          if (batch.length % 2 === 0) await rollAll();
        }
        await rollAll();
        const points = [...model.values()].sort((a, b) => a.t - b.t);
        for (const level of [3600, 86400]) expectClose(await rollups(series, level), bruteForce(points, level));
        const dense = points.filter((p) => points.filter((q) => hourOf(q.t) === hourOf(p.t)).length > 60);
        expectClose(await rollups(series, 60), bruteForce(dense, 60));
      }),
      { numRuns: 25 },
    );
  });

  test("minutes are kept only for hours of more than 60 points", async () => {
    const series = nextSeries();
    const t = hoursAgo(10);
    await append(
      series,
      Array.from({ length: 60 }, (_, i) => at(t + i * 1000, i)),
    );
    await append(
      series,
      Array.from({ length: 61 }, (_, i) => at(t + HOUR + i * 1000, i)),
    );
    await rollAll();
    expect((await rollups(series, 60)).map(({ t: bucket }) => hourOf(bucket))).toEqual([t + HOUR, t + HOUR]);
  });

  test("the percentiles of a dense day come from its points", async () => {
    const series = nextSeries();
    const day = dayOf(Date.now()) - 3 * DAY;
    const points = Array.from({ length: 3000 }, (_, i) => at(day + i * 20_000, (i * 7919) % 3000));
    await append(series, points);
    await rollAll();
    expectClose(await rollups(series, 86400), bruteForce(points, 86400));
  });

  test("two workers at once give what one would", async () => {
    const project = await makeProject(await makePerson());
    const known = await findOrCreateSeries(
      project.id,
      ["a", "b", "c", "d"].map((name) => ({ name, labels: {} })),
    );
    const ids = [...known.values()].map(({ id }) => id);
    const points = Array.from({ length: 400 }, (_, i) => at(hoursAgo(50) + i * 90_000, i));
    const writing = (async () => {
      for (let i = 0; i < 400; i += 20) for (const id of ids) await append(id, points.slice(i, i + 20));
    })();
    let ended = false;
    void writing.then(() => {
      ended = true;
    });
    const roll = async () => {
      while (!ended) await rollUp(5);
    };
    await Promise.all([writing, roll(), roll(), roll()]);
    await rollAll();
    for (const id of ids) expectClose(await rollups(id, 3600), bruteForce(points, 3600));
  });
});

describe("reading a chart", () => {
  test.each([
    [0, { points: 5000, hours: 90 }, 30 * DAY, "few points"],
    [60, { points: 9000, hours: 83 }, 5000 * 60_000, "at most 5,000 minutes"],
    [3600, { points: 200_000, hours: 2160 }, 90 * DAY, "more minutes than that"],
    [3600, { points: 4000, hours: 4000 }, 399 * DAY, "a long, thin range"],
    [86400, { points: 9_000_000, hours: 9600 }, 400 * DAY, "more hours than that"],
  ])("takes level %i for %o over %i ms: %s", (level, have, span) => {
    expect(chooseLevel(have, span)).toBe(level);
  });

  test("gives every point its own bucket where they are few", async () => {
    const series = nextSeries();
    const t = hoursAgo(8);
    await append(series, [at(t, 1), at(t + HOUR, 3, 4), at(t + 2 * HOUR, 5)]);
    await rollAll();
    const { level, buckets } = await readBuckets(series, t, t + 3 * HOUR, 500);
    expect(level).toBe(0);
    expect(buckets.map((b) => [b.mean, b.n])).toEqual([
      [1, 1],
      [3, 4],
      [5, 1],
    ]);
    expect(buckets[0]).toMatchObject({ min: 1, max: 1, p50: 1, p95: 1 });
  });

  test.each([60, 3600])(
    "adds up to the same at level %i as the points do",
    async (level) => {
      const series = nextSeries();
      const step = level === 60 ? 20_000 : 400_000;
      const t = hoursAgo((9000 * step) / HOUR + 2);
      const points = Array.from({ length: 9000 }, (_, i) => at(t + i * step, Math.sin(i), 1 + (i % 3)));
      await append(series, points);
      await rollAll();
      const chart = await readBuckets(series, t, t + 9000 * step, 300);
      expect(chart.level).toBe(level);
      expect(chart.buckets.length).toBeLessThanOrEqual(301);
      expect(sum(chart.buckets.map((b) => b.n))).toBe(sum(points.map((p) => p.n)));
      const weighted = sum(chart.buckets.map((b) => (b.mean ?? 0) * b.n));
      expect(weighted).toBeCloseTo(sum(points.map((p) => p.value * p.n)), 6);
      expect(Math.max(...chart.buckets.map((b) => b.max))).toBe(Math.max(...points.map((p) => p.value)));
    },
    60_000,
  );
});

function nextSeries(): bigint {
  lastSeries++;
  return lastSeries;
}

function at(t: number, value: number, n = 1): Point {
  return { t, value, n };
}

function counts(accepted: number, duplicates: number, replaced: number) {
  return { accepted, duplicates, replaced };
}

function append(series: bigint, points: readonly Point[]) {
  const seriesIds = points.map(() => series);
  return appendPoints({
    seriesIds,
    times: points.map((p) => p.t),
    values: points.map((p) => p.value),
    weights: points.map((p) => p.n),
  });
}

async function rollAll(): Promise<void> {
  while ((await rollUp()) > 0);
  while ((await rollUpDays()) > 0);
}

async function stored(series: bigint): Promise<Point[]> {
  const { rows } = await pointsPool().query<Point>(
    "select extract(epoch from ts)::float8 * 1000 as t, value, n from metric_point where series_id = $1 order by ts",
    [series],
  );
  return rows;
}

async function marks(series: bigint): Promise<number> {
  const { rows } = await pointsPool().query("select 1 from dirty_bucket where $1 = any(series_ids)", [series]);
  return rows.length;
}

type Rollup = {
  t: number;
  points: number;
  weight: number;
  weighted: number;
  sum: number;
  min: number;
  max: number;
  last: number;
  p50: number | null;
  p95: number | null;
};

async function rollups(series: bigint, level: number): Promise<Rollup[]> {
  const { rows } = await pointsPool().query<Rollup>(
    `select extract(epoch from bucket)::float8 * 1000 as t, points, weight, weighted, sum, min, max, last, p50, p95
     from metric_rollup where series_id = $1 and level = $2 order by bucket`,
    [series, level],
  );
  return rows;
}

function bruteForce(points: readonly Point[], level: number): Rollup[] {
  const groups = Map.groupBy(points, (p) => Math.floor(p.t / (level * 1000)) * level * 1000);
  return [...groups].map(([t, group]) => {
    const values = group.map((p) => p.value);
    const weights = group.map((p) => p.n);
    return {
      t,
      points: group.length,
      weight: sum(weights),
      weighted: sum(group.map((p) => p.value * p.n)),
      sum: sum(values),
      min: Math.min(...values),
      max: Math.max(...values),
      last: values.at(-1) ?? Number.NaN,
      p50: weightedPercentile(values, weights, 0.5),
      p95: weightedPercentile(values, weights, 0.95),
    };
  });
}

function expectClose(found: readonly Rollup[], wanted: readonly Rollup[]): void {
  expect(found.map(({ t, points, last }) => ({ t, points, last }))).toEqual(
    wanted.map(({ t, points, last }) => ({ t, points, last })),
  );
  for (const [i, want] of wanted.entries())
    for (const field of ["weight", "weighted", "sum", "min", "max", "p50", "p95"] as const) {
      const got = found[i]?.[field];
      if (want[field] === null || got === null || got === undefined) expect(got, field).toBe(want[field]);
      else expect(Math.abs(got - want[field]), field).toBeLessThanOrEqual(1e-9 * Math.max(1e6, Math.abs(want[field])));
    }
}

function hourOf(t: number): number {
  return Math.floor(t / HOUR) * HOUR;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, i) => ({ item, key: (i * 7919 + seed * 104_729) % 65_537 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
