import type { PoolClient } from "pg";
import { oweWindows } from "#server/points/owed-windows.ts";
import { inTransaction } from "#server/points/pool.ts";
import { rebuildDays } from "#server/points/rollup-days.ts";
import { rebuildHours, type SeriesHour } from "#server/points/rollup-hours.ts";

type Claim = SeriesHour & { minTs: number };

/** Marks taken at once, and hours of series rebuilt at once: what goes beyond is marked again, so that no step is long. */
const CLAIM_MARKS = 2_000;
const MOST_HOURS = 500;
const STEP_MS = 250;
const LEAST_HOURS = 4;

/**
 * Hours of series that are only drawn, taken in one step: an hour may hold one point or a hundred thousand, and alerts
 * wait for the step to end. The last step tells how many the next can afford.
 */
let drawnAtOnce = LEAST_HOURS;

/**
 * Takes a share of the touched hours and brings everything that follows from their points up to date: the roll-ups of
 * the minute, hour and day, the series' last point, and the windows that its criteria owe. One transaction, so a worker
 * that dies gives its share back. Returns how many hours of series it rebuilt; 0 when nothing is left.
 */
export async function rollUp(limit = CLAIM_MARKS): Promise<number> {
  const began = performance.now();
  const rebuilt = await inTransaction(async (client) => {
    const claims = await claim(client, limit);
    if (claims.length === 0) return 0;
    await lockSeries(client, claims);
    await rebuildHours(client, claims);
    await rebuildDays(client, claims);
    await rememberLast(client, claims);
    await oweWindows(client, claims);
    return claims.length;
  }, 60);
  if (rebuilt > 0) drawnAtOnce = affordable(rebuilt, performance.now() - began);
  return rebuilt;
}

/** At most twice as many as now, since a step of few hours tells little about one of many. */
function affordable(rebuilt: number, tookMs: number): number {
  const fitting = Math.floor((rebuilt * STEP_MS) / tookMs);
  return Math.max(LEAST_HOURS, Math.min(MOST_HOURS, 2 * drawnAtOnce, fitting));
}

/**
 * All that criteria judge, and a little of what is only drawn: an alert must not wait for charts. Another worker's rows
 * are passed over; a mark left while we work is a new row, and ours to find next time.
 */
async function claim(client: PoolClient, limit: number): Promise<Claim[]> {
  const { rows } = await client.query<Claim>(
    `with taken as (
       delete from dirty_bucket where ctid = any(array(select ctid from dirty_bucket limit $1 for update skip locked))
       returning hour, min_ts, series_ids
     ), hours as (
       select *, row_number() over (partition by judged order by hour, id) <= case when judged then $2::int else $3::int end as ours
       from (
         select id, hour, min(min_ts) as min_ts,
           exists (select 1 from criterion c where c.series_id = marked.id and c.removed_at is null) as judged
         from taken cross join unnest(series_ids) as marked(id) group by id, hour
       ) as touched
     ), left_over as (
       insert into dirty_bucket (hour, min_ts, series_ids)
       select hour, min(min_ts), array_agg(id) from hours where not ours group by hour
     )
     select id as "seriesId", extract(epoch from hour)::float8 * 1000 as hour,
       extract(epoch from min_ts)::float8 * 1000 as "minTs" from hours where ours order by id, hour`,
    [limit, MOST_HOURS, drawnAtOnce],
  );
  return rows;
}

/** Two workers on one series take turns, so that the later one also reads the later points. */
async function lockSeries(client: PoolClient, claims: readonly Claim[]): Promise<void> {
  const ids = [...new Set(claims.map((c) => c.seriesId))];
  await client.query("select 1 from series where id = any($1::bigint[]) order by id for no key update", [ids]);
}

/** Only forward: a late point is never the last one. */
async function rememberLast(client: PoolClient, claims: readonly Claim[]): Promise<void> {
  const newest = new Map<string, number>();
  for (const { seriesId, hour } of claims) newest.set(seriesId, Math.max(hour, newest.get(seriesId) ?? hour));
  await client.query(
    `update series set last_point_at = p.ts, last_value = p.value
     from unnest($1::bigint[], $2::float8[]) as t(id, hour)
     cross join lateral (
       select ts, value from metric_point where series_id = t.id and ts >= to_timestamp(t.hour / 1000)
         and ts < to_timestamp(t.hour / 1000) + interval '1 hour'
         and ts >= to_timestamp($3::float8 / 1000) and ts < to_timestamp($4::float8 / 1000) + interval '1 hour'
       order by ts desc limit 1) as p
     where series.id = t.id and (series.last_point_at is null or p.ts >= series.last_point_at)
       and (series.last_point_at, series.last_value) is distinct from (p.ts, p.value)`,
    [[...newest.keys()], [...newest.values()], Math.min(...newest.values()), Math.max(...newest.values())],
  );
}
