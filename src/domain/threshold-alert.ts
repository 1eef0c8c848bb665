import { REFIRE_MS } from "#domain/alerts.ts";

export const THRESHOLD_STATES = ["ok", "pending", "open", "acknowledged", "resolved"] as const;
export type ThresholdState = (typeof THRESHOLD_STATES)[number];

/** An alert on a condition, as it stands after a tick. Times are milliseconds since the epoch. */
export type ThresholdAlert = {
  state: ThresholdState;
  /** Since when the condition has been true without a false tick; null while it is false. */
  trueSince: number | null;
  /** Since when it has been false without a true tick; counted while the alert is open. */
  falseSince: number | null;
  openedAt: number | null;
  resolvedAt: number | null;
  /** How often this alert has opened; one that opens within 30 minutes after it was resolved is the same alert. */
  occurrences: number;
  snoozedUntil: number | null;
};

export type AlertTimes = { forSeconds: number; keepSeconds: number };
/** `met`: whether the condition holds; null when there was no data to tell. */
export type Tick = { at: number; met: boolean | null };

export const NEVER_FIRED: ThresholdAlert = {
  ...{ state: "ok", trueSince: null, falseSince: null, openedAt: null, resolvedAt: null },
  ...{ occurrences: 0, snoozedUntil: null },
};

/**
 * The next state of a threshold alert (C7, after Prometheus' "for" and "keep firing for" [R20]). A true tick starts
 * pending; the alert opens once the condition was true for `forSeconds` without a false tick, at once where that is 0;
 * a false tick while pending goes back to ok. An open or acknowledged alert resolves after `keepSeconds` of false. A tick
 * without data changes neither state nor timers, so silence can resolve nothing. Ends of both times are inclusive.
 */
export function stepAlert(alert: ThresholdAlert, { at, met }: Tick, times: AlertTimes): ThresholdAlert {
  if (met === null) return alert;
  return met ? whenTrue(alert, at, times.forSeconds * 1000) : whenFalse(alert, at, times.keepSeconds * 1000);
}

/** The states after each tick, from an alert that never fired. */
export function runAlert(ticks: readonly Tick[], times: AlertTimes): ThresholdAlert[] {
  let alert = NEVER_FIRED;
  return ticks.map((tick) => {
    alert = stepAlert(alert, tick, times);
    return alert;
  });
}

/** Acknowledging silences reminders and leaves the condition's clocks alone; only an open alert can be acknowledged. */
export function acknowledgeAlert(alert: ThresholdAlert): ThresholdAlert {
  return alert.state === "open" ? { ...alert, state: "acknowledged" } : alert;
}

/** Resolved by hand: where the condition is still true at the next tick, a new pending starts there. */
export function resolveByHand(alert: ThresholdAlert, at: number): ThresholdAlert {
  return isLive(alert) ? { ...alert, ...RESTED, state: "resolved", resolvedAt: at } : alert;
}

export function snoozeAlert(alert: ThresholdAlert, until: number): ThresholdAlert {
  return isLive(alert) ? { ...alert, snoozedUntil: until } : alert;
}

/** Reminders go out while an alert is open, not acknowledged and not asleep. */
export function remindersDue({ state, snoozedUntil }: ThresholdAlert, now: number): boolean {
  return state === "open" && (snoozedUntil === null || now >= snoozedUntil);
}

export function isLive({ state }: ThresholdAlert): boolean {
  return state === "open" || state === "acknowledged";
}

const RESTED = { trueSince: null, falseSince: null, snoozedUntil: null } as const;

function whenTrue(alert: ThresholdAlert, at: number, forMs: number): ThresholdAlert {
  if (isLive(alert)) return { ...alert, falseSince: null };
  const trueSince = alert.trueSince ?? at;
  if (at - trueSince < forMs) return { ...alert, state: "pending", trueSince, falseSince: null };
  const again = alert.resolvedAt !== null && at - alert.resolvedAt <= REFIRE_MS;
  return {
    ...{ state: "open", trueSince, falseSince: null, resolvedAt: null, snoozedUntil: null },
    openedAt: again ? alert.openedAt : at,
    occurrences: again ? alert.occurrences + 1 : 1,
  };
}

function whenFalse(alert: ThresholdAlert, at: number, keepMs: number): ThresholdAlert {
  if (alert.state === "pending") return { ...alert, ...RESTED, state: "ok" };
  if (!isLive(alert)) return alert;
  const falseSince = alert.falseSince ?? at;
  if (at - falseSince < keepMs) return { ...alert, trueSince: null, falseSince };
  return { ...alert, ...RESTED, state: "resolved", resolvedAt: at };
}
