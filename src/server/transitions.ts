import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { Refusal, TransitionContext } from "#domain/stage-decision.ts";
import { decide } from "#domain/stage-machine.ts";
import { dayText } from "#domain/storable-time.ts";
import { ROLES, type Role, STAGE_VERBS, type StageState, type StageVerb } from "#domain/vocabulary.ts";
import type { Access, SomeAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { gateOf } from "#server/gates.ts";
import { mutate } from "#server/mutate.ts";
import { factsOf, loadProjectRecord, type ProjectRecord, stageFactsOf } from "#server/project-record.ts";
import { recordedRest } from "#server/resting.ts";
import { stageOf } from "#stages/registry.ts";

export const transitionSchema = z.strictObject({
  verb: z.enum(STAGE_VERBS),
  reason: z.string().trim().max(2000, "At most 2,000 characters").optional(),
  blockedBy: z.string().trim().max(200, "At most 200 characters").optional(),
  expectedUntil: dayText("A date as 2026-03-31").optional(),
  /** The version that the person saw: nobody signs what changed since. */
  version: z.int().min(0).optional(),
});
export type TransitionInput = z.infer<typeof transitionSchema>;

/** What an automatic rule adds: the facts behind it, and whether it may act on them again. */
export type RuleGrounds = { rule: string; facts?: unknown; dismissedSameFactsWithin24h?: boolean; recovered?: boolean };

export type Moved = { stageKey: string; from: StageState; state: StageState; waitsFor: readonly Role[] };

/** Moves a stage by one of the thirteen verbs, or says why not and who can do what about it. */
export async function moveStage(
  access: Access<"stage.move">,
  stageKey: string,
  input: TransitionInput,
): Promise<Moved> {
  stageOf(stageKey);
  return mutate(access, async (tx) => {
    const { moved, audit } = await applyTransition(tx, access, stageKey, input);
    return { value: moved, audit };
  });
}

/** The only code that changes a stage's state. Runs inside `mutate`, which holds the project's lock. */
export async function applyTransition(
  tx: Tx,
  access: Access<"stage.move">,
  stageKey: string,
  input: TransitionInput,
  grounds?: RuleGrounds,
): Promise<{ moved: Moved; audit: AuditNote }> {
  const record = await loadProjectRecord(tx, access.projectId);
  const law = stageOf(stageKey);
  const stage = record.stage(stageKey);
  if (input.version !== undefined && input.version !== stage.version) throw movedOn(law.title, stage);
  if (!grounds) refuseAtRest(record);
  const gate = gateOf(record, law);
  const decision = decide(stage.state, input.verb, contextOf(access, record, stageKey, input, gate, grounds));
  if (!decision.ok) throw refused(decision, { state: stage.state, version: stage.version });
  const at = now();
  const actorId = access.actor.kind === "person" ? access.actor.userId : null;
  const scope = { projectId: access.projectId, stageKey };
  if (decision.voidsSignOffs)
    await tx.signOff.updateMany({ where: { ...scope, voidedAt: null }, data: { voidedAt: at, voidedFor: input.verb } });
  if (actorId)
    await tx.signOff.createMany({
      data: decision.signsAs.map((role) => ({
        ...scope,
        subject: subjectOfVerb(input.verb),
        version: stage.version,
        decision: input.verb,
        role,
        userId: actorId,
        comment: input.reason ?? null,
        at,
      })),
    });
  const moved: Moved = { stageKey, from: stage.state, state: decision.to, waitsFor: decision.waitsFor };
  const label = law.title;
  if (decision.to === stage.state) {
    const audit = {
      action: "stage.sign",
      stageKey,
      subject: { type: "stage", id: stageKey, label },
      after: moved,
      reason: input.reason,
    };
    return { moved, audit };
  }
  await tx.stageTransition.create({
    data: {
      ...scope,
      verb: input.verb,
      rule: grounds?.rule ?? decision.rule,
      from: stage.state,
      to: decision.to,
      iteration: stage.iteration + decision.iteration,
      version: stage.version,
      actorId,
      actorKind: access.actor.kind,
      reason: input.reason ?? null,
      blockedBy: input.blockedBy ?? null,
      expectedUntil: input.expectedUntil ? new Date(input.expectedUntil) : null,
      facts: asJson(grounds?.facts),
      gate: input.verb === "submit" || input.verb === "approve" ? asJson(gate) : undefined,
      at,
    },
  });
  await enterState(tx, scope, decision.to, at, decision.iteration);
  const verb = input.verb;
  return {
    moved,
    audit: {
      action: `stage.${verb}`,
      stageKey,
      subject: { type: "stage", id: stageKey, label },
      before: { state: stage.state },
      after: { state: decision.to, ...(grounds ? { rule: grounds.rule, facts: grounds.facts } : {}) },
      reason: input.reason,
    },
  };
}

/** The cached state and the visit log follow the transition in its transaction. */
async function enterState(
  tx: Tx,
  scope: { projectId: string; stageKey: string },
  state: StageState,
  at: Date,
  more: 0 | 1,
) {
  await tx.stageVisit.updateMany({ where: { ...scope, leftAt: null }, data: { leftAt: at } });
  await tx.stageVisit.create({ data: { ...scope, state, enteredAt: at } });
  await tx.stage.upsert({
    where: { projectId_key: { projectId: scope.projectId, key: scope.stageKey } },
    create: { projectId: scope.projectId, key: scope.stageKey, state, since: at, iteration: more },
    update: { state, since: at, iteration: { increment: more } },
  });
}

/** Everything the state machine weighs, for one actor and one stage. */
export function contextOf(
  access: SomeAccess,
  record: ProjectRecord,
  stageKey: string,
  input: Partial<TransitionInput>,
  gate = gateOf(record, stageOf(stageKey)),
  grounds?: RuleGrounds,
): TransitionContext {
  const userId = access.actor.kind === "person" ? access.actor.userId : null;
  const signed = input.verb ? signaturesFor(record, stageKey, input.verb) : [];
  return {
    law: stageOf(stageKey),
    project: factsOf(record),
    actor: {
      kind: access.actor.kind,
      roles: access.roles,
      isSubmitter: userId !== null && record.submitterOf(stageKey) === userId,
      hasSigned: signed.some((s) => s.userId === userId),
    },
    gate,
    signed: ROLES.filter((role) => signed.some((s) => s.role === role)),
    entry: stageOf(stageKey).entry(stageFactsOf(record, stageKey)),
    reason: input.reason,
    blockedBy: input.blockedBy,
    expectedUntil: input.expectedUntil,
    dismissedSameFactsWithin24h: grounds?.dismissedSameFactsWithin24h,
    recovered: grounds?.recovered,
  };
}

/** Signatures for this verb that count: of this version, since the stage entered its present state, not voided. */
function signaturesFor(record: ProjectRecord, stageKey: string, verb: StageVerb) {
  const stage = record.stage(stageKey);
  return record.signOffs.filter(
    (s) =>
      s.stageKey === stageKey &&
      s.subject === subjectOfVerb(verb) &&
      s.version === stage.version &&
      !s.voidedAt &&
      (!stage.since || s.at >= stage.since),
  );
}

export function subjectOfVerb(verb: StageVerb): string {
  return verb === "approve" ? "stage" : `verb:${verb}`;
}

/** The decision of stage 1 holds a project, too, but must be open to change: only what its lead recorded stops the stages. */
function refuseAtRest(record: ProjectRecord): void {
  const rest = recordedRest(record);
  if (!rest) return;
  const message = `The project is ${rest}, so its stages stand still. A lead takes it up again in its settings.`;
  throw new AppError("CONFLICT", message, { current: { lifecycle: rest } });
}

function movedOn(title: string, { state, version }: { state: StageState; version: number }): AppError {
  const message = `“${title}” changed since you opened it. Read it again before you decide.`;
  return new AppError("CONFLICT", message, { current: { state, version } });
}

function refused(refusal: Refusal, current: { state: StageState; version: number }): AppError {
  const message = [refusal.because, refusal.fix].filter(Boolean).join(" ");
  if (refusal.code === "INVALID")
    return new AppError("INVALID", refusal.because, {
      issues: [{ path: refusal.path ?? "reason", message: refusal.because }],
    });
  return new AppError(refusal.code, message, { current, requirements: refusal.requirements });
}

function asJson(value: unknown) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
