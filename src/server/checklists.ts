import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import { STATE_WORDS } from "#domain/prerequisites.ts";
import type { Role, StageState } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import {
  decideNotApplicable,
  type ItemPlace,
  signItem,
  voidAcceptance,
  withdrawSignatures,
} from "#server/item-signatures.ts";
import { mutate } from "#server/mutate.ts";
import { loadProjectRecord, NOT_APPLICABLE } from "#server/project-record.ts";
import type { ChecklistItem, StageDefinition } from "#stages/define-stage.ts";
import { stageOf } from "#stages/registry.ts";

const label = z.string().trim().max(200).optional();
const validDays = z.int().min(1).max(3650).optional();

/** What proves an item. A sign-off names nobody: it is by whoever sends it. */
export const evidenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("link"),
    url: z.url({ protocol: /^https?$/, error: "An http or https address" }).max(2000, "At most 2,000 characters"),
    label,
    validDays,
  }),
  z.strictObject({ kind: z.literal("file"), fileId: z.uuid(), label, validDays }),
  z.strictObject({
    kind: z.literal("metric"),
    label,
    value: z.number(),
    unit: z.string().max(40).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    validDays,
  }),
  z.strictObject({
    kind: z.literal("run"),
    label,
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    status: z.string().max(40).optional(),
    validDays,
  }),
  z.strictObject({ kind: z.literal("signoff"), comment: z.string().trim().max(2000).optional() }),
]);
export type EvidenceInput = z.infer<typeof evidenceSchema>;

export const itemChangeSchema = z.strictObject({
  state: z.enum(["open", "done", "not_applicable"]),
  reason: z.string().trim().max(1000).optional(),
  evidence: z.union([evidenceSchema, z.array(evidenceSchema).max(20)]).optional(),
});
export type ItemChange = z.infer<typeof itemChangeSchema>;

const LOCKED = ["in_review", "not_applicable"];

/** Ticks, unticks or sets aside one checklist item, with the evidence that proves it. */
export async function setItem(access: Access<"evidence.add">, stageKey: string, itemKey: string, input: ItemChange) {
  const stage = stageOf(stageKey);
  const item = stage.checklist.find(({ key }) => key === itemKey);
  if (!item) throw new AppError("NOT_FOUND", `“${stage.title}” has no checklist item ${itemKey}.`);
  if (item.evidence === "rule" && input.state === "done") throw computed();
  const evidence =
    input.evidence === undefined ? [] : Array.isArray(input.evidence) ? input.evidence : [input.evidence];
  return mutate(access, async (tx) => {
    const { state, version } = (await loadProjectRecord(tx, access.projectId)).stage(stageKey);
    refuseLocked(stage, state);
    const scope = { projectId: access.projectId, stageKey, itemKey };
    const change = {
      state: input.state,
      reason: input.reason ?? null,
      updatedAt: now(),
      updatedBy: access.actor.kind === "person" ? access.actor.userId : null,
    };
    const where = { projectId_stageKey_itemKey: scope };
    const before = await tx.checklistAnswer.findUnique({ where });
    if (item.evidence === "rule" && input.state === "open" && before?.state !== "not_applicable") throw computed();
    if (before && item.evidence !== "signoff" && evidence.length === 0 && isSame(before, change, access.roles))
      return { value: before, audit: "unchanged" };
    await keepProof(tx, access, { stageKey, item, version }, input, evidence);
    const after = await tx.checklistAnswer.upsert({ where, create: { ...scope, ...change }, update: change });
    const audit: AuditNote = {
      action: `item.${item.evidence === "signoff" && input.state === "done" ? "sign" : ITEM_VERBS[input.state]}`,
      stageKey,
      subject: { type: "item", id: itemKey, label: item.label },
      before: before ? { state: before.state, reason: before.reason } : undefined,
      after: { state: after.state, evidence },
      reason: input.reason,
    };
    return { value: after, audit };
  });
}

function refuseLocked({ title }: StageDefinition, state: StageState): void {
  if (!LOCKED.includes(state)) return;
  throw new AppError("CONFLICT", `“${title}” is ${STATE_WORDS[state]}; its checklist cannot change now.`, {
    current: { state },
  });
}

const ITEM_VERBS = { open: "untick", done: "tick", not_applicable: "set-aside" } as const;

type Answer = { state: string; reason: string | null };

/** It can be set aside and taken back, nothing else. */
function computed(): AppError {
  return new AppError("CONFLICT", "This item is computed from the project’s data and cannot be ticked by hand.");
}

