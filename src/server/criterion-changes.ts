import {
  type Criterion,
  type CriterionInput,
  type CriterionPatch,
  criterionInputSchema,
  withCriterionDefaults,
} from "#domain/criteria.ts";
import { criterionIssues, movesGoalposts } from "#domain/criterion-rules.ts";
import { AppError, type Issue, invalid } from "#domain/errors.ts";
import { progress } from "#domain/progress.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import { noSuchCriterion, viewOf, WITH_SERIES } from "#server/criteria.ts";
import { criterionOf } from "#server/criterion-row.ts";
import type { Tx } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { findOrCreateSeries } from "#server/series.ts";

export async function addCriterion(access: Access<"criterion.edit">, input: CriterionInput) {
  const criterion = withCriterionDefaults(criterionInputSchema.parse(input));
  refuseContradictions(criterion);
  return mutate(access, async (tx) => {
    const standing = await tx.criterion.findUnique({
      where: { projectId_key: { projectId: access.projectId, key: criterion.key } },
    });
    if (standing && !standing.removedAt) throw takenKey(criterion.key);
    const series = await wiredSeries(tx, access.projectId, criterion);
    const position = await tx.criterion.count({ where: { projectId: access.projectId } });
    const at = now();
    const ownerId = await ownerFor(tx, access, criterion.owner);
    const row = {
      ...columnsOf(criterion),
      projectId: access.projectId,
      key: criterion.key,
      seriesId: series.id,
      ownerId,
      position,
      updatedAt: at,
      removedAt: null,
      nextWindowEnd: series.lastPointAt ? at : null,
    };
    const after = standing
      ? await tx.criterion.update({
          where: { id: standing.id },
          data: { ...row, version: { increment: 1 }, state: "no_data" },
          include: WITH_SERIES,
        })
      : await tx.criterion.create({ data: { ...row, createdAt: at }, include: WITH_SERIES });
    await forgetEvaluations(tx, after.id);
    await keepChange(tx, access, after.id, after.version, null, criterion);
    await touchStage(tx, access.projectId);
    return { value: viewOf(after), audit: note("criterion.add", after, undefined, criterion) };
  });
}

/** Changes a criterion; a new definition is judged anew from its first window. `reason` is kept with the change. */
export async function changeCriterion(
  access: Access<"criterion.edit">,
  key: string,
  patch: CriterionPatch,
  reason?: string,
) {
  return mutate(access, async (tx) => {
    const row = await tx.criterion.findFirst({
      where: { projectId: access.projectId, key, removedAt: null },
      include: WITH_SERIES,
    });
    if (!row) throw noSuchCriterion(key);
    const { state: _, ...before } = criterionOf(row);
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after: Criterion = { ...before, ...given, key };
    refuseContradictions(after);
    if (JSON.stringify(before) === JSON.stringify(after)) return { value: viewOf(row), audit: "unchanged" };
    if (movesGoalposts(before, after) && (await modelStarted(tx, access.projectId)) && !reason)
      throw invalid(
        "reason",
        "Modelling has begun: say why this limit moves. The reason is kept, and stages 2 and 6 are flagged.",
      );
    const series = await wiredSeries(tx, access.projectId, after);
    const ownerId = patch.owner === undefined ? row.ownerId : await ownerFor(tx, access, after.owner);
    const next = await tx.criterion.update({
      where: { id: row.id },
      data: {
        ...columnsOf(after),
        seriesId: series.id,
        ownerId,
        version: { increment: 1 },
        updatedAt: now(),
        nextWindowEnd: series.lastPointAt ? now() : null,
        progress: row.value === null ? null : progress(after, row.value),
      },
      include: WITH_SERIES,
    });
    if (judgesAnew(before, after)) await forgetEvaluations(tx, row.id);
    await keepChange(tx, access, row.id, next.version, before, after, reason);
    await touchStage(tx, access.projectId);
    return { value: viewOf(next), audit: { ...note("criterion.change", next, before, after), reason } };
  });
}

