import {
  fairnessComponent,
  HEALTH_CAPS,
  type Health,
  type HealthCap,
  type HealthPart,
  type HealthParts,
  health,
  operationsScore,
  riskScore,
  scheduleScore,
} from "#domain/health.ts";
import { journey, type PocFacts, pocFraction, stageCompletion } from "#domain/journey.ts";
import { progress, type SuccessRollup, successRollup } from "#domain/progress.ts";
import { now } from "#server/clock.ts";
import { criterionOf } from "#server/criterion-row.ts";
import { checklistOf } from "#server/gates.ts";
import { factsOf, type ProjectRecord } from "#server/project-record.ts";
import { fieldProgress } from "#stages/completeness.ts";
import { type HealthFacts, healthFactsOf } from "#stages/health-facts.ts";
import { rolloutsOf } from "#stages/integration/rollouts.ts";
import { pocFacts } from "#stages/proof-of-concept.ts";
import { STAGES } from "#stages/registry.ts";

/** What the record alone does not hold: open alerts by severity, and by stage its first start and days of work. */
export type Surroundings = {
  critical: number;
  warning: number;
  /** Alerts that data is missing, which count by themselves. */
  stale: number;
  /** Alerts on breached criteria: one stays open while the data is silent (C2). */
  breaches: number;
  /** When the first stage began; and when stage 7 was first finished. */
  firstStart: Date | null;
  liveSince: Date | null;
  /** When the stage was last finished. */
  doneAt: ReadonlyMap<string, Date>;
  activeDays: ReadonlyMap<string, number>;
};

export type ProjectFigures = {
  rollup: SuccessRollup;
  health: Health;
  parts: HealthParts;
  /** What each part was computed from, for its "how". */
  inputs: Record<HealthPart, Readonly<Record<string, unknown>>>;
  caps: HealthCap[];
  journey: number;
  production: number;
  poc: PocFacts;
  /** By stage key, 0 to 1; null for a stage that was set aside. */
  completion: ReadonlyMap<string, number | null>;
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
  const fresh = asked.filter(({ met }) => met).length;
  const recorded = healthFactsOf(record.facts, record.stage("data-selection").document, now().getTime());
  const { planned, forecast } = schedule(record, around);
  const rollup = rollupOf(record);
  const parts: HealthParts = {
    success: rollup.score,
    operations: operates(around) ? operationsScore(around.critical, around.warning, around.stale) : null,
    fairness: fairnessComponent(recorded.fairness.map(({ verdict }) => verdict)),
    schedule: scheduleScore(planned, forecast),
    data: recorded.dataQuality,
    evidence: asked.length > 0 ? (100 * fresh) / asked.length : null,
    risk: recorded.maxResidual === null ? null : riskScore(recorded.maxResidual),
  };
  const caps = capsOf(record, around, recorded);
  const verdicts = new Map(stages.flatMap((each) => each.verdicts).map((item) => [item.key, item.met]));
  const poc = pocFacts(record.stage(STAGES[0]?.key ?? "").document, verdicts);
  const way = journey(
    pocFraction(poc),
    stages.map(({ stage, completion }) => ({ weight: stage.weight, completion })),
  );
  return {
    rollup,
    parts,
    inputs: {
      success: { criteria: record.criteria.length, "with data, by weight": rollup.coverage },
      operations: { critical: around.critical, warning: around.warning, "missing data": around.stale },
      fairness: Object.fromEntries(
        recorded.fairness.map((each) => [`${each.attribute}, ${each.measure}`, each.verdict]),
      ),
      schedule: { "planned days": planned, "days taken or forecast": forecast },
      data: { "required sources": recorded.requiredSources },
      evidence: { "required items": asked.length, "with fresh evidence": fresh },
      risk: { "highest residual risk": recorded.maxResidual },
    },
    caps,
    health: health(parts, caps),
    journey: way.journey,
    production: way.productionProgress,
    poc,
    completion: new Map(stages.map(({ stage, completion }) => [stage.key, completion])),
  };
}

/** Operation is judged from when its stage was first finished: before that there is nothing to operate. */
function operates({ doneAt }: Surroundings): boolean {
  return doneAt.has("monitoring");
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

/**
 * The way to full use (C10.3): planned from the first start to the latest date of the stages before operation; taken until
 * the first full deployment, or while that is ahead until today, at least until the planned day.
 */
function schedule(record: ProjectRecord, { firstStart, liveSince, doneAt }: Surroundings) {
  const path = STAGES.slice(0, STAGES.findIndex(({ key }) => key === "integration") + 1);
  const dated = path.flatMap(({ key }) => {
    const { dueOn } = record.stage(key);
    return dueOn ? [{ dueOn, done: record.stage(key).state === "done" ? doneAt.get(key) : undefined }] : [];
  });
  const last = latest(dated.map(({ dueOn }) => dueOn));
  if (!firstStart || !last) return { planned: 0, forecast: 0 };
  const early = dated.length < path.length && dated.every(({ done }) => done);
  const reached = early ? latest(dated.flatMap(({ done }) => done ?? [])) : firstFullUse(record, liveSince);
  const end = reached ?? new Date(Math.max(now().getTime(), last.getTime()));
  return { planned: Math.max(1, daysBetween(firstStart, last)), forecast: daysBetween(firstStart, end) };
}

/** Where no deployment is recorded, the end of stage 7 stands for it. */
function firstFullUse(record: ProjectRecord, liveSince: Date | null): Date | null {
  const rollouts = rolloutsOf(record.facts);
  const full = rollouts.flatMap(({ strategy, production, startedAt }) =>
    strategy === "full" && production && startedAt !== null ? [startedAt] : [],
  );
  if (full.length > 0) return new Date(Math.min(...full));
  return rollouts.length > 0 ? null : liveSince;
}

function latest(days: readonly Date[]): Date | null {
  return days.length > 0 ? new Date(Math.max(...days.map((day) => day.getTime()))) : null;
}

function daysBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 86_400_000);
}

function capsOf(record: ProjectRecord, around: Surroundings, recorded: HealthFacts): HealthCap[] {
  const { critical, stale, breaches } = around;
  const mustHaves = record.criteria.filter(({ mustHave }) => mustHave);
  const holds: Partial<Record<HealthCap, boolean>> = {
    critical_alert: critical > 0,
    critical_residual_bias: recorded.criticalResidual,
    fairness_fail: recorded.fairness.some(({ verdict }) => verdict === "fail"),
    stale_monitor: stale > 0,
    guardrail_breached: breaches > 0 || record.criteria.some(({ state }) => state === "breached"),
    must_have_at_risk: mustHaves.some(({ state }) => state === "at_risk"),
  };
  return (Object.keys(HEALTH_CAPS) as HealthCap[]).filter((cap) => holds[cap]);
}
