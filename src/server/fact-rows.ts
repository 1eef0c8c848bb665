import type { Fact as FactRow, Prisma } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { missing } from "#server/facts.ts";
import { dataOf } from "#server/seen-row.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { FactData } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";

export function findRow(tx: Tx, projectId: string, kind: AnyFactKind, key: string): Promise<FactRow | null> {
  return tx.fact.findUnique({ where: { projectId_kind_key: { projectId, kind: kind.kind, key } } });
}

export async function presentRow(tx: Tx, projectId: string, kind: AnyFactKind, key: string): Promise<FactRow> {
  const row = await findRow(tx, projectId, kind, key);
  if (!row || row.removedAt) throw missing(kind, key);
  return row;
}

/** The columns that follow from a fact's data. `recordedAt`: when it happened, where it does not say so itself. */
export function columnsOf(access: Access<"fact.record">, kind: AnyFactKind, data: FactData, recordedAt: Date) {
  return {
    title: titleOf(kind, data),
    at: timeIn(kind, data) ?? recordedAt,
    data: jsonOf(data),
    changedAt: now(),
    changedByName: access.actor.name,
  };
}

export function newRow(
  access: Access<"fact.record">,
  kind: AnyFactKind,
  { key, data, origin }: { key: string; data: FactData; origin: string },
): Prisma.FactCreateManyInput {
  const recordedAt = now();
  return {
    ...columnsOf(access, kind, data, recordedAt),
    projectId: access.projectId,
    kind: kind.kind,
    key,
    origin,
    recordedAt,
    recordedBy: access.actor.kind === "person" ? access.actor.userId : null,
    recordedByName: access.actor.name,
  };
}

export function titleOf(kind: AnyFactKind, data: FactData): string {
  const value = answerAt(data, kind.name);
  return String(value ?? kind.one).slice(0, 200);
}

/** One line of the audit about one fact. */
export function noteOf(
  action: string,
  kind: AnyFactKind,
  row: FactRow,
  states: Pick<AuditNote, "before" | "after">,
): AuditNote {
  return {
    action,
    stageKey: kind.stage,
    subject: { type: "fact", id: row.id, label: `${kind.one} “${row.title}”` },
    ...states,
  };
}

/** A patch on top of what is there, groups inside as well; null takes a part out. */
export function patched(before: FactData, patch: FactData): FactData {
  const entries = Object.entries(patch).map(([name, value]) => {
    const known = before[name];
    return [name, isGroup(value) && isGroup(known) ? patched(known, value) : value] as const;
  });
  return { ...before, ...Object.fromEntries(entries) };
}

export function storedData(row: Pick<FactRow, "data">): FactData {
  return dataOf(row.data);
}

function timeIn(kind: AnyFactKind, data: FactData): Date | null {
  const value = kind.at ? answerAt(data, kind.at) : undefined;
  return typeof value === "string" ? new Date(value) : null;
}

function jsonOf(data: FactData) {
  return JSON.parse(JSON.stringify(data));
}

function isGroup(value: unknown): value is FactData {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
