import { type RunStanding, runStanding } from "#domain/pipeline-runs.ts";
import { answerIn } from "#stages/answer-at.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import type { FactBag } from "#stages/fact.ts";
import type { ConditionFacts } from "#stages/field.ts";

export type KnownRun = ReturnType<typeof runsOf>[number];

/** What is known of the runs of one pipeline, newest first. */
export function runsOf(facts: FactBag, pipeline: string) {
  return facts
    .of(pipelineRun)
    .filter(({ data }) => data.pipeline === pipeline)
    .map(({ key, at, data }) => ({
      key,
      status: data.status,
      startedAt: at,
      endedAt: timeOf(data.endedAt),
      dataUntil: timeOf(data.dataUntil),
      failedBlocking: (data.checks ?? []).filter(({ blocking, passed }) => blocking && !passed).length,
    }));
}

export function standingOf(runs: readonly KnownRun[]): RunStanding {
  return runStanding(runs);
}

/** The oldest acceptable data at use time: the pipeline's own limit, else that of the stage. */
export function freshnessLimit(
  documents: ConditionFacts["documents"],
  { freshnessLimitSeconds }: { freshnessLimitSeconds?: number | undefined } = {},
): number | null {
  if (freshnessLimitSeconds !== undefined) return freshnessLimitSeconds;
  const limit = answerIn(documents, "data-pipeline", "freshnessSlaS");
  return typeof limit === "number" ? limit : null;
}

function timeOf(instant: string | undefined): number | null {
  return instant ? Date.parse(instant) : null;
}
