import { CRITERION_STATES } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { newestWindows } from "#server/drift-history.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import type { FactOrigin } from "#server/fact-changes.ts";
import { newRow, noteOf } from "#server/fact-rows.ts";
import { seriesNamed } from "#server/monitor-values.ts";
import { askElsewhere } from "#server/retraining/ask.ts";
import { answerAt, isGroup } from "#stages/answer-at.ts";
import type { Fact, FactBag, FactCounts, FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { driftSeries, driftSetting } from "#stages/monitoring/drift.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResult, WINDOWS_SEEN } from "#stages/monitoring/drift-result.ts";
import { championPeriod, champions } from "#stages/retraining/champion-period.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { type RetrainTriggerData, retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";
import { lookAt, type TriggerLook, type TriggerSight } from "#stages/retraining/trigger-look.ts";

export const TRIGGER_READ = [retrainTrigger, triggerFiring, retrainRun, driftReference, driftResult, championPeriod];

/**
 * Looks at every trigger whose window is due and stores what came of it, under the window's key: a retry, or another worker,
 * finds it there and fires nothing. A trigger that fires queues a run, so that the next one sees it. Within `mutate`.
 */
export async function evaluateTriggers(tx: Tx, access: Access<"fact.record">): Promise<AuditNote[]> {
  const { projectId } = access;
  const notes: AuditNote[] = [];
  const first = await loadFactBag(tx, projectId, TRIGGER_READ);
  for (const trigger of first.of(retrainTrigger)) {
    const facts = notes.length === 0 ? first : await loadFactBag(tx, projectId, TRIGGER_READ);
    const look = lookAt(trigger, await sightOf(tx, projectId, facts, trigger));
    if (look) notes.push(...((await storeLook(tx, access, facts, look))?.notes ?? []));
  }
  return notes;
}

export async function sightOf(
  tx: Tx,
  projectId: string,
  facts: FactBag & FactCounts,
  trigger: Fact<RetrainTriggerData>,
): Promise<TriggerSight> {
  const { timeZone } = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { timeZone: true } });
  const stages = await tx.stage.findMany({ where: { projectId, key: { in: ["monitoring", "retraining"] } } });
  const documents = Object.fromEntries(stages.map(({ key, document }) => [key, document]));
  const criteria = await tx.criterion.findMany({ where: { projectId, removedAt: null } });
  const budget = isGroup(documents.retraining) ? answerAt(documents.retraining, "monthlyBudget") : undefined;
  const setting = driftSetting(documents, facts.of(driftReference).length);
  const rows = await newRowsOf(tx, projectId, facts, trigger);
  return {
    ...{ facts, zone: timeZone, now: now().getTime() },
    drift: driftSeries(facts, await windowsFor(tx, projectId, facts, trigger.data), setting),
    criteria: criteria.map(({ key, state, evaluatedAt }) => ({
      key,
      state: CRITERION_STATES.find((each) => each === state) ?? "no_data",
      evaluatedAt: evaluatedAt?.getTime() ?? null,
    })),
    newRows: () => rows,
    monthlyBudget: typeof budget === "number" ? budget : null,
  };
}

/** A trigger may ask for more windows in a row than the law keeps of each feature. */
async function windowsFor(
  tx: Tx,
  projectId: string,
  facts: FactBag & FactCounts,
  { kind, windows = 1 }: RetrainTriggerData,
) {
  const seen = facts.of(driftResult);
  if (kind !== "drift" || windows <= WINDOWS_SEEN || facts.count(driftResult) === seen.length) return seen;
  const references = facts.of(driftReference).map(({ key }) => key);
  return newestWindows(tx, projectId, { references, newest: windows + 1 });
}

