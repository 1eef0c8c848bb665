import { RANK } from "#stages/retraining/retrain-run.ts";
import type { RunState } from "#stages/retraining/retrain-run-data.ts";

export const STANDINGS = ["asked", "accepted", "silent", "refused", "running", "finished", "failed"] as const;
export type Standing = (typeof STANDINGS)[number];

/**
 * How a request to retrain elsewhere stands: what the run has told since, else what became of the request. A challenger
 * that is trained has come back, whatever is then decided about it.
 */
export function standingOf(
  { state, silentAt }: { state: string; silentAt: Date | null },
  run: RunState | null,
): Standing {
  if (run === "failed" || run === "cancelled") return "failed";
  if (run === "running") return "running";
  if (run && RANK[run] > RANK.running) return "finished";
  if (state === "accepted") return silentAt ? "silent" : "accepted";
  return state === "refused" ? "refused" : "asked";
}

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  asked: "Asked",
  accepted: "Accepted by the other side",
  silent: "No word since",
  refused: "Refused",
  running: "Running",
  finished: "Came back",
  failed: "Failed there",
};

export const STANDING_TONES: Readonly<Record<Standing, "info" | "warn" | "bad" | "good" | "quiet">> = {
  ...{ asked: "quiet", accepted: "info", silent: "warn", refused: "bad" },
  ...{ running: "info", finished: "good", failed: "bad" },
};
