import { Prisma } from "#generated/prisma/client.ts";
import type { Actor, AnyAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";

/** One line of the audit: what was done to what. `action` reads as `noun.verb`. */
export type AuditNote = {
  action: string;
  subject: { type: string; id: string; label?: string };
  stageKey?: string;
  before?: unknown;
  after?: unknown;
  reason?: string;
  /** For writes that make a project: the access that allowed them has none yet. */
  projectId?: string;
  /** Who did this part, where it is not who writes: a rule that the write set off. */
  actor?: Actor;
};

/** Called by `mutate` inside its transaction; a failure here undoes the write. */
export async function writeAudit(tx: Tx, access: AnyAccess, notes: readonly AuditNote[]): Promise<void> {
  await tx.auditEvent.createMany({ data: notes.map((note) => rowOf(note, access)) });
}

function rowOf(note: AuditNote, access: AnyAccess) {
  const actor = note.actor ?? access.actor;
  return {
    projectId: note.projectId ?? access.projectId,
    stageKey: note.stageKey ?? null,
    actorId: actor.kind === "person" ? actor.userId : null,
    actorKind: actor.kind,
    actorName: actor.name,
    action: note.action,
    subjectType: note.subject.type,
    subjectId: note.subject.id,
    subject: note.subject.label ?? "",
    before: json(note.before),
    after: json(note.after),
    reason: note.reason ?? null,
    at: now(),
  };
}

function json(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === undefined || value === null ? Prisma.DbNull : JSON.parse(JSON.stringify(value));
}