/** Since the last run began, or since the trigger is there. */
async function newRowsOf(tx: Tx, projectId: string, facts: FactBag, { data, recordedAt }: Fact<RetrainTriggerData>) {
  if (!data.rowsSeries) return null;
  const series = await seriesNamed(tx, projectId, data.rowsSeries);
  const since = new Date(facts.of(retrainRun)[0]?.at ?? recordedAt);
  const [row] = await tx.$queryRaw<{ rows: number | null; last: Date | null }[]>`
    select sum(value) as rows, max(ts) as last from metric_point
    where series_id = any(${series.map(({ id }) => id)}::bigint[]) and ts > ${since}`;
  return row?.last ? { rows: row.rows ?? 0, lastAt: row.last.getTime() } : null;
}

type Stored = { firing: string; run: string | null; notes: AuditNote[] };
/** What somebody who pulled it adds; a rule adds nothing. */
type Pulled = { note?: string; origin: FactOrigin };

/** Keeps a look under its window's key, and queues a run where it fires; null where that window was kept before. */
export async function storeLook(
  tx: Tx,
  access: Access<"fact.record">,
  facts: FactBag,
  look: TriggerLook,
  { note, origin }: Pulled = { origin: "rule" },
): Promise<Stored | null> {
  const { trigger, windowKey, fires, reason, saw } = look;
  const key = `${trigger.slice(0, 50)}-${(windowKey.split(":").slice(1).join("") ?? "").replace(/[^0-9TZ]/g, "")}`;
  const where = { projectId_kind_key: { projectId: access.projectId, kind: triggerFiring.kind, key } };
  if (await tx.fact.findUnique({ where, select: { id: true } })) return null;
  const at = now().toISOString();
  const firing = { trigger, evaluatedAt: at, fired: fires, reason, windowKey, saw, ...(note && { note }) };
  const notes = [await add(tx, access, triggerFiring.kind, { key, data: firing, origin })];
  if (!fires) return { firing: key, run: null, notes };
  const { run, note: queued } = await queueRun(tx, access, facts, { firing: key, origin });
  notes.push(queued, ...(await askElsewhere(tx, access, { run, firing: key }, origin === "rule")));
  return { firing: key, run, notes };
}

/** A run that waits for whoever trains: a firing's, or one that somebody asks for. */
export async function queueRun(
  tx: Tx,
  access: Access<"fact.record">,
  facts: FactBag,
  { firing, origin }: { firing: string | null; origin: FactOrigin },
): Promise<{ run: string; note: AuditNote }> {
  const { key, data } = await queuedRun(tx, access.projectId, facts, firing, now().toISOString());
  return { run: key, note: await add(tx, access, retrainRun.kind, { key, data, origin }) };
}

/** What the training system picks up: the champion to beat, and the margin as it stands before anything is compared. */
async function queuedRun(
  tx: Tx,
  projectId: string,
  facts: FactBag,
  firing: string | null,
  at: string,
): Promise<{ key: string; data: FactData }> {
  const taken = await tx.fact.findMany({ where: { projectId, kind: retrainRun.kind }, select: { key: true } });
  const keys = new Set(taken.map(({ key }) => key));
  let number = taken.length + 1;
  while (keys.has(`run-${number}`)) number += 1;
  const champion = champions(facts).present?.data.modelVersion;
  const stage = await tx.stage.findUnique({ where: { projectId_key: { projectId, key: "retraining" } } });
  const margin = isGroup(stage?.document) ? stage.document.margin : undefined;
  const fixed = typeof margin === "number" ? { margin, marginFixedAt: at } : {};
  const data = {
    name: `Run ${number}`,
    ...(firing && { firing }),
    state: "queued",
    ...(champion && { champion }),
    ...fixed,
  };
  return { key: `run-${number}`, data };
}

async function add(
  tx: Tx,
  access: Access<"fact.record">,
  name: string,
  sent: { key: string; data: FactData; origin: FactOrigin },
): Promise<AuditNote> {
  const kind = factKindOf(name);
  const row = await tx.fact.create({ data: newRow(access, kind, sent) });
  return noteOf("fact.add", kind, row, { after: sent.data });
}
