import type { PoolClient } from "pg";
import { type PointColumns, pick } from "#server/points/columns.ts";
import { dayOf, ensurePartitions } from "#server/points/partitions.ts";
import { codeOf, isTransient, pointsPool } from "#server/points/pool.ts";

/** The places of the points that were there before, and of those among them whose value was replaced. */
export type Stored = { standing: number[]; replaced: number[] };

/**
 * Stores points durably and marks the hours that they touched, in the same statement, for the worker. The points come in
 * key order and without repetitions, so that writers of the same rows queue instead of deadlocking.
 * Tried again after a lost race, a restarted server or a day without a partition: sending twice is harmless. `within`: in
 * somebody's transaction, who then tries again.
 */
export async function storePoints(points: PointColumns, within?: PoolClient): Promise<Stored> {
  const standing = await places(INSERT, points, [], within);
  if (standing.length === 0) return { standing, replaced: [] };
  const again = pick(points, standing);
  const replaced = await places(REPLACE, again, [Math.min(...again.times), Math.max(...again.times)], within);
  return { standing, replaced: replaced.map((place) => standing[place] as number) };
}

const INPUT = `input as (
    select place::int - 1 as place, s, to_timestamp(t / 1000.0)::timestamptz(3) as ts, v, w
    from unnest($1::bigint[], $2::float8[], $3::float8[], $4::float8[]) with ordinality as u(s, t, v, w, place))`;

/** One row an hour, whatever the number of series. */
const MARK = `marked as (insert into dirty_bucket (hour, min_ts, series_ids)
    select date_bin('1 hour', ts, timestamptz 'epoch'), min(ts), array_agg(distinct series_id) from touched group by 1)`;

const INSERT = `with ${INPUT}, touched as (
    insert into metric_point (series_id, ts, value, n) select s, ts, v, w from input
    on conflict (series_id, ts) do nothing returning series_id, ts
  ), ${MARK} select array_agg(place) as places from input
    where not exists (select 1 from touched where series_id = input.s and touched.ts = input.ts)`;

/**
 * Only for the points that were there already. It reads before it writes, point by point (the LIMIT keeps the planner
 * from scanning a day): ON CONFLICT DO UPDATE would lock, and so rewrite, every unchanged row of a batch sent twice.
 */
const REPLACE = `with ${INPUT}, changed as (
    select input.* from input cross join lateral (
      select p.value, p.n from metric_point p where p.series_id = input.s and p.ts = input.ts
        and p.ts between to_timestamp($5::float8 / 1000.0) and to_timestamp($6::float8 / 1000.0) limit 1
    ) as stored where (stored.value, stored.n) is distinct from (input.v, input.w)
  ), touched as (
    insert into metric_point (series_id, ts, value, n) select s, ts, v, w from changed
    on conflict (series_id, ts) do update set value = excluded.value, n = excluded.n
      where (metric_point.value, metric_point.n) is distinct from (excluded.value, excluded.n)
    returning series_id, ts
  ), ${MARK} select array_agg(place) as places from changed join touched on series_id = s and touched.ts = changed.ts`;

async function places(
  statement: string,
  points: PointColumns,
  also: readonly number[],
  within: PoolClient | undefined,
): Promise<number[]> {
  const { seriesIds, times, values, weights } = points;
  const parameters = [list(seriesIds), list(times), list(values), list(weights), ...also];
  const ask = async (connection: Pick<PoolClient, "query">) => {
    const { rows } = await connection.query<{ places: number[] | null }>(statement, parameters);
    return rows[0]?.places ?? [];
  };
  return within ? ask(within) : insistently(times, () => ask(pointsPool()));
}

/** For a statement, or a whole transaction, that stores points of these times. */
export async function insistently<T>(times: readonly number[], work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= 6) throw error;
      if (codeOf(error) === "23514") await ensurePartitions([...new Set(times.map(dayOf))]);
      else if (isTransient(error)) await pause(2 ** attempt * 10 * (0.5 + Math.random()));
      else throw error;
    }
  }
}

/** A Postgres array literal; three times cheaper than the driver's, which quotes every element. */
function list(items: readonly (bigint | number)[]): string {
  return `{${items.join(",")}}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
