import { type Bucket, bucketOfPoint } from "#domain/window-aggregates.ts";
import { pointsPool } from "#server/points/pool.ts";

/**
 * The buckets that a criterion's windows are made of, over [from, to): the points themselves for percentiles, else sums
 * over the longest step that divides every window exactly, from the coarsest level that does too.
 */
export async function readWindowBuckets(
  seriesId: bigint,
  from: number,
  to: number,
  stepSeconds: number | "points",
): Promise<Bucket[]> {
  if (stepSeconds === "points") return readPoints(seriesId, from, to);
  const level = levelFor(stepSeconds);
  const { rows } = await pointsPool().query<BucketRow>({
    text: level === 60 ? MINUTES : level === null ? RAW : STORED,
    values: [seriesId, from, to, level === null || level === 60 ? stepSeconds : level],
    rowMode: "array",
  });
  return rows.map(([t, points, weight, weighted, sum, min, max, last]) => ({
    t,
    points,
    weight,
    weighted,
    sum,
    min,
    max,
    last,
  }));
}

/** The end of the last of the days from `from` on that hold at most `most` points together; never less than one day. */
export async function daysWithin(seriesId: bigint, from: number, to: number, most: number): Promise<number> {
  const { rows } = await pointsPool().query<[number, number]>({
    text: `select extract(epoch from bucket)::float8 * 1000, points from metric_rollup where series_id = $1 and level = 86400
      and bucket > to_timestamp($2::float8 / 1000 - 86400) and bucket < to_timestamp($3::float8 / 1000) order by bucket`,
    values: [seriesId, from, to],
    rowMode: "array",
  });
  let seen = 0;
  for (const [day, points] of rows) {
    seen += points;
    if (seen > most) return day + 86_400_000;
  }
  return to;
}

/** The time of the series' first point; null until its points are rolled up. */
export async function firstPointOf(seriesId: bigint): Promise<number | null> {
  const { rows } = await pointsPool().query<{ ts: number | null }>(
    `select (select extract(epoch from min(ts))::float8 * 1000 from metric_point
       where series_id = $1 and ts >= h.bucket and ts < h.bucket + interval '1 hour') as ts
     from metric_rollup h where series_id = $1 and level = 3600 order by bucket limit 1`,
    [seriesId],
  );
  return rows[0]?.ts ?? null;
}

/** The longest step of which window and cadence are whole multiples. */
export function commonStep(windowSeconds: number, cadenceSeconds: number): number {
  return cadenceSeconds === 0 ? windowSeconds : commonStep(cadenceSeconds, windowSeconds % cadenceSeconds);
}

function levelFor(stepSeconds: number): 60 | 3600 | 86400 | null {
  if (stepSeconds % 86400 === 0) return 86400;
  if (stepSeconds % 3600 === 0) return 3600;
  return stepSeconds % 60 === 0 ? 60 : null;
}

async function readPoints(seriesId: bigint, from: number, to: number): Promise<Bucket[]> {
  const { rows } = await pointsPool().query<[number, number, number]>({
    text: `select extract(epoch from ts)::float8 * 1000, value, n from metric_point where series_id = $1
      and ts >= to_timestamp($2::float8 / 1000) and ts < to_timestamp($3::float8 / 1000) order by ts`,
    values: [seriesId, from, to],
    rowMode: "array",
  });
  return rows.map(([t, value, n]) => bucketOfPoint(t, value, n));
}

type BucketRow = [
  t: number,
  points: number,
  weight: number,
  weighted: number,
  sum: number,
  min: number,
  max: number,
  last: number,
];

const IN_RANGE = "to_timestamp($2::float8 / 1000) and ts < to_timestamp($3::float8 / 1000)";
const START = "extract(epoch from date_bin(make_interval(secs => $4::int), t, timestamptz 'epoch'))::float8 * 1000";
const MERGED = `select ${START}, sum(points)::float8, sum(weight), sum(weighted), sum(sum), min(min), max(max),
  (array_agg(last order by t desc))[1]`;

const STORED = `select extract(epoch from bucket)::float8 * 1000, points, weight, weighted, sum, min, max, last
  from metric_rollup where series_id = $1 and level = $4::int and bucket >= to_timestamp($2::float8 / 1000)
    and bucket < to_timestamp($3::float8 / 1000) order by bucket`;

const RAW = `${MERGED} from (select ts as t, 1 as points, n as weight, value * n as weighted, value as sum, value as min,
    value as max, value as last from metric_point where series_id = $1 and ts >= ${IN_RANGE}) as points
  group by 1 order by 1`;

/** Minutes where an hour is dense, its points where it is sparse. The LIMIT lets each sparse hour read its own stretch. */
const MINUTES = `${MERGED} from (
    select bucket as t, points, weight, weighted, sum, min, max, last from metric_rollup
    where series_id = $1 and level = 60 and bucket >= to_timestamp($2::float8 / 1000) and bucket < to_timestamp($3::float8 / 1000)
    union all
    select p.ts, 1, p.n, p.value * p.n, p.value, p.value, p.value, p.value from metric_rollup h cross join lateral (
      select ts, value, n from metric_point where series_id = $1 and ts >= h.bucket and ts < h.bucket + interval '1 hour'
        and ts >= ${IN_RANGE} order by ts limit 60) as p
    where h.series_id = $1 and h.level = 3600 and h.points <= 60 and h.bucket > to_timestamp($2::float8 / 1000 - 3600)
      and h.bucket < to_timestamp($3::float8 / 1000)) as stored group by 1 order by 1`;
