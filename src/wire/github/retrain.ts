import type { RunState } from "#stages/retraining/retrain-run-data.ts";
import { endOf, type WorkflowRun } from "#wire/github/workflow-run.ts";
import type { HeardFact } from "#wire/heard.ts";
import { retrainReport } from "#wire/retraining/report.ts";

/** A workflow that succeeded has trained a challenger; whether that is better is still to be compared, by people or code. */
export function retrainFact(run: WorkflowRun): HeardFact {
  const { correlation, workflow, number, link, startedAt, endedAt } = run;
  return retrainReport({
    run: correlation ?? `github-${run.key}`,
    name: correlation ?? `${workflow} #${number}`,
    ...{ state: stateOf(run), startedAt, endedAt },
    note: link ? `${workflow}: ${link}` : workflow,
    path: "workflow_run",
  });
}

function stateOf({ status, conclusion }: WorkflowRun): RunState {
  if (conclusion === null) return status === "in_progress" ? "running" : "queued";
  const end = endOf(conclusion);
  return end === "succeeded" ? "evaluating" : end;
}
