import { newsOfAlert } from "#domain/news.ts";
import { SEVERITIES } from "#domain/vocabulary.ts";
import type { Alert } from "#generated/prisma/client.ts";
import type { Actor } from "#server/access.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { tell } from "#server/outbox.ts";

type Entry = { what: AlertWhat; actor?: Actor; note?: string | null };
type AlertWhat = "opened" | "reopened" | "acknowledged" | "resolved" | "snoozed" | "woken";

const WATCH: Actor = { kind: "rule", name: "Monitoring" };

/** The only way to write into an alert's log: what stands there is told to the outside in the same transaction. */
export async function logAlert(tx: Tx, alert: Alert, { what, actor = WATCH, note = null }: Entry): Promise<void> {
  const actorId = actor.kind === "person" ? actor.userId : null;
  await tx.alertEvent.create({ data: { alertId: alert.id, what, actorId, note, at: now() } });
  const type = newsOfAlert(what);
  if (!type) return;
  const { id, projectId, kind, severity, title, detail, labels, state, openedAt } = alert;
  await tell(tx, projectId, [
    {
      ...{ type, title: TITLES[what](title, actor.name), detail: note ?? detail, stageKey: "monitoring", actor },
      severity: SEVERITIES.find((known) => known === severity) ?? "warning",
      ...{ path: `monitoring#alert-${id}`, dedup: `alert:${id}` },
      data: {
        subject: { type: "alert", id, label: title },
        after: { kind, severity, state, detail, labels, openedAt: openedAt.toISOString() },
        ...(note ? { reason: note } : {}),
      },
    },
  ]);
}

const TITLES: Record<AlertWhat, (title: string, by: string) => string> = {
  opened: (title) => title,
  reopened: (title) => `${title}, again`,
  acknowledged: (title, by) => `${by} took the alert “${title}”`,
  resolved: (title) => `Resolved: ${title}`,
  snoozed: (title) => `Put to sleep: ${title}`,
  woken: (title) => `Woken: ${title}`,
};
