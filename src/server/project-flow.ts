import { type DwellSeconds, dwell, type Flow, flow, WAIT_STATES, waitShare } from "#domain/flow.ts";
import { forecastStageEnd, type StageForecast } from "#domain/stage-forecast.ts";
import { STAGE_STATES, type StageState } from "#domain/vocabulary.ts";
import type { StageVisit } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import type { ProjectRecord } from "#server/project-record.ts";
import { organisationStageTimes, type StageTimes } from "#server/stage-flow.ts";
import { rolloutsOf } from "#stages/integration/rollouts.ts";
import { STAGES } from "#stages/registry.ts";

const DAY_SECONDS = 86_400;

export type StageDwell = {
  key: string;
  number: number;
  title: string;
  state: StageState;
  targetDays: number;
  activeDays: number;
  waitingDays: number;
  /** Of stages that are being worked on or waited for. */
  forecast: StageForecast | null;
};

export type ProjectFlow = Flow & {
  stages: StageDwell[];
  waitShare: number | null;
  /** Null before stage 1 began. */
  startedAt: Date | null;
  /** The first full deployment in production; null while it is ahead, so that lead time is an age. */
  endedAt: Date | null;
};

/** Where the time went, and when what is open is likely to end (C10.5, C10.9), from the visits of every stage. */
export async function projectFlow(record: ProjectRecord): Promise<ProjectFlow> {
  const [visits, { stages: times }] = await Promise.all([
    db.stageVisit.findMany({ where: { projectId: record.project.id }, orderBy: { enteredAt: "asc" } }),
    organisationStageTimes(),
  ]);
  const at = now().getTime();
  const dwells = new Map(STAGES.map(({ key }) => [key, dwellOf(visits, key, at)]));
  const share = waitShare(sumOf([...dwells.values()]));
  const working = visits.filter(({ state }) => state === "in_progress");
  const start = working.find(({ stageKey }) => stageKey === STAGES[0]?.key)?.enteredAt ?? null;
  const end = firstFullDeployment(record, visits);
  const intervals = working.map(({ enteredAt, leftAt }) => ({
    from: enteredAt.getTime(),
    to: leftAt?.getTime() ?? null,
  }));
  return {
    ...flow(intervals, start?.getTime() ?? at, end ?? at),
    waitShare: share,
    startedAt: start,
    endedAt: end === null ? null : new Date(end),
    stages: STAGES.map(({ key, number, title, targetDays }) => {
      const seconds = dwells.get(key) ?? {};
      const activeDays = (seconds.in_progress ?? 0) / DAY_SECONDS;
      const { state } = record.stage(key);
      const open = state === "in_progress" || WAIT_STATES.some((each) => each === state);
      const facts = { now: at, targetDays, activeDays, waitShare: share, finishedDays: finishedDays(times, key) };
      return {
        ...{ key, number, title, state, targetDays, activeDays },
        waitingDays: WAIT_STATES.reduce((sum, each) => sum + (seconds[each] ?? 0), 0) / DAY_SECONDS,
        forecast: open ? forecastStageEnd(facts) : null,
      };
    }),
  };
}

function dwellOf(visits: readonly StageVisit[], stageKey: string, end: number): DwellSeconds {
  const mine = visits.filter((visit) => visit.stageKey === stageKey);
  return dwell(
    mine.flatMap(({ enteredAt, state }) => {
      const known = STAGE_STATES.find((each) => each === state);
      return known ? [{ at: enteredAt.getTime(), state: known }] : [];
    }),
    end,
  );
}

/** Where no deployment is recorded, the end of stage 7 stands for it. */
function firstFullDeployment(record: ProjectRecord, visits: readonly StageVisit[]): number | null {
  const rollouts = rolloutsOf(record.facts);
  const full = rollouts.flatMap(({ strategy, production, startedAt }) =>
    strategy === "full" && production && startedAt !== null ? [startedAt] : [],
  );
  if (full.length > 0) return Math.min(...full);
  if (rollouts.length > 0) return null;
  return (
    visits.find(({ stageKey, state }) => stageKey === "integration" && state === "done")?.enteredAt.getTime() ?? null
  );
}

/** Five numbers that have the quartiles of all finished visits: what the forecast's range takes from them. */
function finishedDays(times: readonly StageTimes[], key: string): readonly number[] {
  return times.find(({ stageKey }) => stageKey === key)?.workedDays ?? [];
}

function sumOf(dwells: readonly DwellSeconds[]): DwellSeconds {
  const total: DwellSeconds = {};
  for (const seconds of dwells)
    for (const state of STAGE_STATES) total[state] = (total[state] ?? 0) + (seconds[state] ?? 0);
  return total;
}
