import type { Tally } from "#domain/burn-rate.ts";
import type { Tick } from "#domain/threshold-alert.ts";
import type { Tx } from "#server/db.ts";
import type { MonitorData } from "#stages/monitoring/monitor.ts";

const MOST_POINTS = 2_000;

export type WatchedSeries = { id: bigint; labels: Record<string, string>; lastPointAt: Date | null };

export async function seriesNamed(tx: Tx, projectId: string, name: string): Promise<WatchedSeries[]> {
  const rows = await tx.series.findMany({ where: { projectId, name }, orderBy: { id: "asc" }, take: 50 });
  return rows.map(({ id, labels, lastPointAt }) => ({ id, labels: asLabels(labels), lastPointAt }));
}

/** The newest points of a series, oldest first; before them the last value of each hour, so that a long wait is seen whole. */
export async function pointTicks(tx: Tx, id: bigint, condition: Condition): Promise<Tick[]> {
  const points = await tx.$queryRaw<Point[]>`
    select ts as at, value from metric_point where series_id = ${id} order by ts desc limit ${MOST_POINTS}`;
  const oldest = points.at(-1);
  if (!oldest || points.length < MOST_POINTS) return ticksOf(points, condition);
  const hours = await tx.$queryRaw<Point[]>`
    select bucket + interval '1 hour' as at, last as value from metric_rollup
    where series_id = ${id} and level = 3600 and bucket + interval '1 hour' <= ${oldest.at}
    order by bucket desc limit ${MOST_POINTS}`;
  return ticksOf([...points, ...hours], condition);
}

/** A criterion's windows; those without data tell nothing. Without a condition: whether each missed its target. */
export async function windowTicks(tx: Tx, criterionId: string, condition: Condition | null): Promise<Tick[]> {
  const windows = await tx.criterionEvaluation.findMany({
    where: { criterionId },
    orderBy: { windowEnd: "desc" },
    take: MOST_POINTS,
    select: { windowEnd: true, value: true, instant: true },
  });
  return windows.reverse().map(({ windowEnd, value, instant }) => ({
    at: windowEnd.getTime(),
    met: value === null || instant === "no_data" ? null : condition ? condition(value) : instant !== "met",
  }));
}

/** Good and bad of each window that the burn table asks for, counted back from the last point of either series. */
export async function burnWindows(tx: Tx, good: bigint[], bad: bigint[], end: Date): Promise<Record<string, Tally>> {
  const windows: Record<string, Tally> = {};
  for (const [name, minutes] of Object.entries(WINDOW_MINUTES)) {
    const [row] = await tx.$queryRaw<{ good: number | null; bad: number | null }[]>`
      select sum(value) filter (where series_id = any(${good}::bigint[])) as good,
        sum(value) filter (where series_id = any(${bad}::bigint[])) as bad
      from metric_point where series_id = any(${[...good, ...bad]}::bigint[])
        and ts > ${new Date(end.getTime() - minutes * 60_000)} and ts <= ${end}`;
    const failed = row?.bad ?? 0;
    windows[name] = { bad: failed, total: failed + (row?.good ?? 0) };
  }
  return windows;
}

/** What the first days with data teach: the mean of each, and when they were over; null until there are enough of them. */
export async function referenceDays(
  tx: Tx,
  id: bigint,
  days: number,
): Promise<{ means: number[]; until: number } | null> {
  const rows = await tx.$queryRaw<{ mean: number; until: Date }[]>`
    select sum / points as mean, bucket + interval '1 day' as until from metric_rollup
    where series_id = ${id} and level = 86400 order by bucket limit ${days}`;
  const last = rows.at(-1);
  return last && rows.length === days ? { means: rows.map(({ mean }) => mean), until: last.until.getTime() } : null;
}

const WINDOW_MINUTES = { "5m": 5, "30m": 30, "1h": 60, "2h": 120, "6h": 360, "1d": 1_440, "3d": 4_320 } as const;

export type Condition = (value: number) => boolean;

export function conditionOf({ comparison, limit = 0 }: Pick<MonitorData, "comparison" | "limit">): Condition {
  const guard = 1e-9 * Math.max(1, Math.abs(limit));
  switch (comparison) {
    case "above":
      return (value) => value > limit + guard;
    case "at_least":
      return (value) => value >= limit - guard;
    case "below":
      return (value) => value < limit - guard;
    default:
      return (value) => value <= limit + guard;
  }
}

type Point = { at: Date; value: number };

function ticksOf(newestFirst: readonly Point[], condition: Condition): Tick[] {
  return newestFirst.toReversed().map(({ at, value }) => ({ at: at.getTime(), met: condition(value) }));
}

/** Guarantee: the column only ever receives what `parseMetrics` accepted as labels. */
function asLabels(json: unknown): Record<string, string> {
  return json as Record<string, string>;
}
