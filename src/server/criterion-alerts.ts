import { type AlertChange, type CriterionVerdict, criterionSeverity } from "#domain/alerts.ts";
import { tierOf } from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import { reconcileAlertRow } from "#server/alert-rows.ts";
import { type BreachStart, breachWords } from "#server/criterion-alert-words.ts";
import type { Tx } from "#server/db.ts";
import type { Evaluation } from "#server/evaluation-replay.ts";

/** Brings the criterion's alert in line with what its windows say now. The caller holds the criterion's row as well. */
export async function reconcileCriterionAlert(
  tx: Tx,
  row: CriterionRow,
  verdict: CriterionVerdict,
  shown: Evaluation | null,
): Promise<AlertChange["do"]> {
  const { id, projectId, name, mustHave, ownerId } = row;
  return reconcileAlertRow(
    tx,
    {
      ...{ projectId, monitor: id, kind: "criterion", labels: {}, recovered: "The criterion recovered." },
      title: `${name} is breached`,
      detail: verdict.state === "breached" ? breachWords(row, shown, await startOf(tx, id, verdict)) : "",
      async opening() {
        const project = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { tier: true } });
        return { severity: criterionSeverity(mustHave, tierOf(project.tier)), criterionId: id, ownerId };
      },
    },
    verdict,
  );
}

/** The window that began the breach, as it is judged now: a late point may have moved it. */
async function startOf(tx: Tx, criterionId: string, { since }: CriterionVerdict): Promise<BreachStart> {
  const where = { criterionId_windowEnd: { criterionId, windowEnd: new Date(since) } };
  const first = await tx.criterionEvaluation.findUnique({ where, select: { value: true } });
  return { at: since, value: first?.value ?? null };
}
