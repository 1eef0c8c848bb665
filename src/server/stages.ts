import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { anyOf } from "#domain/permissions.ts";
import { decide } from "#domain/stage-machine.ts";
import { dayText } from "#domain/storable-time.ts";
import type { StageState } from "#domain/vocabulary.ts";
import { type Access, alsoProves } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { asJson, differences, sameJson } from "#server/json-differences.ts";
import { mutate } from "#server/mutate.ts";
import { projectFollows } from "#server/project-answers.ts";
import { loadProjectRecord, type ProjectRecord } from "#server/project-record.ts";
import { keepRevisions } from "#server/revisions.ts";
import { applyTransition, contextOf } from "#server/transitions.ts";
import { refuseUnsavable } from "#server/unsavable.ts";
import { parseDraft } from "#stages/draft.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";

export const saveStageSchema = z.strictObject({ version: z.int().min(0), document: z.record(z.string(), z.unknown()) });
export const planStageSchema = z.strictObject({
  ownerId: z.uuid().nullable().optional(),
  dueOn: dayText().nullable().optional(),
});

export type SavedStage = { key: string; state: StageState; version: number; document: StageDocument; savedAt: Date };

/**
 * Saves a draft whole. The version is the one that the writer read; a stale one is CONFLICT with the current draft. The
 * first save starts the stage where its entry conditions hold; otherwise the draft is kept and the stage waits.
 */
export async function saveStage(
  access: Access<"stage.edit">,
  stageKey: string,
  input: z.infer<typeof saveStageSchema>,
): Promise<SavedStage> {
  const stage = stageOf(stageKey);
  if (!access.roles.some((role) => stage.editors.includes(role)))
    throw new AppError("FORBIDDEN", `“${stage.title}” is filled in by ${anyOf(stage.editors)}.`);
  const parsed = parseDraft(stage, input.document);
  if (!parsed.ok) throw new AppError("INVALID", problemsIn(parsed.issues.length), { issues: parsed.issues });
  return mutate(access, async (tx) => {
    const record = await loadProjectRecord(tx, access.projectId);
    const before = record.stage(stageKey);
    refuseUnsavable(stage, before.state);
    if (before.version !== input.version) throw await staleDraft(tx, record, stageKey);
    const notes: AuditNote[] = [];
    if (before.state === "not_started" && mayStart(access, record, stageKey))
      notes.push((await applyTransition(tx, alsoProves(access, "stage.move"), stageKey, { verb: "start" })).audit);
    if (sameJson(before.document, parsed.document)) return keep(before, stageKey, notes);
    const savedAt = now();
    const savedById = access.actor.kind === "person" ? access.actor.userId : null;
    const after = await tx.stage.upsert({
      where: { projectId_key: { projectId: access.projectId, key: stageKey } },
      create: {
        projectId: access.projectId,
        key: stageKey,
        since: savedAt,
        version: 1,
        document: asJson(parsed.document),
        savedAt,
        savedById,
      },
      update: { version: { increment: 1 }, document: asJson(parsed.document), savedAt, savedById },
    });
    const followed = [
      ...(await projectFollows(tx, access, record, stageKey, parsed.document)),
      ...(await keepRevisions(tx, access, stageKey, parsed.document)),
    ];
    const changed = differences(before.document, parsed.document);
    notes.push({
      action: "stage.save",
      stageKey,
      subject: { type: "stage", id: stageKey, label: stage.title },
      ...changed,
    });
    const state = notes.length > 1 ? "in_progress" : before.state;
    notes.push(...followed);
    return {
      value: { key: stageKey, state, version: after.version, document: parsed.document, savedAt },
      audit: notes,
    };
  });
}

/** Who owns the stage and until when; no part of what is signed, so the version stays. */
export async function planStage(
  access: Access<"stage.move">,
  stageKey: string,
  input: z.infer<typeof planStageSchema>,
) {
  const stage = stageOf(stageKey);
  return mutate(access, async (tx) => {
    if (input.ownerId && !(await tx.member.count({ where: { projectId: access.projectId, userId: input.ownerId } })))
      throw new AppError("INVALID", "The owner must be a member of the project.", {
        issues: [{ path: "ownerId", message: "Not a member" }],
      });
    const where = { projectId_key: { projectId: access.projectId, key: stageKey } };
    const before = await tx.stage.findUnique({ where });
    const data = {
      ...(input.ownerId === undefined ? {} : { ownerId: input.ownerId }),
      ...(input.dueOn === undefined ? {} : { dueOn: input.dueOn ? new Date(input.dueOn) : null }),
    };
    const after = await tx.stage.upsert({
      where,
      create: { projectId: access.projectId, key: stageKey, since: now(), ...data },
      update: data,
    });
    const pick = (row: typeof before) => ({ ownerId: row?.ownerId ?? null, dueOn: row?.dueOn ?? null });
    if (sameJson(asJson(pick(before)), asJson(pick(after)))) return { value: after, audit: "unchanged" };
    const subject = { type: "stage", id: stageKey, label: stage.title };
    return {
      value: after,
      audit: { action: "stage.plan", stageKey, subject, before: pick(before), after: pick(after) },
    };
  });
}

async function staleDraft(tx: Tx, record: ProjectRecord, stageKey: string): Promise<AppError> {
  const { version, document, savedAt, savedById, state } = record.stage(stageKey);
  const person = savedById ? await tx.user.findUnique({ where: { id: savedById }, select: { name: true } }) : null;
  const savedBy = person?.name ?? "a service";
  return new AppError(
    "CONFLICT",
    `${savedBy === "a service" ? "A service" : savedBy} saved this stage after you opened it.`,
    {
      current: { version, document, savedAt, savedBy, state },
    },
  );
}

function mayStart(access: Access<"stage.edit">, record: ProjectRecord, stageKey: string): boolean {
  const gate = { ready: false, requirements: [] };
  return decide("not_started", "start", contextOf(access, record, stageKey, { verb: "start" }, gate)).ok;
}

function keep(
  before: { state: StageState; version: number; document: StageDocument; savedAt: Date | null },
  key: string,
  notes: AuditNote[],
) {
  const state: StageState = notes.length > 0 ? "in_progress" : before.state;
  const value = { key, state, version: before.version, document: before.document, savedAt: before.savedAt ?? now() };
  return { value, audit: notes.length > 0 ? notes : ("unchanged" as const) };
}

function problemsIn(count: number): string {
  return count === 1 ? "One answer needs another look." : `${count} answers need another look.`;
}
