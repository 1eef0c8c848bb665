import { RUN_STATES, type RunState } from "#stages/retraining/retrain-run-data.ts";

export function stateIn(data: unknown): RunState | null {
  const state = typeof data === "object" && data !== null && "state" in data ? data.state : null;
  return RUN_STATES.find((each) => each === state) ?? null;
}
