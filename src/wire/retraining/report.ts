import { RANK, retrainRun } from "#stages/retraining/retrain-run.ts";
import { RUN_STATES, type RunState } from "#stages/retraining/retrain-run-data.ts";
import type { HeardFact } from "#wire/heard.ts";
import { said, textIn } from "#wire/json.ts";

export type RunReport = {
  /** The key of the retraining run: the correlation id that came back. */
  run: string;
  name?: string;
  state: RunState;
  startedAt: string | undefined;
  endedAt: string | undefined;
  note: string;
  path: string;
};

/**
 * What another system tells of a run that it was asked for. The run here keeps its firing and what was fixed before; its
 * state only goes forward, so that reports may come in any order.
 */
export function retrainReport({ run, name, state, startedAt, endedAt, note, path }: RunReport): HeardFact {
  const over = state === "failed" || state === "cancelled";
  const told = said({ startedAt, endedAt: over ? endedAt : undefined });
  return {
    kind: retrainRun.kind,
    key: run,
    path,
    data: { name: name ?? run, state, note, ...told },
    onto: (before) => {
      const known = RUN_STATES.find((each) => each === textIn(before, "state")) ?? "queued";
      const merged = { note, ...told, ...before };
      return RANK[state] > RANK[known] ? { ...merged, ...told, state } : merged;
    },
  };
}
