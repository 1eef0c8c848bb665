import { createHash } from "node:crypto";
import {
  type AlertChange,
  type AlertFact,
  type CriterionVerdict,
  fingerprintText,
  reconcileAlert,
} from "#domain/alerts.ts";
import { ALERT_STATES, type AlertKind, type Severity } from "#domain/vocabulary.ts";
import type { Alert } from "#generated/prisma/client.ts";
import { logAlert } from "#server/alert-events.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";

/** What an alert is about. Monitor, kind and labels are its identity: the same trouble opens one alert, not many. */
export type AlertSubject = {
  projectId: string;
  monitor: string;
  kind: AlertKind;
  labels: Readonly<Record<string, string>>;
  title: string;
  detail: string;
  /** What its resolution says when nobody resolved it by hand. */
  recovered: string;
  /** Asked only where one is opened. */
  opening: () => Promise<{ severity: Severity; criterionId?: string; ownerId?: string | null }>;
};

export type AlertVerdict = CriterionVerdict;

/**
 * Brings an alert in line with a verdict; the law decides, and running it twice changes nothing more. The caller holds the
 * project's row: with the unique index on live fingerprints, two evaluators cannot open two.
 */
export async function reconcileAlertRow(
  tx: Tx,
  subject: AlertSubject,
  verdict: AlertVerdict,
): Promise<AlertChange["do"]> {
  const fingerprint = fingerprintOf(subject);
  const alert = await newestAlert(tx, subject.projectId, fingerprint);
  const change = reconcileAlert(alert && factOf(alert, subject.recovered), verdict);
  if (change.do === "open") await open(tx, subject, fingerprint, change);
  else if (alert && change.do !== "none") await bring(tx, alert, change, subject);
  else if (alert && subject.detail && alert.state !== "resolved") await reword(tx, alert, subject.detail);
  return change.do;
}

export function fingerprintOf({ monitor, kind, labels }: Pick<AlertSubject, "monitor" | "kind" | "labels">): string {
  return createHash("sha256")
    .update(fingerprintText(monitor, kind, labels))
    .digest("hex");
}

async function newestAlert(tx: Tx, projectId: string, fingerprint: string): Promise<Alert | null> {
  const mine = { projectId, fingerprint };
  return (
    (await tx.alert.findFirst({ where: { ...mine, state: { not: "resolved" } } })) ??
    (await tx.alert.findFirst({ where: mine, orderBy: [{ lastAt: "desc" }, { id: "desc" }] }))
  );
}

/** The same last window judged again, as after a replaced point: the alert stands, and says what it says now. */
async function reword(tx: Tx, { id, detail: before }: Alert, detail: string): Promise<void> {
  if (detail !== before) await tx.alert.update({ where: { id }, data: { detail } });
}

type Opening = Extract<AlertChange, { do: "open" }>;
type Later = Extract<AlertChange, { do: "reopen" | "touch" | "resolve" }>;

async function open(tx: Tx, subject: AlertSubject, fingerprint: string, change: Opening): Promise<void> {
  const { projectId, kind, title, detail, labels } = subject;
  const alert = await tx.alert.create({
    data: {
      ...{ projectId, kind, title, detail, fingerprint, labels, state: "open" },
      ...(await subject.opening()),
      openedAt: new Date(change.openedAt),
      lastAt: new Date(change.lastSeenAt),
    },
  });
  await logAlert(tx, alert, { what: "opened" });
}

async function bring(tx: Tx, { id }: Alert, change: Later, { detail, recovered }: AlertSubject): Promise<void> {
  if (change.do === "touch") {
    await tx.alert.update({ where: { id }, data: { lastAt: new Date(change.lastSeenAt), detail } });
    return;
  }
  if (change.do === "resolve") {
    const resolvedAt = new Date(change.resolvedAt);
    const data = { state: "resolved", resolvedAt, resolvedBy: null, resolution: recovered };
    await logAlert(tx, await tx.alert.update({ where: { id }, data }), { what: "resolved", note: recovered });
    return;
  }
  const { lastSeenAt, occurrences } = change;
  const reopened = { state: "open", lastAt: new Date(lastSeenAt), occurrences, detail };
  const cleared = { resolvedAt: null, resolvedBy: null, resolution: null, acknowledgedAt: null, acknowledgedBy: null };
  await logAlert(tx, await tx.alert.update({ where: { id }, data: { ...reopened, ...cleared } }), { what: "reopened" });
}

/** Ends a live alert that nothing watches any more, and says why. */
export async function closeAlert(tx: Tx, { id }: Pick<Alert, "id">, because: UnwatchedReason): Promise<void> {
  const data = { state: "resolved", resolvedAt: now(), resolvedBy: null, resolution: because };
  await logAlert(tx, await tx.alert.update({ where: { id }, data }), { what: "resolved", note: because });
}

/** Why an alert was closed although nothing recovered. */
export const UNWATCHED_REASONS = [
  "Its monitor was switched off.",
  "Nothing watches it any more: its monitor or its reference was removed or changed.",
] as const;
type UnwatchedReason = (typeof UNWATCHED_REASONS)[number];

const BY_HAND_DAYS = 62;

/** The newest resolved alert of each fingerprint, of the last two months: longer than any alert waits to open. */
export async function lastResolved(
  tx: Tx,
  projectId: string,
  kinds: readonly AlertKind[],
): Promise<ReadonlyMap<string, Alert>> {
  const since = new Date(now().getTime() - BY_HAND_DAYS * 86_400_000);
  const alerts = await tx.alert.findMany({
    where: { projectId, kind: { in: [...kinds] }, state: "resolved", resolvedAt: { gte: since } },
    orderBy: { lastAt: "asc" },
  });
  return new Map(alerts.map((alert) => [alert.fingerprint, alert]));
}

/** A token may resolve by hand too, so the missing person does not make it the rule. */
export function resolverOf(alert: Alert, recovered: string): AlertFact["resolvedBy"] {
  if (alert.state !== "resolved") return null;
  const byRule = alert.resolution === recovered || UNWATCHED_REASONS.some((each) => each === alert.resolution);
  return alert.resolvedBy === null && byRule ? "rule" : "person";
}

function factOf(alert: Alert, recovered: string): AlertFact {
  return {
    state: ALERT_STATES.find((s) => s === alert.state) ?? "open",
    openedAt: alert.openedAt.getTime(),
    lastSeenAt: alert.lastAt.getTime(),
    occurrences: alert.occurrences,
    resolvedAt: alert.resolvedAt?.getTime() ?? null,
    resolvedBy: resolverOf(alert, recovered),
  };
}
