import type { Criterion } from "#domain/criteria.ts";
import { AppError } from "#domain/errors.ts";
import type { Prisma } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { logAlert } from "#server/alert-events.ts";
import { now } from "#server/clock.ts";
import { noSuchCriterion, viewOf, WITH_SERIES } from "#server/criteria.ts";
import type { Tx } from "#server/db.ts";

type Standing = Prisma.CriterionGetPayload<{ include: typeof WITH_SERIES }>;

/** The criterion as it stands; with the version that a writer read, only if nobody changed it since. */
export async function standingCriterion(tx: Tx, projectId: string, key: string, version?: number) {
  const row = await tx.criterion.findFirst({ where: { projectId, key, removedAt: null }, include: WITH_SERIES });
  if (!row) throw noSuchCriterion(key);
  if (version !== undefined && version !== row.version) throw await staleCriterion(tx, row);
  return row;
}

/** Says who was faster, and hands back what stands now, so that nothing typed need be lost. */
async function staleCriterion(tx: Tx, row: Standing): Promise<AppError> {
  const last = await tx.criterionChange.findFirst({ where: { criterionId: row.id }, orderBy: { version: "desc" } });
  const person = last?.actorId ? await tx.user.findUnique({ where: { id: last.actorId } }) : null;
  const current = { ...viewOf(row), changedBy: person?.name ?? null, changedAt: last?.at ?? row.updatedAt };
  return new AppError("CONFLICT", `${person?.name ?? "A service"} changed this criterion after you opened it.`, {
    current,
  });
}

export async function resolveAlerts(tx: Tx, criterionId: string, resolution: string): Promise<void> {
  const where = { criterionId, state: { not: "resolved" } };
  const at = now();
  for (const { id } of await tx.alert.findMany({ where, select: { id: true } })) {
    const data = { state: "resolved", resolvedAt: at, resolution };
    await logAlert(tx, await tx.alert.update({ where: { id }, data }), { what: "resolved", note: resolution });
  }
}

export async function forgetJudged(tx: Tx, criterionId: string, { anew, silent }: { anew: boolean; silent: boolean }) {
  if (anew) await forgetEvaluations(tx, criterionId);
  if (silent) await resolveAlerts(tx, criterionId, "The criterion reads another series, which holds no point yet.");
}

export async function forgetEvaluations(tx: Tx, criterionId: string): Promise<void> {
  await tx.criterionEvaluation.deleteMany({ where: { criterionId } });
}

export async function keepChange(
  tx: Tx,
  access: Access<"criterion.edit">,
  criterionId: string,
  version: number,
  before: Criterion | null,
  after: Criterion | null,
  reason?: string,
) {
  const actorId = access.actor.kind === "person" ? access.actor.userId : null;
  const kept = { before: before ?? undefined, after: after ?? undefined, reason: reason ?? null };
  await tx.criterionChange.create({ data: { criterionId, version, ...kept, actorId, at: now() } });
}

/** Criteria are part of what stage 2 signs, so its version rises with them. */
export async function touchStage(tx: Tx, projectId: string): Promise<void> {
  const where = { projectId_key: { projectId, key: "success-criteria" } };
  await tx.stage.upsert({
    where,
    create: { projectId, key: "success-criteria", since: now(), version: 1 },
    update: { version: { increment: 1 } },
  });
}
