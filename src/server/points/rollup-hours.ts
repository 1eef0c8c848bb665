import type { PoolClient } from "pg";
import { writeWeightedPercentiles } from "#server/points/rollup-percentiles.ts";

/** An hour of a series, in epoch milliseconds. */
export type SeriesHour = { seriesId: string; hour: number };

/** Up to this many points an hour is as short to read raw as by the minute, and minutes are not kept for it. */
const SPARSE_HOUR_POINTS = 60;

/** Rebuilds the hour, and its minutes where it is dense, from the points as they stand. */
export async function rebuildHours(client: PoolClient, hours: readonly SeriesHour[]): Promise<void> {
  const rebuilt = await rebuild(client, 3600, hours);
  const dense = rebuilt.filter((h) => h.points > SPARSE_HOUR_POINTS);
  if (dense.length > 0) await rebuild(client, 60, dense);
  const uneven = rebuilt.filter((h) => h.uneven);
  for (const { seriesId, hour, points } of uneven)
    await writeWeightedPercentiles(client, seriesId, hour, points > SPARSE_HOUR_POINTS ? [60, 3600] : [3600]);
}

type Rebuilt = SeriesHour & { points: number; uneven: boolean };

/** `uneven`: some n is not 1, so that percentile_cont does not know the weights. */
async function rebuild(client: PoolClient, level: 60 | 3600, hours: readonly SeriesHour[]): Promise<Rebuilt[]> {
  const starts = hours.map((h) => h.hour);
  const { rows } = await client.query<Rebuilt>(REBUILD, [
    hours.map((h) => h.seriesId),
    starts,
    level,
    Math.min(...starts),
    Math.max(...starts),
  ]);
  return rows;
}

/** The outer bounds on ts let the planner leave out the other days; within them each hour reads its own stretch. */
const REBUILD = `with fresh as materialized (
    select h.s, h.hour, b.* from (
      select s, to_timestamp(ms / 1000)::timestamptz(0) as hour from unnest($1::bigint[], $2::float8[]) as u(s, ms)
    ) as h cross join lateral (
      select date_bin(make_interval(secs => $3::int), p.ts, timestamptz 'epoch') as bucket, count(*)::int as points,
        sum(p.n) as weight, sum(p.value * p.n) as weighted, sum(p.value) as sum, min(p.value) as min, max(p.value) as max,
        (array_agg(p.value order by p.ts desc))[1] as last,
        percentile_cont(array[0.5, 0.95]) within group (order by p.value) as percentiles, bool_or(p.n <> 1) as uneven
      from metric_point p where p.series_id = h.s and p.ts >= h.hour and p.ts < h.hour + interval '1 hour'
        and p.ts >= to_timestamp($4::float8 / 1000) and p.ts < to_timestamp($5::float8 / 1000) + interval '1 hour'
      group by 1
    ) as b
  ), stored as (
    insert into metric_rollup as r (series_id, level, bucket, points, weight, weighted, sum, min, max, last, p50, p95)
    select s, $3::int, bucket, points, weight, weighted, sum, min, max, last, percentiles[1], percentiles[2] from fresh
    on conflict (series_id, level, bucket) do update set points = excluded.points, weight = excluded.weight,
      weighted = excluded.weighted, sum = excluded.sum, min = excluded.min, max = excluded.max, last = excluded.last,
      p50 = excluded.p50, p95 = excluded.p95
    where (r.points, r.weight, r.weighted, r.sum, r.min, r.max, r.last, r.p50, r.p95) is distinct from (excluded.points,
      excluded.weight, excluded.weighted, excluded.sum, excluded.min, excluded.max, excluded.last, excluded.p50, excluded.p95)
  ) select s as "seriesId", extract(epoch from hour)::float8 * 1000 as hour, sum(points)::int as points,
      bool_or(uneven) as uneven from fresh group by s, hour`;
