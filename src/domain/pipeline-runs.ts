import { geEps } from "#domain/comparison.ts";

export const RUN_STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

const ORDER: Readonly<Record<RunStatus, number>> = { queued: 0, running: 1, succeeded: 2, failed: 2, cancelled: 2 };

/**
 * Whether a report of a run may replace what is known. Status only moves forward: queued, running, then one end that
 * stays. Messages overtake each other on a network, so a late one is passed over and not an error.
 */
export function movesForward(before: RunStatus, next: RunStatus): boolean {
  return before === next || ORDER[next] > ORDER[before];
}

export const RUNS_JUDGED = 10;
const SHARE_ASKED = 0.9;

type Run = { status: RunStatus; startedAt: number; endedAt: number | null; dataUntil: number | null };
export type RunStanding = {
  judged: number;
  succeeded: number;
  /** Whether the last finished run succeeded; null where none has finished. */
  lastSucceeded: boolean | null;
  reliable: boolean;
};

/**
 * The last ten finished runs of a pipeline (G5.2): reliable when the last one succeeded and at least 90% of them did.
 * With fewer than ten runs the same share is asked of those there are; none at all is not reliable. Queued, running and
 * cancelled runs say nothing about the pipeline and are passed over. `runs`: newest first.
 */
export function runStanding(runs: readonly Pick<Run, "status">[]): RunStanding {
  const judged = runs.filter(({ status }) => status === "succeeded" || status === "failed").slice(0, RUNS_JUDGED);
  const succeeded = judged.filter(({ status }) => status === "succeeded").length;
  const [last] = judged;
  const lastSucceeded = last ? last.status === "succeeded" : null;
  const often = judged.length > 0 && geEps(succeeded / judged.length, SHARE_ASKED);
  return { judged: judged.length, succeeded, lastSucceeded, reliable: often && lastSucceeded === true };
}

export type Freshness = { ageSeconds: number | null; late: boolean | null; missedSince: number | null };

/**
 * How old a pipeline's data is: now minus the newest moment that its last succeeded run covers, else minus its end.
 * Late when older than the limit, and then since when: that moment plus the limit. Milliseconds in, seconds out; never
 * negative. Without a succeeded run the age is unknown; without a limit nothing is late. `runs`: newest first.
 */
export function freshnessOf(runs: readonly Run[], limitSeconds: number | null, now: number): Freshness {
  const last = runs.find(({ status }) => status === "succeeded");
  if (!last) return { ageSeconds: null, late: null, missedSince: null };
  const until = last.dataUntil ?? last.endedAt ?? last.startedAt;
  const ageSeconds = Math.max(0, (now - until) / 1000);
  if (limitSeconds === null) return { ageSeconds, late: null, missedSince: null };
  const late = ageSeconds > limitSeconds;
  return { ageSeconds, late, missedSince: late ? until + limitSeconds * 1000 : null };
}
