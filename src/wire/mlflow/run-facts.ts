import type { FactBag } from "#stages/fact.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import type { RunState } from "#stages/retraining/retrain-run-data.ts";
import type { HeardFact } from "#wire/heard.ts";
import { said } from "#wire/json.ts";
import { clipped } from "#wire/keys.ts";
import { datasetFacts, datasetUses, trainedOn } from "#wire/mlflow/dataset-facts.ts";
import { flagOf, numberOf, tagOf } from "#wire/mlflow/our-tags.ts";
import type { MetricRow, RunRow, Texts } from "#wire/mlflow/rows.ts";
import { instantOf } from "#wire/mlflow/times.ts";
import { retrainReport } from "#wire/retraining/report.ts";

const STATUSES: Readonly<Record<string, string>> = {
  SCHEDULED: "queued",
  RUNNING: "running",
  FINISHED: "succeeded",
  FAILED: "failed",
  KILLED: "cancelled",
};
const MOST = 500;

/** What a run of MLflow says about the project: the data versions that it used, and the training run itself. */
export function runFacts(run: RunRow, experiment: string, facts: FactBag): HeardFact[] {
  const uses = datasetUses(run, facts);
  const { id, name, status, startTime, endTime, params, tags, metrics } = run;
  const data = said({
    name: clipped(name, 120) || id,
    experiment: clipped(experiment, 120) || "Default",
    status: STATUSES[status] ?? "running",
    startedAt: instantOf(startTime),
    durationSeconds: secondsBetween(startTime, endTime),
    datasetVersion: trainedOn(run, uses),
    commit: commitOf(run),
    environmentDigest: environmentOf(tags),
    seed: seedOf(run),
    params: some(paramsOf(params)),
    metrics: some(metricsOf(metrics)),
    baseline: isBaseline(run) || undefined,
    usesTestSet: flagOf(tags, "uses_test_set") ?? (uses.some(({ context }) => context === "test") || undefined),
    baseModel: short(tagOf(tags, "base_model"), 200),
    baseModelLicence: tagOf(tags, "base_model") ? short(tagOf(tags, "base_model_licence"), 120) : undefined,
    cost: cents(numberOf(tags, "cost")),
    energyKwh: notNegative(numberOf(tags, "energy_kwh")),
    link: short(tagOf(tags, "link"), 500),
  });
  const training: HeardFact = { kind: trainingRun.kind, key: id, data, path: "run" };
  return [...datasetFacts(run, uses, facts), training, ...retrainFacts(run)];
}

/** What a training says about the retraining run that asked for it; the runs below it are parts of the way. */
function retrainFacts({ id, tags, status, startTime, endTime }: RunRow): HeardFact[] {
  const run = tagOf(tags, "retrain_run");
  if (!run || !/^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,78}$/.test(run) || tags["mlflow.parentRunId"]) return [];
  const startedAt = instantOf(startTime);
  const endedAt = endTime === null ? undefined : instantOf(endTime);
  const state = RETRAINS[status] ?? "running";
  return [retrainReport({ run, state, startedAt, endedAt, note: `MLflow run ${id}`, path: "tags.retrain_run" })];
}

const RETRAINS: Readonly<Record<string, RunState>> = {
  ...{ SCHEDULED: "queued", RUNNING: "running", FINISHED: "evaluating", FAILED: "failed", KILLED: "cancelled" },
};

const LONGEST_SECONDS = 1e9;

/** Clients choose both ends: what is no length of a training is left out. */
function secondsBetween(start: number, end: number | null): number | undefined {
  const seconds = end === null ? -1 : (end - start) / 1000;
  return seconds >= 0 && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

/** The commit that the code came from, in the tag that MLflow sets itself or in ours. */
export function commitOf({ tags }: Pick<RunRow, "tags">): string | undefined {
  const found = tagOf(tags, "commit") ?? tags["mlflow.source.git.commit"]?.trim();
  return found && found.length >= 4 ? clipped(found, 80) : undefined;
}

/** The simple baseline: as a tag says, by its name, or one of scikit-learn's dummies as autolog names it. */
export function isBaseline({ tags, name }: Pick<RunRow, "tags" | "name">): boolean {
  const said =
    flagOf(tags, "baseline") ?? (tags.baseline === undefined ? undefined : /^(true|yes|1)$/i.test(tags.baseline));
  return (
    said ??
    (/\b(baseline|dummy)\b/i.test(name.replaceAll(/[_-]/g, " ")) ||
      (tags.estimator_class ?? "").startsWith("sklearn.dummy."))
  );
}

function environmentOf(tags: Texts): string | undefined {
  const found = tagOf(tags, "environment") ?? tags["mlflow.docker.image.id"]?.trim();
  return found && found.length >= 7 && found.length <= 128 ? found : undefined;
}

const SEEDS = ["seed", "random_state", "random_seed"];

function seedOf({ tags, params }: RunRow): number | undefined {
  const found = [tagOf(tags, "seed"), ...SEEDS.map((name) => params[name])].find((each) =>
    /^\d{1,10}$/.test(each ?? ""),
  );
  const seed = Number(found ?? Number.NaN);
  return seed <= 4_294_967_295 ? seed : undefined;
}

/** Numbers as numbers, so that runs can be compared along them. */
function paramsOf(params: Texts): Record<string, string | number | boolean> {
  const entries = Object.entries(params).slice(0, MOST);
  return Object.fromEntries(entries.map(([name, value]) => [name, readParam(value)]));
}

function readParam(value: string): string | number | boolean {
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(value) && Math.abs(Number(value)) < 1e15)
    return Number(value);
  return value === "True" || value === "False" ? value === "True" : value;
}

function metricsOf(metrics: readonly MetricRow[]): Record<string, number | string> {
  return Object.fromEntries(metrics.slice(0, MOST).map(({ key, value }) => [key, value]));
}

function some<T extends object>(named: T): T | undefined {
  return Object.keys(named).length > 0 ? named : undefined;
}

function short(text: string | undefined, longest: number): string | undefined {
  return text === undefined ? undefined : clipped(text, longest);
}

function cents(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : Math.round(value * 100) / 100;
}

function notNegative(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 ? value : undefined;
}
