import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { wordsOf } from "#server/retraining/target.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";

/** A trigger fired: the request is written with the firing, in its transaction. A rule asks only where it may. */
export async function askElsewhere(
  tx: Tx,
  access: Access<"fact.record">,
  wanted: { run: string; firing: string },
  byRule: boolean,
): Promise<AuditNote[]> {
  const target = await tx.retrainTarget.findUnique({ where: { projectId: access.projectId } });
  return target && (target.automatic || !byRule) ? ask(tx, access, wanted) : [];
}

/** Within the write that wants it: neither the request nor its job is there without the other. */
export async function ask(
  tx: Tx,
  access: Access<"fact.record">,
  { run, firing }: { run: string; firing: string | null },
) {
  const { projectId, actor } = access;
  const target = await tx.retrainTarget.findUnique({ where: { projectId } });
  if (!target)
    throw new AppError("CONFLICT", "Say first where retraining runs: on the page “Connect”, under retraining.");
  const where = { projectId_runKey: { projectId, runKey: run } };
  const before = await tx.retrainDispatch.findUnique({ where });
  if (before && before.state !== "refused" && !before.silentAt)
    throw new AppError("CONFLICT", "This run was asked for already; wait for the answer.");
  const asked = {
    ...{ kind: target.kind, target: wordsOf(target), askedByName: actor.name, askedAt: now(), state: "waiting" },
    ...{ askedById: actor.kind === "person" ? actor.userId : null, attempts: 0, problem: null, status: null },
    ...{ acceptedAt: null, silentAt: null },
  };
  const row = await tx.retrainDispatch.upsert({
    where,
    create: { projectId, runKey: run, firing, ...asked },
    update: asked,
  });
  await enqueue(tx, "retrain", { dispatchId: row.id });
  return [dispatchNote("retraining.ask", row)];
}

export function dispatchNote(
  action: string,
  row: { runKey: string; target: string; problem?: string | null },
): AuditNote {
  const { runKey, target, problem } = row;
  return {
    action,
    stageKey: retrainRun.stage,
    subject: { type: "retraining", id: runKey, label: `${runKey} at ${target}` },
    ...(problem && { reason: problem }),
  };
}
