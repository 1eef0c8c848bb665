import { AppError } from "#domain/errors.ts";
import { decideSnooze } from "#domain/snooze.ts";
import { ALERT_STATES, SEVERITIES } from "#domain/vocabulary.ts";
import type { Alert, Prisma } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { logAlert } from "#server/alert-events.ts";
import { now } from "#server/clock.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";

/** Puts an alert to sleep until a time: it leaves the inbox, and its state stays. Null wakes it. Of a critical one only the lead decides. */
export async function snoozeAlert(
  access: Access<"alert.handle">,
  id: string,
  until: Date | null,
): Promise<{ until: Date | null }> {
  if (!isId(id)) throw noSuchAlert();
  return mutate(access, async (tx) => {
    const alert = await tx.alert.findFirst({
      where: { id, projectId: access.projectId },
      include: { events: SNOOZES },
    });
    if (!alert) throw noSuchAlert();
    const at = now();
    refuseSnooze(alert, access, until, at);
    if (!until && !snoozedUntil(alert, at)) return { value: { until }, audit: "unchanged" };
    await logAlert(tx, alert, {
      what: until ? SNOOZED : WOKEN,
      actor: access.actor,
      note: until?.toISOString() ?? null,
    });
    const audit = {
      action: until ? "alert.snooze" : "alert.wake",
      stageKey: "monitoring",
      subject: { type: "alert", id, label: alert.title },
      after: { until: until?.toISOString() ?? null },
    };
    return { value: { until }, audit };
  });
}

function refuseSnooze(alert: Alert, { roles }: Access<"alert.handle">, until: Date | null, at: Date): void {
  const state = ALERT_STATES.find((each) => each === alert.state) ?? "open";
  const severity = SEVERITIES.find((each) => each === alert.severity) ?? "warning";
  const decision = decideSnooze({ state, severity }, { roles, until: until?.getTime() ?? null, now: at.getTime() });
  if (decision.ok) return;
  const issues = decision.code === "INVALID" ? [{ path: "until", message: decision.because }] : undefined;
  throw new AppError(decision.code, decision.because, { current: { id: alert.id, state }, issues });
}

const SNOOZED = "snoozed";
const WOKEN = "woken";
const ENDS: readonly string[] = [WOKEN, "resolved", "reopened"];

/** What of an alert's events tells whether it sleeps: the last that put it to sleep or ended it. */
export const SNOOZES = {
  where: { what: { in: [SNOOZED, ...ENDS] } },
  orderBy: [{ at: "desc" }, { id: "desc" }],
  take: 1,
} satisfies Prisma.Alert$eventsArgs;

/** Until when it sleeps; null when it is awake. A snooze ends with its alert, also where that opens again. `events`: newest first. */
export function snoozedUntil(
  { state, events }: { state: string; events: readonly { what: string; note: string | null }[] },
  at: Date = now(),
): Date | null {
  const [newest] = events.filter(({ what }) => what === SNOOZED || ENDS.includes(what));
  const note = newest?.what === SNOOZED ? newest.note : null;
  const until = note ? new Date(note) : null;
  return until && until > at && state !== "resolved" ? until : null;
}

function noSuchAlert(): AppError {
  return new AppError("NOT_FOUND", "There is no such alert in this project.");
}
