import { DAY_MS } from "#server/points/partitions.ts";
import { pointsPool } from "#server/points/pool.ts";

/** Seconds of one stored bucket; 0 for the points themselves. */
export type ChartLevel = 0 | 60 | 3600 | 86400;
/** One bucket of a chart. Times in epoch milliseconds; percentiles only where one stored bucket or raw points give them. */
export type SeriesBucket = {
  t: number;
  min: number;
  max: number;
  mean: number | null;
  n: number;
  p50?: number;
  p95?: number;
};
export type SeriesChart = { level: ChartLevel; buckets: SeriesBucket[] };

export const MAX_BUCKETS = 1_500;
/** The finest level with at most this many buckets in the range is read (lifecycle C7). */
const READ_LIMIT = 5_000;
/** Over a longer range the hours say the same as so few points, and no statement has to open hundreds of days. */
const RAW_MAX_MS = 62 * DAY_MS;

/** The series over [from, to), in at most `buckets` buckets of equal length that start at multiples of it in UTC. */
export async function readBuckets(seriesId: bigint, from: number, to: number, buckets: number): Promise<SeriesChart> {
  const wanted = Math.min(Math.max(1, Math.floor(buckets)), MAX_BUCKETS);
  if (!(to > from)) return { level: 0, buckets: [] };
  const level = chooseLevel(await countIn(seriesId, from, to), to - from);
  const widthMs = widthFor(level, (to - from) / wanted);
  const { rows } = await pointsPool().query<ChartRow>({
    text: level === 0 ? RAW : level === 60 ? MINUTES : ROLLUP,
    values: [seriesId, from, to, widthMs / 1000, ...(level === 0 || level === 60 ? [] : [level])],
    rowMode: "array",
  });
  return { level, buckets: rows.map(bucketOf) };
}

type Counts = { points: number; hours: number };

export function chooseLevel({ points, hours }: Counts, spanMs: number): ChartLevel {
  if (points <= READ_LIMIT && spanMs <= RAW_MAX_MS) return 0;
  if (Math.min(points, spanMs / 60_000) <= READ_LIMIT && spanMs <= RAW_MAX_MS) return 60;
  return hours <= READ_LIMIT ? 3600 : 86400;
}

/** From the hours, or over a long range from the days: never from the points. */
async function countIn(seriesId: bigint, from: number, to: number): Promise<Counts> {
  const level = to - from > RAW_MAX_MS ? 86400 : 3600;
  const { rows } = await pointsPool().query<{ points: number; buckets: number }>(
    `select coalesce(sum(points), 0)::float8 as points, count(*)::int as buckets from metric_rollup
     where series_id = $1 and level = $2::int and bucket < to_timestamp($4::float8 / 1000)
       and bucket > to_timestamp($3::float8 / 1000 - $2::int)`,
    [seriesId, level, from, to],
  );
  const { points = 0, buckets = 0 } = rows[0] ?? {};
  return { points, hours: level === 3600 ? buckets : Math.min(points, buckets * 24) };
}

function widthFor(level: ChartLevel, idealMs: number): number {
  const stepMs = level === 0 ? (idealMs < 1000 ? 1 : 1000) : level * 1000;
  return Math.max(1, Math.ceil(idealMs / stepMs)) * stepMs;
}

type ChartRow = [
  t: number,
  min: number,
  max: number,
  mean: number | null,
  n: number,
  p50: number | null,
  p95: number | null,
];

function bucketOf([t, min, max, mean, n, p50, p95]: ChartRow): SeriesBucket {
  return { t, min, max, mean, n, ...(p50 === null ? {} : { p50 }), ...(p95 === null ? {} : { p95 }) };
}

const START = "extract(epoch from date_bin(make_interval(secs => $4::float8), t, timestamptz 'epoch'))::float8 * 1000";
const MEAN = "sum(weighted) / nullif(sum(weight), 0)";

const RAW = `select ${START}, min(value), max(value), sum(value * n) / nullif(sum(n), 0), sum(n),
    case when bool_and(n = 1) then percentile_cont(0.5) within group (order by value) end,
    case when bool_and(n = 1) then percentile_cont(0.95) within group (order by value) end
  from (select ts as t, value, n from metric_point where series_id = $1
    and ts >= to_timestamp($2::float8 / 1000) and ts < to_timestamp($3::float8 / 1000)) as points group by 1 order by 1`;

const MERGED = `select ${START}, min(min), max(max), ${MEAN}, sum(weight),
  case when count(*) = 1 then min(p50) end, case when count(*) = 1 then min(p95) end`;

const ROLLUP = `${MERGED} from (select bucket as t, min, max, weighted, weight, p50, p95 from metric_rollup
    where series_id = $1 and level = $5 and bucket > to_timestamp($2::float8 / 1000 - $5)
      and bucket < to_timestamp($3::float8 / 1000)) as stored group by 1 order by 1`;

/** Minutes where an hour is dense, its points where it is sparse. The LIMIT lets each sparse hour read its own stretch. */
const MINUTES = `${MERGED} from (
    select bucket as t, min, max, weighted, weight, p50, p95 from metric_rollup where series_id = $1 and level = 60
      and bucket > to_timestamp($2::float8 / 1000 - 60) and bucket < to_timestamp($3::float8 / 1000)
    union all
    select p.ts, p.value, p.value, p.value * p.n, p.n, p.value, p.value from metric_rollup h cross join lateral (
      select ts, value, n from metric_point where series_id = $1 and ts >= h.bucket and ts < h.bucket + interval '1 hour'
        and ts >= to_timestamp($2::float8 / 1000) and ts < to_timestamp($3::float8 / 1000)
      order by ts limit 60) as p
    where h.series_id = $1 and h.level = 3600 and h.points <= 60 and h.bucket > to_timestamp($2::float8 / 1000 - 3600)
      and h.bucket < to_timestamp($3::float8 / 1000)) as stored group by 1 order by 1`;
