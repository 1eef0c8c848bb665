import type { PoolClient } from "pg";
import { weightedPercentile } from "#domain/percentile.ts";

export type Level = 60 | 3600 | 86400;

/**
 * Percentiles that weigh by n, for the buckets of the given levels within one stretch (an hour or a day, as long as the
 * coarsest level). Only for points whose n is not 1; the rest is `percentile_cont`'s, which gives the same.
 */
export async function writeWeightedPercentiles(
  client: PoolClient,
  seriesId: string,
  start: number,
  levels: readonly Level[],
): Promise<void> {
  const span = Math.max(...levels);
  const { rows } = await client.query<[number, number, number]>({
    text: `select extract(epoch from ts)::float8 * 1000, value, n from metric_point where series_id = $1
      and ts >= to_timestamp($2::float8 / 1000) and ts < to_timestamp($2::float8 / 1000 + $3::float8) order by ts`,
    values: [seriesId, start, span],
    rowMode: "array",
  });
  for (const level of levels) {
    const groups = [...Map.groupBy(rows, ([t]) => Math.floor(t / (level * 1000)) * level * 1000)];
    await client.query(
      `update metric_rollup r set p50 = u.p50, p95 = u.p95
       from unnest($3::float8[], $4::float8[], $5::float8[]) as u(ms, p50, p95)
       where r.series_id = $1 and r.level = $2 and r.bucket = to_timestamp(u.ms / 1000)`,
      [
        seriesId,
        level,
        groups.map(([ms]) => ms),
        groups.map(([, p]) => percentile(p, 0.5)),
        groups.map(([, p]) => percentile(p, 0.95)),
      ],
    );
  }
}

function percentile(points: readonly [number, number, number][], share: number): number | null {
  return weightedPercentile(
    points.map((p) => p[1]),
    points.map((p) => p[2]),
    share,
  );
}
