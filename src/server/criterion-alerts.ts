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
  if (change.do === "open") await open(tx, row, fingerprint, change, shown);
  else if (alert && change.do !== "none") await bring(tx, row, alert, change, shown);
  return change.do;
}

type Opening = Extract<AlertChange, { do: "open" }>;
type Later = Extract<AlertChange, { do: "reopen" | "touch" | "resolve" }>;

async function open(
  tx: Tx,
  row: CriterionRow,
  fingerprint: string,
  change: Opening,
  shown: Evaluation | null,
): Promise<void> {
  const project = await tx.project.findUniqueOrThrow({ where: { id: row.projectId }, select: { tier: true } });
  const alert = await tx.alert.create({
    data: {
      projectId: row.projectId,
      kind: "criterion",
      severity: criterionSeverity(row.mustHave, tierOf(project.tier)),
      state: "open",
      title: `${row.name} is breached`,
      detail: detailOf(row, shown),
      fingerprint,
      criterionId: row.id,
      ownerId: row.ownerId,
      openedAt: new Date(change.openedAt),
      lastAt: new Date(change.lastSeenAt),
    },
  });
  await tx.alertEvent.create({ data: { alertId: alert.id, what: "opened", at: now() } });
}

async function bring(tx: Tx, row: CriterionRow, { id }: Alert, change: Later, shown: Evaluation | null): Promise<void> {
  if (change.do === "touch") {
    await tx.alert.update({
      where: { id },
      data: { lastAt: new Date(change.lastSeenAt), detail: detailOf(row, shown) },
    });
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
  const reopened = { state: "open", lastAt: new Date(lastSeenAt), occurrences, detail: detailOf(row, shown) };
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

function detailOf(row: CriterionRow, shown: Evaluation | null): string {
  const unit = row.unit ? ` ${row.unit}` : "";
  const value = shown?.value === null || shown === null ? "No value" : `${round(shown.value)}${unit}`;
  return `${value} against ${limitOf(row)}, ${row.breachAfter === 1 ? "in one window" : `in ${row.breachAfter} windows in a row`}.`;
}

function limitOf(row: CriterionRow): string {
  const low = row.guardrailLow ?? row.targetLow;
  const high = row.guardrailHigh ?? row.targetHigh;
  if (row.direction === "range") return `a guardrail of ${round(low)} to ${round(high)}`;
  const name = row.guardrail === null ? "target" : "guardrail";
  return `a ${name} of ${row.direction === "gte" ? "at least" : "at most"} ${round(row.guardrail ?? row.target)}`;
}

function round(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(4)));
}