export async function removeCriterion(access: Access<"criterion.edit">, key: string, reason: string) {
  return mutate(access, async (tx) => {
    const row = await tx.criterion.findFirst({
      where: { projectId: access.projectId, key, removedAt: null },
      include: WITH_SERIES,
    });
    if (!row) throw noSuchCriterion(key);
    const after = await tx.criterion.update({
      where: { id: row.id },
      data: { removedAt: now(), nextWindowEnd: null },
      include: WITH_SERIES,
    });
    await tx.alert.updateMany({
      where: { criterionId: row.id, state: { not: "resolved" } },
      data: { state: "resolved", resolvedAt: now(), resolution: "The criterion was removed." },
    });
    await touchStage(tx, access.projectId);
    return { value: viewOf(after), audit: { ...note("criterion.remove", row, criterionOf(row), undefined), reason } };
  });
}

function columnsOf(criterion: Criterion) {
  const { key: _, series: __, segment: ___, owner: ____, ...columns } = criterion;
  return columns;
}

function refuseContradictions(criterion: Criterion): void {
  const issues: Issue[] = criterionIssues(criterion);
  if (issues.length > 0) throw new AppError("INVALID", issues.map(({ message }) => message).join(" "), { issues });
}

/** What changes the verdict on a window, rather than its words. */
const JUDGING = [
  "direction",
  "target",
  "guardrail",
  "targetLow",
  "targetHigh",
  "guardrailLow",
  "guardrailHigh",
  "aggregation",
  "windowSeconds",
  "cadenceSeconds",
  "minSamples",
  "breachAfter",
  "recoverAfter",
  "staleAfter",
  "series",
] as const;

function judgesAnew(before: Criterion, after: Criterion): boolean {
  return JUDGING.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

async function forgetEvaluations(tx: Tx, criterionId: string): Promise<void> {
  await tx.criterionEvaluation.deleteMany({ where: { criterionId } });
}

async function keepChange(
  tx: Tx,
  access: Access<"criterion.edit">,
  criterionId: string,
  version: number,
  before: Criterion | null,
  after: Criterion,
  reason?: string,
) {
  const actorId = access.actor.kind === "person" ? access.actor.userId : null;
  await tx.criterionChange.create({
    data: { criterionId, version, before: before ?? undefined, after, reason: reason ?? null, actorId, at: now() },
  });
}

/** Criteria are part of what stage 2 signs, so its version rises with them. */
async function touchStage(tx: Tx, projectId: string): Promise<void> {
  const where = { projectId_key: { projectId, key: "success-criteria" } };
  await tx.stage.upsert({
    where,
    create: { projectId, key: "success-criteria", since: now(), version: 1 },
    update: { version: { increment: 1 } },
  });
}

async function modelStarted(tx: Tx, projectId: string): Promise<boolean> {
  return (await tx.stageTransition.count({ where: { projectId, stageKey: "model", verb: "start" } })) > 0;
}

async function ownerFor(tx: Tx, access: Access<"criterion.edit">, owner: string | null): Promise<string | null> {
  if (!owner) return access.actor.kind === "person" ? access.actor.userId : null;
  const member = await tx.member.findFirst({ where: { projectId: access.projectId, userId: owner } });
  if (!member) throw invalid("owner", "The owner must be a member of the project.");
  return owner;
}

function note(
  action: string,
  row: { id: string; key: string; name: string },
  before: unknown,
  after: unknown,
): AuditNote {
  return {
    action,
    stageKey: "success-criteria",
    subject: { type: "criterion", id: row.key, label: row.name },
    before,
    after,
  };
}

function takenKey(key: string): AppError {
  return new AppError("CONFLICT", `This project already has a criterion “${key}”.`, {
    issues: [{ path: "key", message: "Already in use" }],
  });
}

/** The series that the criterion names; points may have come before it, or come later. */
async function wiredSeries(tx: Tx, projectId: string, { series, unit }: Criterion) {
  const known = await findOrCreateSeries(projectId, [{ name: series.name, labels: series.labels ?? {}, unit }]);
  const [found] = known.values();
  if (!found) throw invalid("series", "The series could not be made.");
  if (found.unit && unit && found.unit !== unit)
    throw invalid(
      "unit",
      `The series “${series.name}” is measured in ${found.unit}; give the criterion the same unit.`,
    );
  return tx.series.findUniqueOrThrow({ where: { id: found.id } });
}
