import type { PoolClient } from "pg";
import { DAY_MS, dayOf } from "#server/points/partitions.ts";
import { inTransaction } from "#server/points/pool.ts";
import type { SeriesHour } from "#server/points/rollup-hours.ts";
import { writeWeightedPercentiles } from "#server/points/rollup-percentiles.ts";

type SeriesDay = { seriesId: string; day: number };

/** A day with more points has its percentiles read later, by `rollUpDays`, not at every touch. */
const DENSE_DAY_POINTS = 2_000;

/** A day's counts, sums and extremes come from its hours; its percentiles only from its points. */
export async function rebuildDays(client: PoolClient, hours: readonly SeriesHour[]): Promise<void> {
  const days = [...new Map(hours.map((h) => [`${h.seriesId}/${dayOf(h.hour)}`, dayOfHour(h)])).values()];
  const { rows } = await client.query<SeriesDay & { points: number }>(
    `insert into metric_rollup as r (series_id, level, bucket, points, weight, weighted, sum, min, max, last)
     select d.s, 86400, to_timestamp(d.ms / 1000), sum(h.points), sum(h.weight), sum(h.weighted), sum(h.sum), min(h.min),
       max(h.max), (array_agg(h.last order by h.bucket desc))[1]
     from unnest($1::bigint[], $2::float8[]) as d(s, ms) join metric_rollup h on h.series_id = d.s and h.level = 3600
       and h.bucket >= to_timestamp(d.ms / 1000) and h.bucket < to_timestamp(d.ms / 1000 + 86400) group by d.s, d.ms
     on conflict (series_id, level, bucket) do update set points = excluded.points, weight = excluded.weight,
       weighted = excluded.weighted, sum = excluded.sum, min = excluded.min, max = excluded.max, last = excluded.last
     returning series_id as "seriesId", extract(epoch from bucket)::float8 * 1000 as day, points`,
    [days.map((d) => d.seriesId), days.map((d) => d.day)],
  );
  await writeDayPercentiles(
    client,
    rows.filter((d) => d.points <= DENSE_DAY_POINTS),
  );
  const dense = rows.filter((d) => d.points > DENSE_DAY_POINTS);
  await client.query(
    `insert into dirty_day (series_id, day) select s, to_timestamp(ms / 1000) from unnest($1::bigint[], $2::float8[])
     as u(s, ms) order by 1, 2 on conflict do nothing`,
    [dense.map((d) => d.seriesId), dense.map((d) => d.day)],
  );
}

/**
 * Reads the percentiles of some dense days that changed. Returns how many; 0 when none is left that nobody works on. The
 * series is locked before its day, in the order of `rollUp`: the other way round the two wait for each other.
 */
export async function rollUpDays(limit = 20): Promise<number> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<SeriesDay>(
      `with due as materialized (select series_id, day from dirty_day order by day, series_id limit $1),
       ours as materialized (
         select id from series where id in (select series_id from due) order by id for no key update skip locked)
       delete from dirty_day d using due where d.series_id = due.series_id and d.day = due.day
         and (d.series_id in (select id from ours) or not exists (select 1 from series where id = d.series_id))
       returning d.series_id as "seriesId", extract(epoch from d.day)::float8 * 1000 as day`,
      [limit],
    );
    await writeDayPercentiles(client, rows);
    return rows.length;
  }, 60);
}

async function writeDayPercentiles(client: PoolClient, days: readonly SeriesDay[]): Promise<void> {
  if (days.length === 0) return;
  const starts = days.map((d) => d.day);
  const { rows } = await client.query<SeriesDay>(
    `with fresh as materialized (
       select d.s, d.ms, p.* from unnest($1::bigint[], $2::float8[]) as d(s, ms) cross join lateral (
         select percentile_cont(array[0.5, 0.95]) within group (order by value) as percentiles, bool_or(n <> 1) as uneven
         from metric_point where series_id = d.s and ts >= to_timestamp(d.ms / 1000) and ts < to_timestamp(d.ms / 1000 + 86400)
           and ts >= to_timestamp($3::float8 / 1000) and ts < to_timestamp($4::float8 / 1000)) as p
     ), stored as (
       update metric_rollup r set p50 = percentiles[1], p95 = percentiles[2] from fresh
       where r.series_id = s and r.level = 86400 and r.bucket = to_timestamp(ms / 1000)
     ) select s as "seriesId", ms as day from fresh where uneven`,
    [days.map((d) => d.seriesId), starts, Math.min(...starts), Math.max(...starts) + DAY_MS],
  );
  for (const { seriesId, day } of rows) await writeWeightedPercentiles(client, seriesId, day, [86400]);
}

function dayOfHour({ seriesId, hour }: SeriesHour): SeriesDay {
  return { seriesId, day: dayOf(hour) };
}
