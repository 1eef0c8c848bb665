import { RANK, RUN_STATES, type RunState, retrainRun } from "#stages/retraining/retrain-run.ts";
import { endOf, type WorkflowRun } from "#wire/github/workflow-run.ts";
import type { HeardFact } from "#wire/heard.ts";
import { said, textIn } from "#wire/json.ts";

/** A workflow that succeeded has trained a challenger; whether that is better is still to be compared, by people or code. */
export function retrainFact(run: WorkflowRun): HeardFact {
  const state = stateOf(run);
  const over = state === "failed" || state === "cancelled";
  const told = said({ startedAt: run.startedAt, endedAt: over ? run.endedAt : undefined });
  const name = run.correlation ?? `${run.workflow} #${run.number}`;
  return {
    kind: retrainRun.kind,
    key: run.correlation ?? `github-${run.key}`,
    path: "workflow_run",
    data: { name, state, note: run.link ? `${run.workflow}: ${run.link}` : run.workflow, ...told },
    onto: (before) => {
      const known = RUN_STATES.find((each) => each === textIn(before, "state")) ?? "queued";
      return RANK[state] > RANK[known] ? { ...before, ...told, state } : { ...told, ...before };
    },
  };
}

function stateOf({ status, conclusion }: WorkflowRun): RunState {
  if (conclusion === null) return status === "in_progress" ? "running" : "queued";
  const end = endOf(conclusion);
  return end === "succeeded" ? "evaluating" : end;
}
