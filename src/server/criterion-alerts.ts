import { createHash } from "node:crypto";
import {
  type AlertChange,
  type AlertFact,
  type CriterionVerdict,
  criterionSeverity,
  fingerprintText,
  reconcileAlert,
} from "#domain/alerts.ts";
import { ALERT_STATES, tierOf } from "#domain/vocabulary.ts";
import type { Alert, Criterion as CriterionRow } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import { type BreachStart, breachWords } from "#server/criterion-alert-words.ts";
import type { Tx } from "#server/db.ts";
import type { Evaluation } from "#server/evaluation-replay.ts";

/**
 * Brings the criterion's alert in line with what its windows say now; the law decides, and running it twice changes
 * nothing more. The caller holds the project's and the criterion's row: with the unique index on live fingerprints, two
 * evaluators cannot open two.
 */
export async function reconcileCriterionAlert(
  tx: Tx,
  row: CriterionRow,
  verdict: CriterionVerdict,
  shown: Evaluation | null,
): Promise<AlertChange["do"]> {
  const fingerprint = createHash("sha256")
    .update(fingerprintText(row.id, "criterion", {}))
    .digest("hex");
  const mine = { projectId: row.projectId, fingerprint };
  const alert =
    (await tx.alert.findFirst({ where: { ...mine, state: { not: "resolved" } } })) ??
    (await tx.alert.findFirst({ where: mine, orderBy: [{ lastAt: "desc" }, { id: "desc" }] }));
  const change = reconcileAlert(alert && factOf(alert), verdict);
  const detail = verdict.state === "breached" ? breachWords(row, shown, await startOf(tx, row.id, verdict)) : "";
  if (change.do === "open") await open(tx, row, fingerprint, change, detail);
  else if (alert && change.do !== "none") await bring(tx, alert, change, detail);
  else if (alert && detail && alert.state !== "resolved") await reword(tx, alert, detail);
  return change.do;
}

/** The window that began the breach, as it is judged now: a late point may have moved it. */
async function startOf(tx: Tx, criterionId: string, { since }: CriterionVerdict): Promise<BreachStart> {
  const where = { criterionId_windowEnd: { criterionId, windowEnd: new Date(since) } };
  const first = await tx.criterionEvaluation.findUnique({ where, select: { value: true } });
  return { at: since, value: first?.value ?? null };
}

/** The same last window judged again, as after a replaced point: the alert stands, and says what it says now. */
async function reword(tx: Tx, { id, detail: before }: Alert, detail: string): Promise<void> {
  if (detail !== before) await tx.alert.update({ where: { id }, data: { detail } });
}

type Opening = Extract<AlertChange, { do: "open" }>;
type Later = Extract<AlertChange, { do: "reopen" | "touch" | "resolve" }>;

async function open(tx: Tx, row: CriterionRow, fingerprint: string, change: Opening, detail: string): Promise<void> {
  const project = await tx.project.findUniqueOrThrow({ where: { id: row.projectId }, select: { tier: true } });
  const alert = await tx.alert.create({
    data: {
      projectId: row.projectId,
      kind: "criterion",
      severity: criterionSeverity(row.mustHave, tierOf(project.tier)),
      state: "open",
      title: `${row.name} is breached`,
      detail,
      fingerprint,
      criterionId: row.id,
      ownerId: row.ownerId,
      openedAt: new Date(change.openedAt),
      lastAt: new Date(change.lastSeenAt),
    },
  });
  await tx.alertEvent.create({ data: { alertId: alert.id, what: "opened", at: now() } });
}

async function bring(tx: Tx, { id }: Alert, change: Later, detail: string): Promise<void> {
  if (change.do === "touch") {
    await tx.alert.update({ where: { id }, data: { lastAt: new Date(change.lastSeenAt), detail } });
    return;
  }
  const at = now();
  if (change.do === "resolve") {
    const data = {
      state: "resolved",
      resolvedAt: new Date(change.resolvedAt),
      resolvedBy: null,
      resolution: RECOVERED,
    };
    await tx.alert.update({ where: { id }, data });
    await tx.alertEvent.create({ data: { alertId: id, what: "resolved", note: data.resolution, at } });
    return;
  }
  const { lastSeenAt, occurrences } = change;
  const reopened = { state: "open", lastAt: new Date(lastSeenAt), occurrences, detail };
  const cleared = { resolvedAt: null, resolvedBy: null, resolution: null, acknowledgedAt: null, acknowledgedBy: null };
  await tx.alert.update({ where: { id }, data: { ...reopened, ...cleared } });
  await tx.alertEvent.create({ data: { alertId: id, what: "reopened", at } });
}

const RECOVERED = "The criterion recovered.";

/** A token may resolve by hand too, so the missing person does not make it the rule. */
function resolverOf(alert: Alert): AlertFact["resolvedBy"] {
  if (alert.state !== "resolved") return null;
  return alert.resolvedBy === null && alert.resolution === RECOVERED ? "rule" : "person";
}

function factOf(alert: Alert): AlertFact {
  return {
    state: ALERT_STATES.find((s) => s === alert.state) ?? "open",
    openedAt: alert.openedAt.getTime(),
    lastSeenAt: alert.lastAt.getTime(),
    occurrences: alert.occurrences,
    resolvedAt: alert.resolvedAt?.getTime() ?? null,
    resolvedBy: resolverOf(alert),
  };
}