/** A lead who repeats a reason accepts it, so that is something new. */
function isSame(before: Answer, after: Answer, roles: readonly Role[]): boolean {
  if (after.state === NOT_APPLICABLE && roles.includes("LD")) return false;
  return before.state === after.state && before.reason === after.reason;
}

async function keepProof(
  tx: Tx,
  access: Access<"evidence.add">,
  place: ItemPlace,
  input: ItemChange,
  evidence: EvidenceInput[],
) {
  const { stageKey, item } = place;
  if (input.state === "done") await voidAcceptance(tx, access, place);
  if (input.state === "done" && item.evidence === "signoff")
    return signItem(tx, access, place, evidence[0]?.kind === "signoff" ? (evidence[0].comment ?? null) : null);
  await addEvidence(tx, access, stageKey, item, evidence);
  if (input.state === "done") return requireEvidence(tx, access, stageKey, item);
  if (input.state === "open") return withdrawSignatures(tx, access, place);
  if (!input.reason) throw invalid("reason", "Say why the item does not apply.");
  await decideNotApplicable(tx, access, place);
}

export async function removeEvidence(access: Access<"evidence.add">, evidenceId: string) {
  return mutate(access, async (tx) => {
    const where = { id: evidenceId, projectId: access.projectId, removedAt: null };
    const before = isId(evidenceId) ? await tx.evidence.findFirst({ where }) : null;
    if (!before) throw new AppError("NOT_FOUND", "There is no such evidence.");
    refuseLocked(
      stageOf(before.stageKey),
      (await loadProjectRecord(tx, access.projectId)).stage(before.stageKey).state,
    );
    const after = await tx.evidence.update({ where: { id: evidenceId }, data: { removedAt: now() } });
    const subject = { type: "evidence", id: evidenceId, label: before.label };
    return { value: after, audit: { action: "evidence.remove", stageKey: before.stageKey, subject, before } };
  });
}

async function requireEvidence(
  tx: Tx,
  access: Access<"evidence.add">,
  stageKey: string,
  item: ChecklistItem,
): Promise<void> {
  if (item.evidence === "signoff" || item.evidence === "rule") return;
  const where = { projectId: access.projectId, stageKey, itemKey: item.key, kind: item.evidence, removedAt: null };
  const fresh = { OR: [{ validUntil: null }, { validUntil: { gt: now() } }] };
  if (await tx.evidence.count({ where: { ...where, ...fresh } })) return;
  const words = { link: "a link", file: "a file", metric: "a metric with its value", run: "a run" }[item.evidence];
  throw invalid("evidence", `Add ${words} as evidence; that is what proves this item.`);
}

async function addEvidence(
  tx: Tx,
  access: Access<"evidence.add">,
  stageKey: string,
  item: ChecklistItem,
  given: readonly EvidenceInput[],
) {
  for (const evidence of given) {
    if (evidence.kind === "signoff") throw invalid("evidence.kind", "This item is not proven by a sign-off.");
    if (
      evidence.kind === "file" &&
      !(await tx.storedFile.count({ where: { id: evidence.fileId, projectId: access.projectId } }))
    )
      throw invalid("evidence.fileId", "There is no such file in this project. Upload it first.");
    await tx.evidence.create({ data: evidenceRow(access, stageKey, item, evidence) });
  }
}

function evidenceRow(
  access: Access<"evidence.add">,
  stageKey: string,
  item: ChecklistItem,
  evidence: Exclude<EvidenceInput, { kind: "signoff" }>,
) {
  const addedAt = now();
  return {
    projectId: access.projectId,
    stageKey,
    itemKey: item.key,
    kind: evidence.kind,
    label: evidence.label ?? defaultLabel(item, evidence),
    url: "url" in evidence ? (evidence.url ?? null) : null,
    fileId: evidence.kind === "file" ? evidence.fileId : null,
    value: evidence.kind === "metric" ? evidence.value : null,
    unit: evidence.kind === "metric" ? (evidence.unit ?? null) : null,
    runStatus: evidence.kind === "run" ? (evidence.status ?? null) : null,
    validUntil: evidence.validDays ? new Date(addedAt.getTime() + evidence.validDays * 86_400_000) : null,
    addedAt,
    addedBy: access.actor.kind === "person" ? access.actor.userId : null,
  };
}

function defaultLabel(item: ChecklistItem, evidence: EvidenceInput): string {
  if (evidence.kind === "link") return new URL(evidence.url).hostname;
  if (evidence.kind === "metric") return `${evidence.value} ${evidence.unit ?? ""}`.trim();
  return item.label;
}
