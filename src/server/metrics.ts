import type { PoolClient } from "pg";
import { AppError } from "#domain/errors.ts";
import { MAX_POINTS, type MetricBatch, parseMetrics, type RefusedPoint } from "#domain/metric-points.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { countPoints } from "#server/counted-figures.ts";
import { type AppendCounts, appendPoints } from "#server/points/append.ts";
import type { PointColumns } from "#server/points/columns.ts";
import { pointsPool } from "#server/points/pool.ts";
import { findOrCreateSeries, type KnownSeries, NO_ROOM, seriesKey } from "#server/series.ts";
import { shareRuns } from "#server/share-runs.ts";

export type IngestResult = AppendCounts & {
  refused: RefusedPoint[];
  criteria: { key: string; state: CriterionState }[];
};

export const MAX_WAIT_SECONDS = 30;

type Ingesting = {
  waitSeconds?: number;
  /** The transaction that the points are part of. */
  within?: PoolClient;
  /** Where not all new series have room in the project, as many as do; the points of the others are refused. */
  asManySeriesAsFit?: boolean;
};

/**
 * Stores the points of `{series, points}` or `{batches}`; what it counts as accepted is on disk when it returns. With
 * `waitSeconds`, the criteria are the states after these points were evaluated, or the last known when the time is up.
 */
export async function ingestMetrics(
  access: Access<"metrics.write">,
  body: unknown,
  { waitSeconds = 0, within, asManySeriesAsFit = false }: Ingesting = {},
): Promise<IngestResult> {
  const parsed = parseMetrics(body, now().getTime());
  if (!parsed.ok) throw new AppError("INVALID", "The points cannot be read", { issues: parsed.issues });
  if (parsed.sent > MAX_POINTS)
    throw new AppError("TOO_LARGE", `Send at most ${MAX_POINTS.toLocaleString("en")} points at once`);
  const { refused } = parsed;
  const known = await seriesOf(access.projectId, parsed.batches, asManySeriesAsFit);
  const columns = columnsOf(parsed.batches, known, refused);
  const seriesIds = [...new Set(columns.seriesIds)];
  const stored = appendPoints(columns, within);
  const judged = waitSeconds > 0 ? stored.then(() => evaluated(seriesIds, waitSeconds)) : undefined;
  const [counts, criteria] = await Promise.all([stored, statesAfter(judged, seriesIds)]);
  countPoints({ ...counts, refused: refused.length });
  refused.sort((a, b) => (a.batch ?? 0) - (b.batch ?? 0) || a.index - b.index);
  return { ...counts, refused, criteria };
}

/** Ids are found once and kept a while: a cache, so whatever it lost is looked up again. */
const kept = new Map<string, { series: KnownSeries; until: number }>();
const KEPT_MS = 30_000;
const MAX_KEPT = 20_000;

async function seriesOf(
  projectId: string,
  batches: readonly MetricBatch[],
  asManyAsFit: boolean,
): Promise<Map<MetricBatch, KnownSeries>> {
  const at = Date.now();
  const result = new Map<MetricBatch, KnownSeries>();
  const keyed = batches.filter((b) => b.times.length > 0).map((batch) => ({ batch, key: seriesKey(batch.series) }));
  const unknown = keyed.filter(({ batch, key }) => {
    const entry = kept.get(projectId + key);
    if (!entry || entry.until < at || (batch.series.unit && entry.series.unit === null)) return true;
    result.set(batch, entry.series);
    return false;
  });
  if (unknown.length === 0) return result;
  if (kept.size > MAX_KEPT) kept.clear();
  const found = await findOrCreateSeries(
    projectId,
    unknown.map(({ batch }) => batch.series),
    { asManyAsFit },
  );
  for (const { batch, key } of unknown) {
    const series = found.get(key);
    if (!series && asManyAsFit) continue;
    if (!series) throw new Error(`Series ${key} went away while it was written to`);
    kept.set(projectId + key, { series, until: at + KEPT_MS });
    result.set(batch, series);
  }
  return result;
}

/** The points that stand, with their series; those in another unit than their series are refused one by one. */
function columnsOf(
  batches: readonly MetricBatch[],
  known: Map<MetricBatch, KnownSeries>,
  refused: RefusedPoint[],
): PointColumns {
  const columns: PointColumns = { seriesIds: [], times: [], values: [], weights: [] };
  for (const [place, batch] of batches.entries()) {
    const series = known.get(batch);
    const reason = series ? unitProblem(batch, series) : NO_ROOM;
    if (!series || reason) {
      refused.push(
        ...batch.indexes.map((index) =>
          batches.length === 1
            ? { index, reason: reason ?? NO_ROOM }
            : { index, batch: place, reason: reason ?? NO_ROOM },
        ),
      );
      continue;
    }
    for (let i = 0; i < batch.times.length; i++) {
      columns.seriesIds.push(series.id);
      columns.times.push(batch.times[i] as number);
      columns.values.push(batch.values[i] as number);
      columns.weights.push(batch.weights[i] as number);
    }
  }
  return columns;
}

function unitProblem({ series: { unit } }: MetricBatch, series: KnownSeries): string | null {
  return unit && series.unit && unit !== series.unit
    ? `The series is measured in “${series.unit}”, not in “${unit}”.`
    : null;
}

type SeriesCriterion = IngestResult["criteria"][number] & { seriesId: string };

/** Nothing to wait for: the last known states, which are read beside the points and not after them. */
async function statesAfter(
  judged: Promise<void> | undefined,
  seriesIds: readonly bigint[],
): Promise<IngestResult["criteria"]> {
  await judged;
  return seriesIds.length > 0 ? statesOf(seriesIds) : [];
}

const statesOf = shareRuns(async (requests: readonly (readonly bigint[])[]): Promise<IngestResult["criteria"][]> => {
  const all = new Set(requests.flat());
  const { rows } = await pointsPool().query<SeriesCriterion>(
    `select key, state, series_id::text as "seriesId" from criterion
     where series_id = any($1::bigint[]) and removed_at is null order by position, key`,
    [`{${[...all].join(",")}}`],
  );
  return requests.map((ids) => {
    const own = new Set(ids.map(String));
    return rows.filter((row) => own.has(row.seriesId)).map(({ key, state }) => ({ key, state }));
  });
});

/** Until no mark of these series is left and none of their criteria owes a window that had ended when we came. */
async function evaluated(seriesIds: readonly bigint[], seconds: number): Promise<void> {
  const ids = `{${seriesIds.join(",")}}`;
  const until = Date.now() + Math.min(seconds, MAX_WAIT_SECONDS) * 1000;
  const owedBefore = now();
  while (Date.now() < until) {
    const { rows } = await pointsPool().query<{ pending: boolean }>(
      `select exists (select 1 from dirty_bucket where series_ids && $1::bigint[]) or exists (select 1 from criterion
         where series_id = any($1::bigint[]) and removed_at is null and next_window_end <= $2) as pending`,
      [ids, owedBefore],
    );
    if (!rows[0]?.pending) return;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
