import { type Bottleneck, bottlenecks } from "#domain/bottleneck.ts";
import { WAIT_STATES } from "#domain/flow.ts";
import { RESTING } from "#domain/lifecycle.ts";
import { Prisma } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";
import { STAGES } from "#stages/registry.ts";

/** How long projects stand in one stage; days and shares over all projects that were looked at. */
export type StageTimes = {
  stageKey: string;
  /** Projects that are through with it; and those that are in it now, which count with their age. */
  finished: number;
  open: number;
  medianDays: number;
  waitShare: number;
  /** Least, quarter, median, three quarters and most days of work of those who are through; empty below five. */
  workedDays: number[];
};

const KEY = "stage-times";
const FRESH_MS = 15 * 60_000;
const USABLE_MS = 24 * 3_600_000;
const LEAST_FINISHED = 5;

/**
 * Over the whole organisation, as housekeeping last counted it: counting anew visits every row of every project. Nobody's
 * project shows in it, only how long stages take. Counted on the spot where nothing usable was kept.
 */
export async function organisationStageTimes(): Promise<{ stages: StageTimes[]; computedAt: Date }> {
  const kept = await db.portfolioStat.findUnique({ where: { key: KEY } });
  if (kept && now().getTime() - kept.computedAt.getTime() < USABLE_MS)
    return { stages: stageTimesOf(kept.value), computedAt: kept.computedAt };
  return { stages: await countStageTimes(null), computedAt: now() };
}

/** Housekeeping's part; says whether there was something to do. */
export async function renewStageTimes(): Promise<boolean> {
  const kept = await db.portfolioStat.findUnique({ where: { key: KEY }, select: { computedAt: true } });
  if (kept && now().getTime() - kept.computedAt.getTime() < FRESH_MS) return false;
  const row = { value: await countStageTimes(null), computedAt: now() };
  await connect().portfolioStat.upsert({ where: { key: KEY }, create: { key: KEY, ...row }, update: row });
  return true;
}

/** Of these projects; null: of all that are not deleted. One pass over their visits; where a project rests, nobody is held up. */
export async function countStageTimes(projectIds: readonly string[] | null): Promise<StageTimes[]> {
  const at = now();
  const waiting = [...WAIT_STATES];
  const ours = projectIds
    ? Prisma.sql`v.project_id in (select unnest(${projectIds}::uuid[]))`
    : Prisma.sql`not s.deleted`;
  const rows = await db.$queryRaw<Counted[]>`
    with stood as (
      select v.stage_key, bool_or(left_at is null) as open,
        coalesce(sum(extract(epoch from coalesce(left_at, ${at}) - entered_at)) filter (where state = 'in_progress'), 0)::float8 / 86400 as worked,
        coalesce(sum(extract(epoch from coalesce(left_at, ${at}) - entered_at)) filter (where state = any(${waiting})), 0)::float8 / 86400 as waited
      from stage_visit v join project_summary s on s.project_id = v.project_id
      where (state = 'in_progress' or state = any(${waiting})) and entered_at <= ${at}
        and ${ours}
      group by v.project_id, v.stage_key
      having not (bool_or(left_at is null) and bool_or(s.lifecycle = any(${[...RESTING]})))
    )
    select stage_key as "stageKey", count(*) filter (where not open)::int as finished, count(*) filter (where open)::int as open,
      percentile_cont(0.5) within group (order by worked + waited) as "medianDays",
      sum(worked) as worked, sum(waited) as waited,
      percentile_cont(array[0, 0.25, 0.5, 0.75, 1]) within group (order by worked) filter (where not open) as "workedDays"
    from stood group by stage_key`;
  return rows.map(({ worked, waited, workedDays, ...row }) => ({
    ...row,
    waitShare: worked + waited > 0 ? waited / (worked + waited) : 0,
    workedDays: row.finished >= LEAST_FINISHED ? (workedDays ?? []) : [],
  }));
}

type Counted = Omit<StageTimes, "waitShare" | "workedDays"> & {
  worked: number;
  waited: number;
  workedDays: number[] | null;
};

export type StageBottleneck = Bottleneck & { key: string; title: string; waitShare: number; targetDays: number };

/** The stages ranked by how much they hold up (C10.5), the worst first. */
export function rankStages(times: readonly StageTimes[]): StageBottleneck[] {
  const known = new Map(times.map((each) => [each.stageKey, each]));
  const ranked = bottlenecks(
    STAGES.map(({ key, number, targetDays }) => {
      const { medianDays, waitShare = 0, open = 0 } = known.get(key) ?? {};
      return {
        stage: number,
        dwellDays: medianDays === undefined ? [] : [medianDays],
        targetDays,
        waitShare,
        wip: open,
      };
    }),
  );
  return ranked.flatMap((each) => {
    const law = STAGES[each.stage - 1];
    if (!law) return [];
    const { waitShare = 0, open = 0 } = known.get(law.key) ?? {};
    return [{ ...each, open, waitShare, key: law.key, title: law.title, targetDays: law.targetDays }];
  });
}

/** Guarantee: the row only ever receives what `countStageTimes` gave. */
function stageTimesOf(json: unknown): StageTimes[] {
  return json as StageTimes[];
}
