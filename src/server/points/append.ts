import { dayOf, ensurePartitions } from "#server/points/partitions.ts";
import { codeOf, isTransient, pointsPool } from "#server/points/pool.ts";

/** Columns rather than rows: they travel as four arrays. Times in epoch milliseconds. */
export type PointColumns = { seriesIds: bigint[]; times: number[]; values: number[]; weights: number[] };

/** accepted + duplicates + replaced = the points handed in. */
export type AppendCounts = { accepted: number; duplicates: number; replaced: number };

/**
 * Stores points durably and marks the hours that they touched, in the same statement, for the worker.
 * Same series and time: the last received wins; the same value again changes nothing, not even a mark.
 * Tried again after a lost race, a restarted server or a day without a partition: sending twice is harmless.
 */
export async function appendPoints(points: PointColumns): Promise<AppendCounts> {
  if (points.times.length === 0) return { accepted: 0, duplicates: 0, replaced: 0 };
  const batch = settle(points);
  const parameters = [list(batch.seriesIds), list(batch.times), list(batch.values), list(batch.weights)];
  const accepted = await insistently(batch.times, INSERT, parameters);
  const rest = batch.times.length - accepted;
  if (rest === 0) return { accepted, duplicates: batch.repeated, replaced: batch.overtaken };
  const bounds = [Math.min(...batch.times), Math.max(...batch.times)];
  const replaced = await insistently(batch.times, REPLACE, [...parameters, ...bounds]);
  return { accepted, duplicates: rest - replaced + batch.repeated, replaced: replaced + batch.overtaken };
}

const INPUT = `select s, to_timestamp(t / 1000.0)::timestamptz(3) as ts, v, w
  from unnest($1::bigint[], $2::float8[], $3::float8[], $4::float8[]) as u(s, t, v, w)`;

/** One row an hour, whatever the number of series. */
const MARK = `insert into dirty_bucket (hour, min_ts, series_ids)
  select date_bin('1 hour', ts, timestamptz 'epoch'), min(ts), array_agg(distinct series_id) from touched group by 1`;

const INSERT = `with touched as (
    insert into metric_point (series_id, ts, value, n) ${INPUT}
    on conflict (series_id, ts) do nothing returning series_id, ts
  ), marked as (${MARK}) select count(*)::int as touched from touched`;

/**
 * Only for the points that were there already. It reads before it writes, point by point (the LIMIT keeps the planner
 * from scanning a day): ON CONFLICT DO UPDATE would lock, and so rewrite, every unchanged row of a batch sent twice.
 */
const REPLACE = `with input as (${INPUT}), changed as (
    select input.* from input cross join lateral (
      select p.value, p.n from metric_point p where p.series_id = input.s and p.ts = input.ts
        and p.ts between to_timestamp($5::float8 / 1000.0) and to_timestamp($6::float8 / 1000.0) limit 1
    ) as stored where (stored.value, stored.n) is distinct from (input.v, input.w)
  ), touched as (
    insert into metric_point (series_id, ts, value, n) select s, ts, v, w from changed
    on conflict (series_id, ts) do update set value = excluded.value, n = excluded.n
      where (metric_point.value, metric_point.n) is distinct from (excluded.value, excluded.n)
    returning series_id, ts
  ), marked as (${MARK}) select count(*)::int as touched from touched`;

async function insistently(times: readonly number[], statement: string, parameters: unknown[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { rows } = await pointsPool().query<{ touched: number }>(statement, parameters);
      return rows[0]?.touched ?? 0;
    } catch (error) {
      if (attempt >= 6) throw error;
      if (codeOf(error) === "23514") await ensurePartitions([...new Set(times.map(dayOf))]);
      else if (isTransient(error)) await pause(2 ** attempt * 10 * (0.5 + Math.random()));
      else throw error;
    }
  }
}

type Settled = PointColumns & { repeated: number; overtaken: number };

/**
 * One point per series and time, in key order, so that writers of the same rows queue instead of deadlocking.
 * Within the batch the last of several wins; those before it count as replaced, or as duplicates if equal to the next.
 */
function settle(points: PointColumns): Settled {
  const order = inOrder(points) ? null : sortedOrder(points);
  if (!order) return { ...points, repeated: 0, overtaken: 0 };
  const kept: Settled = { seriesIds: [], times: [], values: [], weights: [], repeated: 0, overtaken: 0 };
  for (const [position, i] of order.entries()) {
    const next = order[position + 1];
    if (next === undefined || !sameKey(points, i, next)) {
      kept.seriesIds.push(points.seriesIds[i] as bigint);
      kept.times.push(points.times[i] as number);
      kept.values.push(points.values[i] as number);
      kept.weights.push(points.weights[i] as number);
    } else if (points.values[i] === points.values[next] && points.weights[i] === points.weights[next]) kept.repeated++;
    else kept.overtaken++;
  }
  return kept;
}

function inOrder(points: PointColumns): boolean {
  for (let i = 1; i < points.times.length; i++) if (compare(points, i - 1, i) >= 0) return false;
  return true;
}

function sortedOrder(points: PointColumns): number[] {
  return points.times.map((_, i) => i).sort((a, b) => compare(points, a, b) || a - b);
}

function compare(points: PointColumns, a: number, b: number): number {
  const [seriesA, seriesB] = [points.seriesIds[a] as bigint, points.seriesIds[b] as bigint];
  if (seriesA !== seriesB) return seriesA < seriesB ? -1 : 1;
  return (points.times[a] as number) - (points.times[b] as number);
}

function sameKey(points: PointColumns, a: number, b: number): boolean {
  return points.seriesIds[a] === points.seriesIds[b] && points.times[a] === points.times[b];
}

/** A Postgres array literal; three times cheaper than the driver's, which quotes every element. */
function list(items: readonly (bigint | number)[]): string {
  return `{${items.join(",")}}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
