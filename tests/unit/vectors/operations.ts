import { createHash } from "node:crypto";
import { compareProportions, sampleRatioMismatch, welch } from "#domain/ab-test.ts";
import { fingerprintText } from "#domain/alerts.ts";
import { type BurnSeverity, budgetLeft, burnAlert, burnRate, burnThreshold } from "#domain/burn-rate.ts";
import { judgeCanary } from "#domain/canary.ts";
import type { CanaryClass } from "#domain/canary-metric.ts";
import { chartResolution } from "#domain/chart-resolution.ts";
import { type Cron, nextCron } from "#domain/cron.ts";
import { incidentTimes } from "#domain/incident-times.ts";
import { mannWhitney } from "#domain/mann-whitney.ts";
import { comparePaired, compareUnpaired } from "#domain/noninferiority.ts";
import { bestIntervalDays, retrainWorth } from "#domain/retrain-interval.ts";
import {
  evaluateTrigger,
  type RetrainTrigger,
  TRIGGER_DEFAULTS,
  TRIGGER_KINDS,
  type TriggerFacts,
} from "#domain/retrain-trigger.ts";
import { type Combinable, mergeRollups, rollup } from "#domain/rollup.ts";
import { sampleSizeOfMeans, sampleSizeOfProportions, USUAL_PLAN } from "#domain/sample-size.ts";
import { alwaysValidP, sequentialError } from "#domain/sequential.ts";
import { runAlert } from "#domain/threshold-alert.ts";
import type { AlertKind, CriterionState } from "#domain/vocabulary.ts";
import { type Bag, type Formulas, Input, instantOf } from "./input.ts";

