import { byteOrder } from "#domain/byte-order.ts";
import { anyOf, can, rolesThatMay } from "#domain/permissions.ts";
import type { AlertKind, AlertState, CriterionState, Role, Severity, Tier } from "#domain/vocabulary.ts";

/** The newest alert of a fingerprint. Times are milliseconds since the epoch, in the points' own time. */
export type AlertFact = {
  state: AlertState;
  openedAt: number;
  /** The last window that was seen breached. */
  lastSeenAt: number;
  occurrences: number;
  resolvedAt: number | null;
  resolvedBy: "person" | "rule" | null;
};

export type CriterionVerdict = {
  state: CriterionState;
  /** The end of the window that was evaluated last. */
  windowEnd: number;
  /** The end of the window with which the present state began. */
  since: number;
};

export type AlertChange =
  | { do: "none" }
  | { do: "open"; openedAt: number; lastSeenAt: number }
  | { do: "reopen"; lastSeenAt: number; occurrences: number }
  | { do: "touch"; lastSeenAt: number }
  | { do: "resolve"; resolvedAt: number };

/** The kind of an alert that somebody fires to see whether it is answered. */
export const DRILL = "drill" as const satisfies AlertKind;

export const REFIRE_MS = 30 * 60 * 1000;

/**
 * What happens to a criterion's alert after evaluation. A breach opens one alert, or reopens the last one when it was
 * resolved within 30 minutes before; leaving the breach resolves it; silence does neither (the latch of C2). An alert that
 * a person resolved stays so until a later window is breached. Running it twice changes nothing more.
 */
export function reconcileAlert(alert: AlertFact | null, verdict: CriterionVerdict): AlertChange {
  const live = alert !== null && alert.state !== "resolved";
  if (verdict.state === "no_data") return { do: "none" };
  if (verdict.state !== "breached") return live ? { do: "resolve", resolvedAt: verdict.since } : { do: "none" };
  const lastSeenAt = verdict.windowEnd;
  if (alert === null) return { do: "open", openedAt: verdict.since, lastSeenAt };
  if (live) return lastSeenAt === alert.lastSeenAt ? { do: "none" } : { do: "touch", lastSeenAt };
  if (alert.resolvedBy === "person" && lastSeenAt <= alert.lastSeenAt) return { do: "none" };
  // A breach that began before it was resolved by hand fires anew with the window that was seen since.
  const firedAt = alert.resolvedBy === "person" && verdict.since <= alert.lastSeenAt ? lastSeenAt : verdict.since;
  return firedAt - (alert.resolvedAt ?? firedAt) <= REFIRE_MS
    ? { do: "reopen", lastSeenAt, occurrences: alert.occurrences + 1 }
    : { do: "open", openedAt: firedAt, lastSeenAt };
}

/** A breached must-have of a tier 3 project is critical, everything else a warning. */
export function criterionSeverity(mustHave: boolean, tier: Tier): Severity {
  return mustHave && tier === 3 ? "critical" : "warning";
}

/**
 * The text whose SHA-256 is the alert's fingerprint (C7): `monitor|kind|k=v,k=v`, labels sorted by key. Unique among live
 * alerts, so two evaluators cannot open two.
 */
export function fingerprintText(monitor: string, kind: AlertKind, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => byteOrder(a, b));
  return `${monitor}|${kind}|${sorted.map(([key, value]) => `${key}=${value}`).join(",")}`;
}

export type AlertVerb = "acknowledge" | "resolve";
export type AlertDecision =
  | { ok: true; to: AlertState }
  | { ok: false; code: "CONFLICT" | "FORBIDDEN" | "INVALID"; because: string; who: readonly Role[] };

/**
 * What a person may do with an alert. Acknowledging silences reminders, not the state; resolving by hand needs a note. A
 * drill asks whether a person answers: answering ends it, and no service answers for anybody.
 */
export function decideAlert(
  state: AlertState,
  verb: AlertVerb,
  { roles, note, drill, service }: { roles: readonly Role[]; note?: string; drill?: boolean; service?: boolean },
): AlertDecision {
  const who = rolesThatMay("alert.handle");
  if (!can(roles, "alert.handle")) {
    return { ok: false, code: "FORBIDDEN", because: `Alerts are handled by ${anyOf(who)} of this project.`, who };
  }
  if (drill && service) {
    return {
      ok: false,
      code: "FORBIDDEN",
      because: "A fire drill asks whether a person answers; a service cannot.",
      who,
    };
  }
  if (state === "resolved") return { ok: false, code: "CONFLICT", because: "The alert is resolved already.", who };
  if (drill) return { ok: true, to: "resolved" };
  if (verb === "acknowledge") {
    if (state === "open") return { ok: true, to: "acknowledged" };
    return { ok: false, code: "CONFLICT", because: "The alert is acknowledged already.", who };
  }
  if (!note?.trim()) return { ok: false, code: "INVALID", because: "Resolving by hand needs a note.", who };
  return { ok: true, to: "resolved" };
}

/** Stale (C7): older than three times the expected interval, or never any point. An age in seconds; null when never. */
export function staleness(
  now: number,
  last: number | null,
  expectedIntervalSeconds: number,
): { ageSeconds: number | null; stale: boolean } {
  if (last === null) return { ageSeconds: null, stale: true };
  const ageSeconds = (now - last) / 1000;
  return { ageSeconds, stale: ageSeconds > 3 * expectedIntervalSeconds };
}

export function isStale(now: number, last: number | null, expectedIntervalSeconds: number): boolean {
  return staleness(now, last, expectedIntervalSeconds).stale;
}
