import { RUN_STATUSES, type RunStatus } from "#domain/pipeline-runs.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import type { FactData } from "#stages/fact.ts";
import type { HeardFact } from "#wire/heard.ts";
import { countIn, type Json, objectIn, said, textIn, timeIn } from "#wire/json.ts";
import { type Check, checksIn } from "#wire/openlineage/checks.ts";
import type { LineageJob } from "#wire/openlineage/job.ts";
import type { SpokenDataset } from "#wire/openlineage/spoken.ts";

export type SpokenRun = {
  runId: string;
  type: string;
  at: string;
  run: Json;
  job: LineageJob;
  inputs: readonly SpokenDataset[];
  outputs: readonly SpokenDataset[];
};

/** OTHER, and anything new, says nothing about how the run stands. */
export const STATUS_OF: Readonly<Record<string, RunStatus>> = {
  START: "running",
  RUNNING: "running",
  COMPLETE: "succeeded",
  FAIL: "failed",
  ABORT: "cancelled",
};

/**
 * One event of a run, and what it makes of what is known of that run. Events come in any order and more than once: the
 * start is the earliest that was told, the end that was told stays, and what was heard after the end only fills gaps.
 */
export function runFact({ runId, type, at, run, job, inputs, outputs }: SpokenRun): HeardFact {
  const status = STATUS_OF[type];
  const ends = status !== undefined && isEnd(status);
  const told = said({
    rowsIn: sumOf(inputs, "inputStatistics"),
    rowsOut: sumOf(outputs, "outputStatistics"),
    dataUntil: timeIn(objectIn(objectIn(run, "facets"), "nominalTime"), "nominalEndTime"),
    commit: commitIn(job.facets),
  });
  const checks = checksIn(objectIn(run, "facets") ?? {}, [...inputs, ...outputs]);
  const base = { pipeline: job.key, status: status ?? "running", startedAt: at };
  return {
    kind: pipelineRun.kind,
    key: runId.toLowerCase(),
    path: "run",
    data: { ...base, ...told, ...(ends && { endedAt: at }), ...(checks.length > 0 && { checks }) },
    onto(before) {
      const over = isEnd(statusOf(before));
      const startedAt = earlier(textIn(before, "startedAt"), at);
      const endedAt = over ? textIn(before, "endedAt") : ends ? at : undefined;
      return {
        ...(over ? { ...told, ...before } : { ...before, ...told }),
        pipeline: job.key,
        status: over ? before.status : (status ?? before.status),
        startedAt,
        ...(endedAt && { endedAt: later(endedAt, startedAt) }),
        ...said({ checks: united(before.checks, checks, over && !ends) }),
      };
    },
  };
}

function isEnd(status: RunStatus): boolean {
  return status !== "queued" && status !== "running";
}

function statusOf(data: FactData): RunStatus {
  return RUN_STATUSES.find((status) => status === data.status) ?? "running";
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && Date.parse(a) <= Date.parse(b) ? a : b;
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

const MOST_CHECKS = 500;

/** Checks of different events stand side by side; of the same check the last told counts. */
function united(before: unknown, checks: readonly Check[], late: boolean): unknown[] | undefined {
  const known: Json[] = Array.isArray(before) ? before : [];
  const [first, second]: [readonly Json[], readonly Json[]] = late ? [checks, known] : [known, checks];
  const all = new Map([...first, ...second].map((check) => [`${check.column}\n${check.rule}`, check]));
  return all.size > 0 ? [...all.values()].slice(0, MOST_CHECKS) : undefined;
}

function sumOf(datasets: readonly SpokenDataset[], facet: string): number | undefined {
  const counts = datasets.flatMap(({ facets }) => {
    const rows =
      countIn(objectIn(facets, facet), "rowCount") ?? countIn(objectIn(facets, "dataQualityMetrics"), "rowCount");
    return rows ?? [];
  });
  return counts.length > 0 ? counts.reduce((sum, rows) => sum + rows, 0) : undefined;
}

function commitIn(facets: Json): string | undefined {
  const version = textIn(objectIn(facets, "sourceCodeLocation"), "version");
  return version && version.length >= 4 && version.length <= 80 ? version : undefined;
}