/** C7 to C9: monitoring, experiments, retraining. */
export const operations: Formulas = {
  rollup: (input) => {
    const bucket = rollup(input.list<number>("xs").map((value, at) => ({ at, value })));
    return { ...bucket, n: bucket.count, sumsq: bucket.sumOfSquares };
  },
  merge: (input) => mergeRollups(input.list<Bag>("a").map(partOf)),
  resolution: (input) =>
    chartResolution(spanOf(input), numberNamed(input, /raw|interval/), numberNamed(input, /max|limit/) ?? undefined),
  alert_run: (input) => {
    const ticks = input.list<[number, boolean | null]>("ticks").map(([at, met]) => ({ at: at * 1000, met }));
    const times = { forSeconds: input.number("for_s"), keepSeconds: input.number("keep_s") };
    return runAlert(ticks, times).map(({ state }, index) => [(ticks[index]?.at ?? 0) / 1000, state]);
  },
  fingerprint: (input) => {
    const labels = Object.fromEntries(input.in("labels").entries()) as Record<string, string>;
    const text = fingerprintText(input.text("monitor_id"), input.text("kind") as AlertKind, labels);
    return createHash("sha256").update(text).digest("hex");
  },
  burn: (input) => burnRate({ bad: input.number("bad"), total: input.number("total") }, input.number("slo")),
  burn_threshold: (input) => burnThreshold(input.number("frac"), input.number("period_h"), input.number("long_h")),
  burn_alert: (input) => {
    const windows = input.in("windows").entries() as [string, [number, number]][];
    const tallies = Object.fromEntries(windows.map(([name, [bad, total]]) => [name, { bad, total }]));
    const rows = input.list<[string, string, number, BurnSeverity]>("table");
    const table = rows.map(([long, short, threshold, severity]) => ({ long, short, threshold, severity }));
    const alert = burnAlert(tallies, input.number("slo"), table);
    return alert.fires
      ? { ...alert, long_burn: alert.longBurn, short_burn: alert.shortBurn }
      : { ...alert, severity: null, row: null, long_burn: null, short_burn: null };
  },
  budget_left: (input) => budgetLeft({ bad: input.number("bad"), total: input.number("total") }, input.number("slo")),
  incident_times: (input) => {
    const incidents = input.list<Record<string, string | undefined>>("incidents").map((incident) => ({
      openedAt: instantOf(incident.opened ?? ""),
      acknowledgedAt: timeOf(incident.acknowledged),
      resolvedAt: timeOf(incident.resolved),
    }));
    const { acknowledgeMinutes, resolveMinutes, open } = incidentTimes(incidents);
    return { mtta_min: acknowledgeMinutes, mttr_min: resolveMinutes, open };
  },
  prop_test: (input) => {
    const test = compareProportions(arm(input, "x1", "n1"), arm(input, "x2", "n2"));
    if (!test) return null;
    const { difference, relative, z, p, interval } = test;
    return { diff: difference, rel: relative, z, p, ci: interval };
  },
  welch: (input) => {
    const test = welch(
      { mean: input.number("m1"), sd: input.number("s1"), n: input.number("n1") },
      { mean: input.number("m2"), sd: input.number("s2"), n: input.number("n2") },
    );
    return test && { diff: test.difference, t: test.t, df: test.df, p: test.p, ci: test.interval };
  },
  n_prop: (input) => sampleSizeOfProportions(input.number("p1"), input.number("p2"), planOf(input)),
  n_mean: (input) => sampleSizeOfMeans(input.number("sd"), input.number("delta"), planOf(input)),
  srm: (input) => sampleRatioMismatch(input.list<number>("obs"), input.list<number>("share")),
  seq_error: (input) => sequentialError(input.list<number>("bounds"), input.maybe("m") ?? undefined),
  msprt: (input) => alwaysValidP(input.number("diff"), input.number("se"), input.number("tau")),
  mwu: (input) => {
    const test = mannWhitney(input.list<number>("x"), input.list<number>("y"));
    return test && { u: test.u, z: test.z, p: test.p, cles: test.effect };
  },
  canary: (input) => {
    const metrics = input.list<Bag>("metrics").map((bag) => {
      const metric = new Input(bag);
      return {
        name: metric.text("name"),
        group: metric.text("group"),
        class: metric.text("class") as CanaryClass,
        critical: metric.flag("critical"),
        required: metric.flag("required"),
      };
    });
    return judgeCanary(metrics, Object.fromEntries(input.in("weights").entries()) as Record<string, number>);
  },
  trigger: (input) => {
    const { fires, reason } = evaluateTrigger(triggerOf(input.in("t")), triggerFacts(input.in("s")));
    return [fires, reason];
  },
  noninf: (input) => {
    const margin = input.number("margin");
    const result = compareUnpaired(arm(input, "x_ch", "n_ch"), arm(input, "x_cp", "n_cp"), margin);
    return result && { diff: result.difference, non_inferior: result.nonInferior, ...result };
  },
  paired: (input) => {
    const counts = { onlyChallenger: input.number("b"), onlyChampion: input.number("c"), rows: input.number("n") };
    const result = comparePaired(counts, input.number("margin"));
    return (
      result && {
        ...result,
        diff: result.difference,
        se: result.standardError,
        non_inferior: result.nonInferior,
        mcnemar_chi2: result.mcNemar?.chi2 ?? null,
        mcnemar_p: result.mcNemar?.p ?? null,
      }
    );
  },
  best_interval: (input) => bestIntervalDays(input.number("cost"), input.number("decay")),
  retrain_worth: (input) =>
    retrainWorth({
      gainPerDay: input.number("gain_per_day"),
      decayDays: input.number("decay_days"),
      cost: input.number("cost"),
      risk: input.number("risk"),
    }),
  next_cron_utc: (input) => {
    const next = nextCron(cronOf(input), input.text("tz"), instantOf(input.text("after")));
    return next === null ? null : new Date(next).toISOString().replace(".000Z", "Z");
  },
};

