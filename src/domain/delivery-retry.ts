/** Waits after a failed delivery, in seconds: the schedule that the Standard Webhooks specification proposes. */
const WAITS_S = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600] as const;

/** A channel to which nothing came through for so long is paused, and its people are told. */
export const FAILING_DAYS = 5;

export type Tried = {
  /** The failed one included. */
  attempts: number;
  /** Epoch milliseconds. */
  now: number;
  /** What the other side asked for, in seconds. */
  retryAfter: number | null;
  /** In [0, 1): spreads what failed together. */
  chance: number;
};

/**
 * When to try again, in epoch milliseconds; null when it is given up, about three days after the first attempt. Up to a
 * tenth is added by chance, and never less is waited than the other side asked for.
 */
export function nextAttempt({ attempts, now, retryAfter, chance }: Tried): number | null {
  const wait = WAITS_S[attempts - 1];
  if (wait === undefined) return null;
  return Math.round(now + Math.max(wait * (1 + chance / 10), retryAfter ?? 0) * 1000);
}

export type Verdict = "delivered" | "again" | "gone";

/** 2xx is delivered, 410 says that nobody listens there any more; everything else, redirects too, may pass. */
export function verdictOf(status: number | null): Verdict {
  if (status === 410) return "gone";
  return status !== null && status >= 200 && status < 300 ? "delivered" : "again";
}
