import type { Criterion } from "#domain/criteria.ts";
import { type Hysteresis, type InstantStatus, instant, START, step } from "#domain/criterion-state.ts";
import { progress } from "#domain/progress.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import { needsRawPoints, windowAggregates } from "#domain/window-aggregates.ts";
import { firstWindowEnd, lastEndedWindow, windowEnds } from "#domain/windows.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import { criterionOf } from "#server/criterion-row.ts";
import type { Tx } from "#server/db.ts";
import { commonStep, daysWithin, firstPointOf, readWindowBuckets } from "#server/points/window-source.ts";

/** One evaluated window, with the counters after it: the row that a late point replays from. */
export type Evaluation = {
  windowEnd: number;
  value: number | null;
  samples: number;
  instant: InstantStatus;
  progress: number | null;
} & Hysteresis;

export type Replay = {
  evaluations: Evaluation[];
  before: Evaluation | null;
  /** The next window that is owed, and whether it has not ended yet. */
  nextWindowEnd: number;
  caughtUp: boolean;
};

/** So many points, or sums below an hour, are read for one replay; a window that holds more is read all the same. */
const MOST_POINTS = 300_000;

/**
 * Plays the windows that the criterion owes, at most `most` of them, on from the row before the first: a pure fold, so
 * playing a stretch again gives what the first pass would have given with the points as they are now.
 */
export async function replay(tx: Tx, row: CriterionRow, now: number, most: number): Promise<Replay | null> {
  const criterion = criterionOf(row);
  if (row.seriesId === null || !row.nextWindowEnd) return null;
  const from = await firstOwed(tx, row, criterion);
  if (from === null) return null;
  const cadence = criterion.cadenceSeconds * 1000;
  const last = Math.min(lastEndedWindow(now, criterion), from + (most - 1) * cadence);
  const stepSeconds = stepOf(criterion);
  const until = await affordable(row.seriesId, from, last, criterion, stepSeconds);
  const ends = windowEnds(from, until, criterion.cadenceSeconds);
  const before = await rowBefore(tx, row.id, from);
  const [first, final] = [ends[0], ends.at(-1)];
  if (first === undefined || final === undefined)
    return { evaluations: [], before, nextWindowEnd: from, caughtUp: true };
  const buckets = await readWindowBuckets(row.seriesId, first - criterion.windowSeconds * 1000, final, stepSeconds);
  let counters: Hysteresis = before ?? START;
  const evaluations = windowAggregates(buckets, criterion, ends).map(({ end, value, n }) => {
    const status = instant(criterion, value, n);
    counters = step(counters, status, criterion);
    return {
      ...counters,
      windowEnd: end,
      value,
      samples: n,
      instant: status,
      progress: status === "no_data" ? null : progress(criterion, value),
    };
  });
  const nextWindowEnd = final + cadence;
  return { evaluations, before, nextWindowEnd, caughtUp: nextWindowEnd > now };
}

/** Without a row evaluation begins with the first point; with rows it never leaves a gap behind the newest. */
async function firstOwed(tx: Tx, row: CriterionRow, criterion: Criterion): Promise<number | null> {
  const owed = row.nextWindowEnd?.getTime() ?? 0;
  const newest = await tx.criterionEvaluation.findFirst({
    where: { criterionId: row.id },
    orderBy: { windowEnd: "desc" },
    select: { windowEnd: true },
  });
  if (newest) return Math.min(owed, newest.windowEnd.getTime() + criterion.cadenceSeconds * 1000);
  const point = row.seriesId === null ? null : await firstPointOf(row.seriesId);
  return point === null ? null : firstWindowEnd(point, criterion);
}

function stepOf(criterion: Criterion): number | "points" {
  return needsRawPoints(criterion.aggregation)
    ? "points"
    : commonStep(criterion.windowSeconds, criterion.cadenceSeconds);
}

async function affordable(
  seriesId: bigint,
  from: number,
  last: number,
  criterion: Criterion,
  stepSeconds: number | "points",
) {
  if (last <= from || (stepSeconds !== "points" && stepSeconds % 3600 === 0)) return last;
  const until = await daysWithin(seriesId, from - criterion.windowSeconds * 1000, last, MOST_POINTS);
  return Math.max(from, Math.min(last, until));
}

async function rowBefore(tx: Tx, criterionId: string, windowEnd: number): Promise<Evaluation | null> {
  const row = await tx.criterionEvaluation.findFirst({
    where: { criterionId, windowEnd: { lt: new Date(windowEnd) } },
    orderBy: { windowEnd: "desc" },
  });
  return row && evaluationOf(row);
}

type Row = Omit<Evaluation, "windowEnd" | "instant" | "state"> & { windowEnd: Date; instant: string; state: string };

/** Guarantee: only `storeEvaluations` writes these columns, from the same types. */
export function evaluationOf(row: Row): Evaluation {
  const { windowEnd, value, samples, bad, ok, nodata, latched } = row;
  return {
    ...{ windowEnd: windowEnd.getTime(), value, samples, bad, ok, nodata, latched, progress: row.progress },
    instant: row.instant as InstantStatus,
    state: row.state as CriterionState,
  };
}

/** One statement for all windows; a window whose verdict is the same is not written again. */
export async function storeEvaluations(tx: Tx, criterionId: string, evaluations: readonly Evaluation[]): Promise<void> {
  if (evaluations.length === 0) return;
  const rows = JSON.stringify(evaluations);
  await tx.$executeRaw`
    insert into criterion_evaluation as e
      (criterion_id, window_end, value, samples, instant, state, bad, ok, nodata, latched, progress)
    select ${criterionId}::uuid, to_timestamp("windowEnd" / 1000), value, samples, instant, state, bad, ok, nodata, latched, progress
    from json_to_recordset(${rows}::json) as r("windowEnd" float8, value float8, samples float8, instant text, state text,
      bad int, ok int, nodata int, latched boolean, progress float8)
    on conflict (criterion_id, window_end) do update set value = excluded.value, samples = excluded.samples,
      instant = excluded.instant, state = excluded.state, bad = excluded.bad, ok = excluded.ok, nodata = excluded.nodata,
      latched = excluded.latched, progress = excluded.progress
    where (e.value, e.samples, e.instant, e.state, e.bad, e.ok, e.nodata, e.latched, e.progress) is distinct from
      (excluded.value, excluded.samples, excluded.instant, excluded.state, excluded.bad, excluded.ok, excluded.nodata,
       excluded.latched, excluded.progress)`;
}