/** How long a chart is, in seconds; the name says another unit. */
function spanOf(input: Input): number {
  const [name = "", value] =
    input.entries().find(([each, given]) => typeof given === "number" && !/raw|interval|max|limit/.test(each)) ?? [];
  if (typeof value !== "number") throw new Error("a chart has no length");
  return value * (/(_|^)d(ays?)?$/.test(name) ? 86_400 : /(_|^)h(ours?)?$/.test(name) ? 3600 : 1);
}

function numberNamed(input: Input, name: RegExp): number | null {
  const [, value] = input.entries().find(([each]) => name.test(each)) ?? [];
  return typeof value === "number" ? value : null;
}

function partOf(bag: Bag): Combinable {
  const part = new Input(bag);
  const count = part.number("count");
  const mean = part.maybe("mean");
  return {
    ...{ count, points: count, mean, sum: count * (mean ?? 0), sumOfSquares: 0, last: null, lastAt: null },
    ...{ min: part.maybe("min"), max: part.maybe("max") },
  };
}

function arm(input: Input, successes: string, n: string): { successes: number; n: number } {
  return { successes: input.number(successes), n: input.number(n) };
}

function planOf(input: Input): { alpha: number; power: number } {
  return {
    alpha: input.maybe("alpha") ?? USUAL_PLAN.alpha,
    power: input.maybe("power") ?? USUAL_PLAN.power,
  };
}

/** The vectors name single values; a field that is left out is any. */
function cronOf(input: Input): Cron {
  const [dayOfMonth, dayOfWeek, month] = [input.maybe("dom"), input.maybe("dow"), input.maybe("month")];
  const hour = input.maybe("hour");
  return {
    minutes: [input.number("minute")],
    hours: hour === null ? Array.from({ length: 24 }, (_, index) => index) : [hour],
    daysOfMonth: dayOfMonth === null ? null : [dayOfMonth],
    months: month === null ? Array.from({ length: 12 }, (_, index) => index + 1) : [month],
    daysOfWeek: dayOfWeek === null ? null : [dayOfWeek % 7],
  };
}

function triggerOf(t: Input): RetrainTrigger {
  const kind = TRIGGER_KINDS.find((each) => each === t.text("kind"));
  if (!kind) throw new Error(`unknown trigger ${t.text("kind")}`);
  const limits = {
    enabled: t.flag("enabled"),
    cooldownHours: t.maybe("cooldown_h") ?? TRIGGER_DEFAULTS.cooldownHours,
    maxRunsPerMonth: t.maybe("max_runs_per_month") ?? TRIGGER_DEFAULTS.maxRunsPerMonth,
    minNewRows: t.maybe("min_new_rows") ?? TRIGGER_DEFAULTS.minNewRows,
  };
  if (kind === "data_volume") {
    const [rows, threshold] = [t.maybe("rows"), t.maybe("threshold") ?? 0];
    // Below one it is the share of a drift trigger.
    return { ...limits, kind, rows: rows ?? (threshold >= 1 ? threshold : limits.minNewRows) };
  }
  if (kind !== "drift") return { ...limits, kind };
  return { ...limits, kind, threshold: t.number("threshold"), share: t.number("share"), windows: t.number("windows") };
}

function triggerFacts(s: Input): TriggerFacts {
  const given = Object.fromEntries(s.entries());
  const state = typeof given.criterion_state === "string" ? given.criterion_state : undefined;
  return {
    runActive: s.flag("run_active"),
    hoursSinceLastRun: s.maybe("hours_since_last_run"),
    runsThisMonth: s.maybe("runs_this_month") ?? 0,
    newLabelledRows: s.maybe("new_labelled_rows") ?? 0,
    featureScores: s.list<number | null>("feature_scores") ?? [],
    consecutiveWindows: s.maybe("consecutive_windows") ?? 0,
    criterionState: (state ?? (s.flag("criterion_breached") ? "breached" : undefined)) as CriterionState | undefined,
    tickDue: s.flag("tick_due") || s.flag("schedule_due") || s.flag("due"),
  };
}

function timeOf(text: string | undefined): number | null {
  return text === undefined || text === null ? null : instantOf(text);
}
