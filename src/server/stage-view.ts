import { allowedVerbs, type VerbOffer } from "#domain/stage-machine.ts";
import type { StageTransition } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { checklistOf, gateOf } from "#server/gates.ts";
import { namesOf } from "#server/names.ts";
import {
  factsOf,
  loadProjectRecord,
  NOT_APPLICABLE,
  type ProjectRecord,
  stageFactsOf,
} from "#server/project-record.ts";
import { contextOf } from "#server/transitions.ts";
import type { ChecklistItem } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";
import { stageOf } from "#stages/registry.ts";

/** One stage as its page and the API show it. `roles` of the reader decide which verbs it offers. */
export async function getStageView(access: Access<"project.read">, stageKey: string) {
  const law = stageOf(stageKey);
  const record = await loadProjectRecord(db, access.projectId);
  const stage = record.stage(stageKey);
  const [checklist, signOffs, entry] = await Promise.all([
    checklistView(access.projectId, record, stageKey),
    signOffView(record, stageKey),
    db.stageTransition.findFirst({
      where: { projectId: access.projectId, stageKey },
      orderBy: { at: "desc" },
      select: { verb: true, reason: true, blockedBy: true, expectedUntil: true, at: true, actorId: true, facts: true },
    }),
  ]);
  const names = await namesOf([stage.ownerId, stage.savedById, entry?.actorId]);
  return {
    ...stage,
    number: law.number,
    title: law.title,
    purpose: law.purpose,
    ownerName: names.get(stage.ownerId) ?? null,
    savedBy: names.get(stage.savedById) ?? null,
    /** The move that brought the stage into its present state; null for one that was never moved. */
    entry: entry && entryView(entry, names.get(entry.actorId) ?? null),
    checklist,
    gate: gateOf(record, law),
    signOffs,
    offers: offersFor(access, record, stageKey),
    mayEdit: access.roles.some((role) => law.editors.includes(role)),
    project: record.project,
    facts: factsOf(record),
  };
}
/** What the gate of a stage reads, for the pictures that show it. */
export async function getStageFacts(access: Access<"project.read">, stageKey: string): Promise<StageFacts> {
  return stageFactsOf(await loadProjectRecord(db, access.projectId), stageKey);
}

type Entry = Pick<StageTransition, "verb" | "reason" | "blockedBy" | "expectedUntil" | "at" | "actorId" | "facts">;

/** `about`: the recorded fact on which a rule's flag rests, as kind and key. */
function entryView({ facts, ...entry }: Entry, by: string | null) {
  const about = typeof facts === "object" && facts !== null && "about" in facts ? facts.about : null;
  return { ...entry, by, about: typeof about === "string" ? about : null };
}

export type StageView = Awaited<ReturnType<typeof getStageView>>;

/** The verbs of this state with the verdict for this reader; signatures given so far are weighed verb by verb. */
function offersFor(access: Access<"project.read">, record: ProjectRecord, stageKey: string): VerbOffer[] {
  const { state } = record.stage(stageKey);
  const gate = gateOf(record, stageOf(stageKey));
  return allowedVerbs(state, contextOf(access, record, stageKey, {}, gate)).map((offer) => {
    const own = contextOf(access, record, stageKey, { verb: offer.verb }, gate);
    return allowedVerbs(state, own).find(({ verb }) => verb === offer.verb) ?? offer;
  });
}

export type ChecklistRow = Awaited<ReturnType<typeof checklistView>>[number];

async function checklistView(projectId: string, record: ProjectRecord, stageKey: string) {
  const law = stageOf(stageKey);
  const [rows, evidence] = await Promise.all([
    db.checklistAnswer.findMany({ where: { projectId, stageKey } }),
    db.evidence.findMany({
      where: { projectId, stageKey, removedAt: null },
      orderBy: { addedAt: "asc" },
      include: { file: true },
    }),
  ]);
  const names = await namesOf([...rows.map((r) => r.updatedBy), ...evidence.map((e) => e.addedBy)]);
  return checklistOf(record, law).map((verdict) => {
    const item = law.checklist.find(({ key }) => key === verdict.key);
    const row = rows.find(({ itemKey }) => itemKey === verdict.key);
    const stored = row?.state === "done" || row?.state === NOT_APPLICABLE ? row.state : "open";
    return {
      ...verdict,
      kind: item?.evidence ?? "link",
      signers: item?.signers ?? [],
      state: stateOf(item, verdict.met, stored),
      reason: row?.reason ?? null,
      updatedAt: row?.updatedAt ?? null,
      updatedBy: names.get(row?.updatedBy) ?? null,
      evidence: evidence
        .filter((e) => e.itemKey === verdict.key)
        .map((e) => ({
          id: e.id,
          kind: e.kind,
          label: e.label,
          url: e.fileId ? `/api/v1/projects/${record.project.slug}/files/${e.fileId}` : e.url,
          value: e.value,
          unit: e.unit,
          status: e.runStatus,
          validUntil: e.validUntil,
          addedAt: e.addedAt,
          addedBy: names.get(e.addedBy) ?? null,
          file: e.file ? { name: e.file.name, sizeBytes: e.file.sizeBytes, sha256: e.file.sha256 } : null,
        })),
    };
  });
}

/** Signed and computed items have no tick of their own: their state is their verdict. What is recorded ticks the others too. */
function stateOf(item: Pick<ChecklistItem, "evidence" | "rule"> | undefined, met: boolean, stored: string): string {
  if (stored === NOT_APPLICABLE) return stored;
  const unticked = item?.evidence === "rule" || item?.evidence === "signoff";
  if (unticked) return met ? "done" : "open";
  return met && item?.rule ? "done" : stored;
}

async function signOffView(record: ProjectRecord, stageKey: string) {
  const mine = record.signOffs.filter((s) => s.stageKey === stageKey);
  const names = await namesOf(mine.map((s) => s.userId));
  return mine.map(({ id, subject, version, decision, role, userId, comment, at, voidedAt, voidedFor, importId }) => ({
    id,
    subject,
    version,
    decision,
    role,
    userId,
    name: names.get(userId) ?? "Somebody who left",
    comment,
    at,
    voidedAt,
    voidedFor,
    imported: importId !== null,
    current: !voidedAt && version === record.stage(stageKey).version,
  }));
}
