import { z } from "zod";
import { DRILL } from "#domain/alerts.ts";
import { AppError } from "#domain/errors.ts";
import { tierOf } from "#domain/vocabulary.ts";
import type { Alert } from "#generated/prisma/client.ts";
import { plural } from "#lib/format-size.ts";
import { type Access, alsoProves } from "#server/access.ts";
import { fingerprintOf, reconcileAlertRow } from "#server/alert-rows.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { consequences, type FactOrigin } from "#server/fact-changes.ts";
import { refuseUnlessWriter } from "#server/fact-judgement.ts";
import { columnsOf, findRow, newRow, noteOf, storedData } from "#server/fact-rows.ts";
import { mutate } from "#server/mutate.ts";
import { answerAt, isGroup } from "#stages/answer-at.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { answerWithinMinutes, fireDrill } from "#stages/monitoring/fire-drill.ts";

export const drillSchema = z.strictObject({
  name: z.string().trim().min(3, "At least 3 characters").max(100, "At most 100 characters").optional(),
});

/**
 * Opens a test alert by the way that every alert takes, marked as a drill. It is recorded as a fire drill of stage 9, which
 * its answer completes; of health and gates it is no part.
 */
export async function fireTestAlert(
  access: Access<"fact.record">,
  { name = "Test alert" }: z.infer<typeof drillSchema>,
  origin: FactOrigin = "hand",
): Promise<{ alert: string; drill: string; answerWithinMinutes: number }> {
  const kind = factKindOf(fireDrill.kind);
  refuseUnlessWriter(access, kind, {});
  const { projectId, actor } = access;
  return mutate(access, async (tx) => {
    const project = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
    if (project.resting === "cancelled" || project.resting === "retired")
      throw new AppError("CONFLICT", `The project is ${project.resting}, so nobody hears its alerts.`);
    const waiting = await tx.alert.findFirst({ where: { projectId, kind: DRILL, state: { not: "resolved" } } });
    if (waiting)
      throw new AppError("CONFLICT", `“${waiting.title}” still waits for an answer. Acknowledge it first.`, {
        current: { id: waiting.id },
      });
    const at = now();
    const key = `drill-${at.toISOString().replace(/[^0-9]/g, "")}`;
    const minutes = answerWithinMinutes(tierOf(project.tier));
    const subject = {
      ...{
        projectId,
        monitor: "fire-drill",
        kind: DRILL,
        labels: { drill: key },
        recovered: "The drill was answered.",
      },
      title: `Fire drill: ${name}`,
      detail: `A drill that ${actor.name} fired; nothing is wrong. Acknowledge it within ${plural(minutes, "minute")}.`,
      opening: async () => ({ severity: "critical" as const }),
    };
    await reconcileAlertRow(tx, subject, { state: "breached", windowEnd: at.getTime(), since: at.getTime() });
    const alert = await tx.alert.findFirstOrThrow({ where: { projectId, fingerprint: fingerprintOf(subject) } });
    const data = { name, firedAt: at.toISOString() };
    const row = await tx.fact.create({ data: newRow(access, kind, { key, data, origin }) });
    const fired = {
      action: "alert.drill",
      stageKey: kind.stage,
      subject: { type: "alert", id: alert.id, label: subject.title },
      after: { drill: key },
    };
    const audit = [fired, noteOf("fact.add", kind, row, { after: data }), ...(await consequences(tx, access, kind))];
    return { value: { alert: alert.id, drill: key, answerWithinMinutes: minutes }, audit };
  });
}

/** What ends a drill: its answer, kept with the drill as when and by whom. Within `mutate`. */
export async function answerDrill(
  tx: Tx,
  access: Access<"alert.handle">,
  { labels, openedAt }: Pick<Alert, "labels" | "openedAt">,
  at: Date,
): Promise<{ resolution: string; notes: AuditNote[] }> {
  const kind = factKindOf(fireDrill.kind);
  const minutes = Math.round((at.getTime() - openedAt.getTime()) / 60_000);
  const resolution = `Answered by ${access.actor.name} after ${plural(minutes, "minute")}.`;
  const key = answerAt(isGroup(labels) ? labels : {}, "drill");
  const row = typeof key === "string" ? await findRow(tx, access.projectId, kind, key) : null;
  const before = row && storedData(row);
  if (!row || !before || row.removedAt || before.acknowledgedAt !== undefined) return { resolution, notes: [] };
  const answer = { acknowledgedAt: at.toISOString(), answeredBy: access.actor.name.slice(0, 120) };
  const recording = alsoProves(access, "fact.record");
  const after = await tx.fact.update({
    where: { id: row.id },
    data: { ...columnsOf(recording, kind, { ...before, ...answer }, row.recordedAt), version: { increment: 1 } },
  });
  const changed = noteOf("fact.change", kind, after, { before: {}, after: answer });
  return { resolution, notes: [changed, ...(await consequences(tx, recording, kind))] };
}
