import { AppError } from "#domain/errors.ts";
import { withArticle } from "#lib/article.ts";
import { type Access, systemAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { factOf } from "#server/fact-bag.ts";
import { loadFactContext } from "#server/fact-context.ts";
import { appendOnly, isKept, judgeFact, refuseUnlessWriter, type Sent } from "#server/fact-judgement.ts";
import { keyFrom } from "#server/fact-keys.ts";
import { indexReferences, referrersOf } from "#server/fact-references.ts";
import { columnsOf, findRow, newRow, noteOf, patched, presentRow, storedData, titleOf } from "#server/fact-rows.ts";
import { type FactView, missing, viewOf } from "#server/facts.ts";
import { differences, sameJson } from "#server/json-differences.ts";
import { ALARMING_KINDS, evaluateMonitors } from "#server/monitors.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import type { FactData } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import type { WireFormat } from "#wire/heard.ts";

export type Recording = Access<"fact.record">;
export type FactOrigin = "hand" | "api" | "import" | "rule" | WireFormat;

/** Records a fact. A key that is taken is CONFLICT; left out, it is made from the fact's name. */
export async function addFact(
  access: Recording,
  kind: AnyFactKind,
  sent: Sent,
  origin: FactOrigin = "hand",
): Promise<FactView> {
  refuseUnlessWriter(access, kind, sent.data);
  return mutate(access, async (tx) => {
    const context = await loadFactContext(tx, access.projectId, { kind, datas: [sent.data] });
    const taken = sent.key ? await findRow(tx, access.projectId, kind, sent.key) : null;
    if (taken && !taken.removedAt)
      throw new AppError("CONFLICT", `There is already ${withArticle(kind.one)} “${taken.key}”.`, {
        current: viewOf(kind, taken, context),
      });
    const data = judgeFact(kind, sent, context, await indexReferences(tx, access.projectId, kind, [sent.data]));
    const key = sent.key ?? (await freeKey(tx, access.projectId, kind, data));
    const row = taken
      ? await tx.fact.update({
          where: { id: taken.id },
          data: { ...columnsOf(access, kind, data, now()), removedAt: null, version: { increment: 1 } },
        })
      : await tx.fact.create({ data: newRow(access, kind, { key, data, origin }) });
    const audit = [noteOf("fact.add", kind, row, { after: data }), ...(await consequences(tx, access, kind))];
    return { value: viewOf(kind, row, context), audit };
  });
}

/** Changes parts of a fact; null takes a part out. A stale version is CONFLICT with the current fact. */
export async function changeFact(
  access: Recording,
  kind: AnyFactKind,
  key: string,
  { version, patch }: { version?: number | undefined; patch: FactData },
): Promise<FactView> {
  refuseUnlessWriter(access, kind, patch);
  if (isKept(kind)) throw appendOnly(kind);
  return mutate(access, async (tx) => {
    const row = await presentRow(tx, access.projectId, kind, key);
    const before = storedData(row);
    const next = patched(before, patch);
    const context = await loadFactContext(tx, access.projectId, { kind, datas: [next] });
    if (version !== undefined && version !== row.version)
      throw new AppError("CONFLICT", `${row.changedByName} changed this ${kind.one} after you opened it.`, {
        current: viewOf(kind, row, context),
      });
    const index = await indexReferences(tx, access.projectId, kind, [next]);
    const data = judgeFact(kind, { data: next }, { ...context, before: factOf(row) }, index);
    if (sameJson(before, data)) return { value: viewOf(kind, row, context), audit: "unchanged" };
    const after = await tx.fact.update({
      where: { id: row.id },
      data: { ...columnsOf(access, kind, data, row.recordedAt), version: { increment: 1 } },
    });
    const audit = [
      noteOf("fact.change", kind, after, differences(before, data)),
      ...(await consequences(tx, access, kind)),
    ];
    return { value: viewOf(kind, after, context), audit };
  });
}

/** Takes a fact out of sight and of judgement; refused while others refer to it. `restoreFact` is the way back. */
export async function removeFact(access: Recording, kind: AnyFactKind, key: string): Promise<void> {
  refuseUnlessWriter(access, kind, {});
  if (kind.signed) throw appendOnly(kind);
  return mutate(access, async (tx) => {
    const row = await presentRow(tx, access.projectId, kind, key);
    const names = await referrersOf(tx, access.projectId, kind, key);
    if (names.length > 0)
      throw new AppError(
        "CONFLICT",
        `${names.join(", ")} ${names.length === 1 ? "refers" : "refer"} to this ${kind.one}. Change that first.`,
      );
    await tx.fact.update({ where: { id: row.id }, data: { removedAt: now() } });
    const audit = [noteOf("fact.remove", kind, row, { before: row.data }), ...(await consequences(tx, access, kind))];
    return { value: undefined, audit };
  });
}

export async function restoreFact(access: Recording, kind: AnyFactKind, key: string): Promise<FactView> {
  refuseUnlessWriter(access, kind, {});
  return mutate(access, async (tx) => {
    const row = await findRow(tx, access.projectId, kind, key);
    if (!row) throw missing(kind, key);
    const context = await loadFactContext(tx, access.projectId, { kind, datas: [storedData(row)] });
    if (!row.removedAt) return { value: viewOf(kind, row, context), audit: "unchanged" };
    const restored = await tx.fact.update({ where: { id: row.id }, data: { removedAt: null } });
    const audit = [noteOf("fact.restore", kind, row, { after: row.data }), ...(await consequences(tx, access, kind))];
    return { value: viewOf(kind, restored, context), audit };
  });
}

/** Alerts and the rules that send stages back look at facts, so they are asked at once. */
export async function consequences(
  tx: Tx,
  { projectId, slug }: Recording,
  { kind }: AnyFactKind,
): Promise<AuditNote[]> {
  if (ALARMING_KINDS.includes(kind)) await evaluateMonitors(tx, projectId);
  return applyBackwardRules(tx, systemAccess(projectId, slug, "Rules"));
}

async function freeKey(tx: Tx, projectId: string, kind: AnyFactKind, data: FactData): Promise<string> {
  const rows = await tx.fact.findMany({ where: { projectId, kind: kind.kind }, select: { key: true } });
  const taken = new Set(rows.map(({ key }) => key));
  return keyFrom(titleOf(kind, data), (key) => taken.has(key));
}
