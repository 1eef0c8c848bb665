import { anyOf, can, rolesThatMay } from "#domain/permissions.ts";
import type { AlertState, Role, Severity } from "#domain/vocabulary.ts";

export type SnoozeDecision =
  | { ok: true }
  | { ok: false; code: "CONFLICT" | "FORBIDDEN" | "INVALID"; because: string; who: readonly Role[] };

/**
 * Whether an alert may be put to sleep until a time (C7), or woken (null): those who handle alerts may, a critical one only
 * the lead. It silences reminders and changes no state.
 */
export function decideSnooze(
  alert: { state: AlertState; severity: Severity },
  { roles, until, now }: { roles: readonly Role[]; until: number | null; now: number },
): SnoozeDecision {
  const who: readonly Role[] = alert.severity === "critical" ? ["LD"] : rolesThatMay("alert.handle");
  const may = alert.severity === "critical" ? roles.includes("LD") : can(roles, "alert.handle");
  if (!may) {
    const what = alert.severity === "critical" ? "A critical alert is" : "Alerts are";
    return { ok: false, code: "FORBIDDEN", because: `${what} snoozed by ${anyOf(who)} of this project.`, who };
  }
  if (alert.state === "resolved")
    return { ok: false, code: "CONFLICT", because: "The alert is resolved already.", who };
  if (until !== null && !(until > now))
    return { ok: false, code: "INVALID", because: "Snooze until a time that is still to come.", who };
  return { ok: true };
}
