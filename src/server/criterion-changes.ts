import type { z } from "zod";
import {
  type Criterion,
  type CriterionInput,
  type CriterionPatch,
  criterionInputSchema,
  criterionPatchSchema,
  withCriterionDefaults,
} from "#domain/criteria.ts";
import { criterionIssues, judgesAnew, movesGoalposts } from "#domain/criterion-rules.ts";
import { AppError, type Issue, invalid } from "#domain/errors.ts";
import { progress } from "#domain/progress.ts";
import { type Access, systemAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import { viewOf, WITH_SERIES } from "#server/criteria.ts";
import {
  forgetEvaluations,
  forgetJudged,
  keepChange,
  resolveAlerts,
  standingCriterion,
  touchStage,
} from "#server/criterion-effects.ts";
import { easedSince, refuseBadLink, refuseWhileSupported } from "#server/criterion-goals.ts";
import { criterionOf } from "#server/criterion-row.ts";
import type { Tx } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { findOrCreateSeries } from "#server/series.ts";
import { raiseDueFlags } from "#server/stage-flags.ts";

export async function addCriterion(access: Access<"criterion.edit">, input: CriterionInput) {
  const criterion = withCriterionDefaults(read(criterionInputSchema, input));
  refuseContradictions(criterion);
  return mutate(access, async (tx) => {
    const standing = await tx.criterion.findUnique({
      where: { projectId_key: { projectId: access.projectId, key: criterion.key } },
    });
    if (standing && !standing.removedAt) throw takenKey(criterion.key);
    await refuseBadLink(tx, access.projectId, criterion, null);
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
          data: { ...row, ...UNMEASURED, loosenedAt: await eased(tx, standing, criterion), version: { increment: 1 } },
          include: WITH_SERIES,
        })
      : await tx.criterion.create({ data: { ...row, createdAt: at }, include: WITH_SERIES });
    await forgetEvaluations(tx, after.id);
    await keepChange(tx, access, after.id, after.version, null, criterion);
    await touchStage(tx, access.projectId);
    return { value: viewOf(after), audit: note("criterion.add", after, undefined, criterion) };
  });
}

/** `version`: the one that the writer read. Scripts may leave it out; their change lands on whatever stands. */
export type CriterionChange = CriterionPatch & { version?: number | undefined };

/**
 * Changes a criterion; a new definition is judged anew from its first window, and moved goalposts flag the stages that
 * rest on them at once (B2.1). `reason` is kept with the change.
 */
export async function changeCriterion(
  access: Access<"criterion.edit">,
  key: string,
  { version, ...patch }: CriterionChange,
  reason?: string,
) {
  return mutate(access, async (tx) => {
    const row = await standingCriterion(tx, access.projectId, key, version);
    const { state: _, ...before } = criterionOf(row);
    const given = givenIn(patch);
    const after: Criterion = { ...before, ...given, key };
    refuseContradictions(after);
    if (JSON.stringify(before) === JSON.stringify(after)) return { value: viewOf(row), audit: "unchanged" };
    const moved = movesGoalposts(before, after);
    if (moved) await demandReason(tx, access.projectId, reason);
    await refuseBadLink(tx, access.projectId, after, before);
    const series = await wiredSeries(tx, access.projectId, after);
    const ownerId = after.owner === before.owner ? row.ownerId : await ownerFor(tx, access, after.owner);
    const anew = judgesAnew(before, after);
    const silent = series.id !== row.seriesId && !series.lastPointAt;
    const next = await tx.criterion.update({
      where: { id: row.id },
      data: {
        ...columnsOf(after),
        ...{ seriesId: series.id, ownerId, version: { increment: 1 }, updatedAt: now() },
        ...(moved && { loosenedAt: await eased(tx, row, after, before) }),
        ...(anew && { nextWindowEnd: series.lastPointAt && now() }),
        ...(silent ? UNMEASURED : { progress: progressOf(after, row.value) }),
      },
      include: WITH_SERIES,
    });
    await forgetJudged(tx, row.id, { anew, silent });
    await keepChange(tx, access, row.id, next.version, before, after, reason);
    await touchStage(tx, access.projectId);
    const flagged = moved ? await flagWhatRests(tx, access) : [];
    return { value: viewOf(next), audit: [{ ...note("criterion.change", next, before, after), reason }, ...flagged] };
  });
}

export async function removeCriterion(access: Access<"criterion.edit">, key: string, reason: string) {
  if (!reason.trim()) throw invalid("reason", "Say why the criterion goes; the reason is kept.");
  return mutate(access, async (tx) => {
    const row = await standingCriterion(tx, access.projectId, key);
    const { state: _, ...before } = criterionOf(row);
    await refuseWhileSupported(tx, access.projectId, key);
    const after = await tx.criterion.update({
      where: { id: row.id },
      data: { removedAt: now(), nextWindowEnd: null, version: { increment: 1 } },
      include: WITH_SERIES,
    });
    await keepChange(tx, access, row.id, after.version, before, null, reason);
    await resolveAlerts(tx, row.id, "The criterion was removed.");
    await touchStage(tx, access.projectId);
    return { value: viewOf(after), audit: { ...note("criterion.remove", row, before, undefined), reason } };
  });
}

/** Stages 2 and 6 stand on the limits: where they are done, a moved one sends them back in the same transaction. */
function flagWhatRests(tx: Tx, { projectId, slug }: Access<"criterion.edit">): Promise<AuditNote[]> {
  return raiseDueFlags(tx, systemAccess(projectId, slug, "Rules"));
}

type Row = { id: string; projectId: string; loosenedAt: Date | null };

function eased(tx: Tx, { id, projectId, loosenedAt }: Row, after: Criterion, before: Criterion | null = null) {
  return easedSince(tx, { projectId, criterionId: id, since: loosenedAt }, before, after);
}

/** What is shown of a criterion whose series holds nothing yet. */
const UNMEASURED = {
  ...{ state: "no_data", value: null, samples: null, progress: null },
  ...{ stateSince: null, evaluatedAt: null },
} as const;

function read<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("INVALID", issues[0]?.message ?? "That is no criterion.", { issues });
}

/** The answers that the patch gives, in the stored form. */
function givenIn(patch: CriterionPatch): Partial<Criterion> {
  const { series, ...rest } = read(criterionPatchSchema, patch);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return series ? { ...given, series: { name: series.name, labels: series.labels ?? {} } } : given;
}

function progressOf(criterion: Criterion, value: number | null): number | null {
  return value === null ? null : progress(criterion, value);
}

function columnsOf(criterion: Criterion) {
  const { key: _, series: __, segment: ___, owner: ____, ...columns } = criterion;
  return columns;
}

function refuseContradictions(criterion: Criterion): void {
  const issues: Issue[] = criterionIssues(criterion);
  if (issues.length > 0) throw new AppError("INVALID", issues.map(({ message }) => message).join(" "), { issues });
}

async function demandReason(tx: Tx, projectId: string, reason: string | undefined): Promise<void> {
  if (reason?.trim()) return;
  if ((await tx.stageTransition.count({ where: { projectId, stageKey: "model", verb: "start" } })) === 0) return;
  throw invalid(
    "reason",
    "Modelling has begun: say why this limit moves. The reason is kept, and stages 2 and 6 are flagged.",
  );
}

async function ownerFor(tx: Tx, access: Access<"criterion.edit">, owner: string | null): Promise<string | null> {
  if (!owner) return access.actor.kind === "person" ? access.actor.userId : null;
  const where = { projectId: access.projectId, userId: owner };
  if (!isId(owner) || !(await tx.member.count({ where })))
    throw invalid("owner", "The owner must be a member of the project.");
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
