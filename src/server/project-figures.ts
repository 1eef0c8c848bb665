import {
  HEALTH_CAPS,
  type Health,
  type HealthCap,
  type HealthParts,
  health,
  operationsScore,
  scheduleScore,
} from "#domain/health.ts";
import { journey, pocFraction, stageCompletion } from "#domain/journey.ts";
import { progress, type SuccessRollup, successRollup } from "#domain/progress.ts";
import { now } from "#server/clock.ts";
import { criterionOf } from "#server/criterion-row.ts";
import { checklistOf } from "#server/gates.ts";
import { factsOf, type ProjectRecord } from "#server/project-record.ts";
import { fieldProgress } from "#stages/completeness.ts";
import { pocFacts } from "#stages/proof-of-concept.ts";
import { STAGES } from "#stages/registry.ts";

/** What the record alone does not hold: open alerts by severity, and by stage its first start and days of work. */
export type Surroundings = {
  critical: number;
  warning: number;
  startedAt: ReadonlyMap<string, Date>;
  /** When the stage was last finished. */
  doneAt: ReadonlyMap<string, Date>;
  activeDays: ReadonlyMap<string, number>;
};

export type ProjectFigures = {
  rollup: SuccessRollup;
  health: Health;
  parts: HealthParts;
  caps: HealthCap[];
  journey: number;
};

/** Health and journey (C10.1 to C10.3) from what is known; an unknown part is null, never zero. */
export function figuresOf(record: ProjectRecord, around: Surroundings): ProjectFigures {
  const facts = factsOf(record);
  const stages = STAGES.map((stage) => {
    const { state, document } = record.stage(stage.key);
    const fields = fieldProgress(stage, document, facts);
    const verdicts = checklistOf(record, stage);
    const required = verdicts.filter((item) => item.required);
    const completion = stageCompletion({
      state,
      requiredFields: fields.total,
      filledFields: fields.done,
      requiredItems: required.length,
      doneItems: required.filter(({ met }) => met).length,
    });
    return { stage, state, verdicts, required, completion };
  });
  const touched = stages.filter(({ state }) => state !== "not_started" && state !== "not_applicable");
  const asked = touched.flatMap(({ required }) => required);
  const rollup = rollupOf(record);
  const parts: HealthParts = {
    success: rollup.score,
    operations: record.criteria.some(({ series }) => series?.lastPointAt)
      ? operationsScore(around.critical, around.warning, 0)
      : null,
    fairness: null,
    schedule: schedule(record, around),
    data: null,
    evidence: asked.length > 0 ? (100 * asked.filter(({ met }) => met).length) / asked.length : null,
    risk: null,
  };
  const caps = capsOf(record, around);
  const verdicts = new Map(stages.flatMap((each) => each.verdicts).map((item) => [item.key, item.met]));
  return {
    rollup,
    parts,
    caps,
    health: health(parts, caps),
    journey: journey(
      pocFraction(pocFacts(record.stage(STAGES[0]?.key ?? "").document, verdicts)),
      stages.map(({ stage, completion }) => ({ weight: stage.weight, completion })),
    ).journey,
  };
}

function rollupOf(record: ProjectRecord): SuccessRollup {
  return successRollup(
    record.criteria.map((row) => {
      const criterion = criterionOf(row);
      return {
        weight: row.weight,
        mustHave: row.mustHave,
        state: criterion.state,
        progress: progress(criterion, row.value),
      };
    }),
  );
}

/** Over the stages that have a due date: a finished one took until its end, a running one at least until its date. */
function schedule(record: ProjectRecord, { startedAt, doneAt }: Surroundings): number | null {
  const dated = STAGES.flatMap(({ key }) => {
    const { state, dueOn } = record.stage(key);
    const start = startedAt.get(key);
    if (!start || !dueOn) return [];
    const finished = state === "done" || state === "needs_attention" ? doneAt.get(key) : undefined;
    const end = finished ?? new Date(Math.max(now().getTime(), dueOn.getTime()));
    return [{ planned: Math.max(1, daysBetween(start, dueOn)), forecast: daysBetween(start, end) }];
  });
  const total = (days: readonly number[]) => days.reduce((sum, each) => sum + each, 0);
  return scheduleScore(total(dated.map(({ planned }) => planned)), total(dated.map(({ forecast }) => forecast)));
}

function daysBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 86_400_000);
}

function capsOf(record: ProjectRecord, { critical }: Surroundings): HealthCap[] {
  const mustHaves = record.criteria.filter(({ mustHave }) => mustHave);
  const holds: Partial<Record<HealthCap, boolean>> = {
    critical_alert: critical > 0,
    guardrail_breached: record.criteria.some(({ state }) => state === "breached"),
    must_have_at_risk: mustHaves.some(({ state }) => state === "at_risk"),
  };
  return (Object.keys(HEALTH_CAPS) as HealthCap[]).filter((cap) => holds[cap]);
}
