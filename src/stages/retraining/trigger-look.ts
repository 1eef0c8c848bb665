import { geEps } from "#domain/comparison.ts";
import { dueTick, parseCron } from "#domain/cron.ts";
import { wallTime } from "#domain/local-time.ts";
import {
  driftedShare,
  evaluateTrigger,
  manualWindowKey,
  type RetrainTrigger,
  type TriggerFacts,
  type TriggerVerdict,
  windowKey,
} from "#domain/retrain-trigger.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import type { DriftSeries } from "#stages/monitoring/drift.ts";
import { isActive, retrainRun } from "#stages/retraining/retrain-run.ts";
import { cooldownHours, monthlyCap, type RetrainTriggerData } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";

/** What is known of a project when its triggers are looked at. */
export type TriggerSight = {
  facts: FactBag;
  drift: readonly DriftSeries[];
  criteria: readonly { key: string; state: CriterionState; evaluatedAt: number | null }[];
  /** Rows that came since the last run, and when the last of them did; null where no series counts them. */
  newRows: (trigger: RetrainTriggerData) => { rows: number; lastAt: number } | null;
  monthlyBudget: number | null;
  zone: string;
  now: number;
};

export type TriggerLook = TriggerVerdict & {
  trigger: string;
  windowKey: string;
  saw: Record<string, string | number | boolean>;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** So long the other features of a window may take to arrive. */
const PATIENCE_MS = 15 * 60_000;

/** One look at a trigger, where a window is due that was not looked at yet; null otherwise. Manual ones are pulled by people. */
export function lookAt({ key, data, recordedAt }: Fact<RetrainTriggerData>, sight: TriggerSight): TriggerLook | null {
  const earlier = sight.facts.of(triggerFiring).filter((each) => each.data.trigger === key);
  const due = dueWindow(data, { ...sight, since: Math.max(recordedAt, earlier[0]?.at ?? 0) });
  if (!due || data.kind === "manual") return null;
  const condition = { ...conditionFacts(data, sight), ...due.facts };
  const verdict = evaluateTrigger(ruleOf(data), { ...limitFacts(data, sight), ...condition });
  const holds = verdict.reason !== "condition_false";
  const name = windowKey(
    data.kind,
    holds || data.kind === "schedule" || data.kind === "drift" ? due.end : dayOf(due.end),
  );
  if (earlier.some((each) => each.data.windowKey === name)) return null;
  const [newest] = earlier;
  const again = newest && newest.data.reason === verdict.reason && sight.now - newest.at < HOUR_MS;
  if (again && (data.kind === "performance" || data.kind === "data_volume")) return null;
  return { ...verdict, trigger: key, windowKey: name, saw: inWords(data, sight, condition) };
}

/** One look at a manual trigger, which somebody pulls: the request is its window. */
export function pullOf({ key, data }: Fact<RetrainTriggerData>, sight: TriggerSight, requestId: string): TriggerLook {
  const verdict = evaluateTrigger(ruleOf(data), limitFacts(data, sight));
  return { ...verdict, trigger: key, windowKey: manualWindowKey(requestId), saw: inWords(data, sight, {}) };
}

type Due = { end: number; facts: Partial<TriggerFacts> };

function dueWindow(data: RetrainTriggerData, sight: TriggerSight & { since: number }): Due | null {
  switch (data.kind) {
    case "schedule": {
      const cron = parseCron(data.cron ?? "");
      const tick = cron && dueTick(cron, sight.zone, sight.since, sight.now);
      return tick ? { end: tick, facts: { tickDue: true } } : null;
    }
    case "drift":
      return driftWindow(sight);
    case "performance": {
      const found = sight.criteria.find(({ key }) => key === data.criterion);
      return found?.evaluatedAt ? { end: found.evaluatedAt, facts: {} } : null;
    }
    case "data_volume": {
      const counted = sight.newRows(data);
      return counted ? { end: counted.lastAt, facts: {} } : null;
    }
    default:
      return null;
  }
}

/** The newest window, once all features are in, or late ones are not waited for any longer. */
function driftWindow({ drift, now }: TriggerSight): Due | null {
  const newest = drift.flatMap(({ windows }) => windows.at(-1)?.result ?? []);
  if (newest.length === 0) return null;
  const end = Math.max(...newest.map(({ at }) => at));
  const there = newest.filter(({ at }) => at === end);
  const settled = now - Math.max(...there.map(({ recordedAt }) => recordedAt)) >= PATIENCE_MS;
  return there.length === drift.length || settled ? { end, facts: {} } : null;
}

function conditionFacts(data: RetrainTriggerData, { drift, criteria }: TriggerSight): Partial<TriggerFacts> {
  if (data.kind === "performance") {
    const state = criteria.find(({ key }) => key === data.criterion)?.state;
    return state ? { criterionState: state } : {};
  }
  if (data.kind !== "drift") return {};
  const ends = [...new Set(drift.flatMap(({ windows }) => windows.map(({ result }) => result.at)))].sort(
    (a, b) => b - a,
  );
  const scoresAt = (end: number) => drift.map(({ windows }) => scoreAt(windows, end));
  const reached = (end: number) => {
    const share = driftedShare(scoresAt(end), data.threshold ?? 0);
    return share !== null && geEps(share, data.share ?? 0);
  };
  const quiet = ends.findIndex((end) => !reached(end));
  return { featureScores: scoresAt(ends[0] ?? 0), consecutiveWindows: quiet < 0 ? ends.length : quiet };
}

function scoreAt(windows: DriftSeries["windows"], end: number): number | null {
  const found = windows.find(({ result }) => result.at === end)?.reading;
  return !found || found.state === "insufficient" || found.state === "unreliable" ? null : found.value;
}

export function limitFacts(data: RetrainTriggerData, sight: TriggerSight): TriggerFacts {
  const runs = sight.facts.of(retrainRun);
  const [last] = runs;
  const month = (at: number) => new Date(wallTime(at, sight.zone)).toISOString().slice(0, 7);
  const mine = runs.filter(({ at }) => month(at) === month(sight.now));
  const spent = mine.reduce((sum, run) => sum + (run.data.cost ?? 0), 0);
  const overspent = sight.monthlyBudget !== null && mine.length > 0 && geEps(spent, sight.monthlyBudget);
  return {
    runActive: runs.some((run) => isActive(run.data)),
    hoursSinceLastRun: last ? (sight.now - last.at) / HOUR_MS : null,
    runsThisMonth: mine.length,
    budgetSpent: overspent,
    newLabelledRows: sight.newRows(data)?.rows ?? 0,
  };
}

function ruleOf(data: RetrainTriggerData): RetrainTrigger {
  const { enabled, minNewRows = 0, kind } = data;
  const limits = { enabled, minNewRows, cooldownHours: cooldownHours(data), maxRunsPerMonth: monthlyCap(data) };
  if (kind === "drift") {
    const { threshold = 0, share = 0, windows = 1 } = data;
    return { kind, threshold, share, windows, ...limits };
  }
  return kind === "data_volume" ? { kind, rows: data.rows ?? 0, ...limits } : { kind, ...limits };
}

function inWords(data: RetrainTriggerData, sight: TriggerSight, condition: Partial<TriggerFacts>) {
  const { runActive, hoursSinceLastRun, runsThisMonth, newLabelledRows, budgetSpent } = limitFacts(data, sight);
  const share = condition.featureScores && driftedShare(condition.featureScores, data.threshold ?? 0);
  return {
    runActive,
    runsThisMonth,
    newLabelledRows,
    ...(budgetSpent && { budgetSpent }),
    ...(hoursSinceLastRun !== null && { hoursSinceLastRun: Math.round(hoursSinceLastRun * 10) / 10 }),
    ...(typeof share === "number" && { driftedShare: share }),
    ...(condition.consecutiveWindows !== undefined && { consecutiveWindows: condition.consecutiveWindows }),
    ...(condition.criterionState && { criterionState: condition.criterionState }),
  };
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}
