import { type BackwardFlag, firingRules, flagsDue, recovered, type StageMove, wasDismissed } from "#domain/backward.ts";
import { AppError } from "#domain/errors.ts";
import type { StageTransition } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { backwardFacts } from "#server/backward-facts.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { log } from "#server/log.ts";
import { factsOf, loadProjectRecord, type ProjectRecord } from "#server/project-record.ts";
import { restOf } from "#server/resting.ts";
import { applyTransition, type RuleGrounds } from "#server/transitions.ts";

/**
 * One evaluation of the backward rules: flags the finished stages that they send back (T7), and counts towards the
 * recovery of those that they had flagged (T9). Runs inside `mutate`; hands back what the audit keeps.
 */
export async function applyBackwardRules(tx: Tx, access: Access): Promise<AuditNote[]> {
  const found = await evaluate(tx, access.projectId);
  if (!found) return [];
  const notes: AuditNote[] = [];
  for (const flag of found.due) notes.push(...(await raise(tx, access, flag)));
  for (const flag of standingFlags(found.record, found.transitions))
    notes.push(...(await recover(tx, access, found.record, flag, found.firing)));
  return notes;
}

/**
 * Only the flags, right where somebody made them due. No evaluation: two quick changes must not count as the two that a
 * recovery takes. The audit names the rule, not the person whose change set it off.
 */
export async function raiseDueFlags(tx: Tx, access: Access): Promise<AuditNote[]> {
  const found = await evaluate(tx, access.projectId);
  const notes: AuditNote[] = [];
  for (const flag of found?.due ?? []) notes.push(...(await raise(tx, access, flag)));
  return notes.map((note) => ({ ...note, actor: access.actor }));
}

/** Null while no stage is done or flagged, or the project rests: then no rule has anything to send back. */
async function evaluate(tx: Tx, projectId: string) {
  if ((await tx.stage.count({ where: { projectId, state: { in: ["done", "needs_attention"] } } })) === 0) return null;
  const record = await loadProjectRecord(tx, projectId);
  if (restOf(record)) return null;
  const transitions = await tx.stageTransition.findMany({
    where: { projectId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  const firing = firingRules(await backwardFacts(tx, record, transitions));
  const moves = transitions.map(moveOf);
  const due = flagsDue(firing, factsOf(record).states, (flag) => wasDismissed(flag, moves, now().getTime()));
  return { record, transitions, firing, due };
}

async function raise(tx: Tx, access: Access, flag: BackwardFlag): Promise<AuditNote[]> {
  const grounds = { rule: flag.rule, facts: { factsKey: flag.factsKey, because: flag.because, about: flag.about } };
  await forgetRecovery(tx, access.projectId, flag.stage);
  return move(tx, access, flag.stage, "flag", flag.because, grounds);
}

function moveOf({ stageKey, verb, at, rule, facts }: StageTransition): StageMove {
  return { stage: stageKey, verb, at: at.getTime(), rule, factsKey: factsKeyOf(facts) };
}

/** Flags that a rule raised and nobody has dealt with: the last move of a stage that still needs attention. */
function standingFlags(record: ProjectRecord, transitions: readonly StageTransition[]): StageTransition[] {
  const last = new Map(transitions.map((t) => [t.stageKey, t]));
  return [...last.values()].filter(
    ({ stageKey, verb, actorKind }) =>
      verb === "flag" && actorKind === "rule" && record.stage(stageKey).state === "needs_attention",
  );
}

async function recover(
  tx: Tx,
  access: Access,
  record: ProjectRecord,
  flag: StageTransition,
  firing: readonly BackwardFlag[],
): Promise<AuditNote[]> {
  const { stageKey, rule } = flag;
  if (firing.some(({ stage }) => stage === stageKey)) {
    await forgetRecovery(tx, access.projectId, stageKey);
    return [];
  }
  const falseEvaluations = await countRecovery(tx, access.projectId, stageKey);
  if (!recovered({ rule, falseEvaluations, edited: await editedSince(tx, record, flag) })) return [];
  await forgetRecovery(tx, access.projectId, stageKey);
  const reason = `What raised ${rule} is gone for two evaluations, and nobody edited the stage.`;
  return move(tx, access, stageKey, "dismiss", reason, { rule, facts: { recovered: true }, recovered: true });
}

async function editedSince(
  tx: Tx,
  record: ProjectRecord,
  { stageKey, version, at, projectId }: StageTransition,
): Promise<boolean> {
  const stage = record.stage(stageKey);
  if (stage.version !== version || (stage.savedAt !== null && stage.savedAt > at)) return true;
  return (await tx.checklistAnswer.count({ where: { projectId, stageKey, updatedAt: { gt: at } } })) > 0;
}

/** A refusal is the law's word on facts that changed under us, never a reason to lose the evaluation itself. */
async function move(
  tx: Tx,
  access: Access,
  stageKey: string,
  verb: "flag" | "dismiss",
  reason: string,
  grounds: RuleGrounds,
): Promise<AuditNote[]> {
  try {
    const { audit } = await applyTransition(tx, access, stageKey, { verb, reason }, grounds);
    return [audit];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn(
      { projectId: access.projectId, stageKey, verb, rule: grounds.rule, refusal: error.message },
      "a rule was refused",
    );
    return [];
  }
}

async function countRecovery(tx: Tx, projectId: string, stageKey: string): Promise<number> {
  const rows = await tx.$queryRaw<{ evaluations: number }[]>`
    insert into flag_recovery as f (project_id, stage_key, evaluations) values (${projectId}::uuid, ${stageKey}, 1)
    on conflict (project_id, stage_key) do update set evaluations = f.evaluations + 1 returning evaluations`;
  return rows[0]?.evaluations ?? 0;
}

async function forgetRecovery(tx: Tx, projectId: string, stageKey: string): Promise<void> {
  await tx.$executeRaw`delete from flag_recovery where project_id = ${projectId}::uuid and stage_key = ${stageKey}`;
}

function factsKeyOf(facts: unknown): string | null {
  const known = typeof facts === "object" && facts !== null && "factsKey" in facts ? facts.factsKey : null;
  return typeof known === "string" ? known : null;
}
