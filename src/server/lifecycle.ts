import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { decideLifecycle, LIFECYCLE_VERBS, type Lifecycle, type LifecycleFacts, lifecycle } from "#domain/lifecycle.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db, type ReadOnlyDb, type Tx } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { recordedRest, restOf } from "#server/resting.ts";
import { surroundings } from "#server/summary.ts";
import { heldBy } from "#stages/business-case/decision.ts";
import { rolloutsOf, runningDeployments } from "#stages/integration/rollouts.ts";

const words = (least: number, most: number, ask: string) =>
  z
    .string()
    .trim()
    .min(least, ask)
    .max(most, `At most ${most.toLocaleString("en-GB")} characters`);

/** What is left behind when a system is switched off (NIST AI RMF, GOVERN 1.7). */
const retirementNoteSchema = z.strictObject({
  replacement: words(3, 1000, "Say what takes its place, or how the work is done without it"),
  remains: words(3, 1000, "Say what becomes of data, models and access"),
  told: words(3, 1000, "Say who was told, and when"),
});
export type RetirementNote = z.infer<typeof retirementNoteSchema>;

export const lifecycleChangeSchema = z.strictObject({
  verb: z.enum(LIFECYCLE_VERBS),
  reason: words(3, 1000, "Say in a few words why"),
  /** Asked for when the project is retired: the lead signs it with the step. */
  note: retirementNoteSchema.optional(),
});
export type LifecycleChange = z.infer<typeof lifecycleChangeSchema>;

/** A step of the project's life by its lead, kept with who, when and why. */
export async function changeLifecycle(access: Access<"project.lifecycle">, input: LifecycleChange) {
  const { verb, reason, note } = input;
  if (verb === "retire" && !note) throw unsigned();
  return mutate(access, async (tx) => {
    const standing = await standingIn(tx, access.projectId);
    const decision = decideLifecycle(verb, standing.facts);
    if (!decision.ok) throw new AppError("CONFLICT", decision.because, { current: { lifecycle: standing.lifecycle } });
    const { actor, projectId } = access;
    await tx.project.update({ where: { id: projectId }, data: { resting: decision.to, updatedAt: now() } });
    const to = decision.to ?? (standing.facts.held ? "paused" : standing.facts.underway);
    const kept = await tx.lifecycleChange.create({
      data: {
        ...{ projectId, verb, reason, to, from: standing.lifecycle, role: "LD", at: now() },
        actorId: actor.kind === "person" ? actor.userId : null,
        actorName: actor.name,
        note: verb === "retire" ? note : undefined,
      },
    });
    const subject = { type: "project", id: projectId, label: standing.name };
    const audit = {
      action: `project.${verb}`,
      subject,
      before: { lifecycle: kept.from },
      after: { lifecycle: to, note },
    };
    return { value: { lifecycle: to, at: kept.at }, audit: { ...audit, reason } };
  });
}

export type LifecycleStanding = Awaited<ReturnType<typeof getLifecycle>>;

/** Where the project stands, what holds it there, and every step so far, newest first. */
export async function getLifecycle(access: Access<"project.read">) {
  const [standing, changes] = await Promise.all([
    standingIn(db, access.projectId),
    db.lifecycleChange.findMany({
      where: { projectId: access.projectId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: 100,
    }),
  ]);
  const { name: _, ...rest } = standing;
  return { ...rest, changes: changes.map(({ note, ...change }) => ({ ...change, note: noteOf(note) })) };
}

type Standing = { name: string; lifecycle: Lifecycle; facts: LifecycleFacts };

async function standingIn(from: ReadOnlyDb | Tx, projectId: string): Promise<Standing> {
  const record = await loadProjectRecord(from, projectId);
  const { firstStart, liveSince } = await surroundings(from, projectId);
  const underway = lifecycle({
    rollouts: rolloutsOf(record.facts),
    integratedAt: liveSince?.getTime() ?? null,
    started: firstStart !== null,
  });
  return {
    name: record.project.name,
    lifecycle: restOf(record) ?? underway,
    facts: {
      underway,
      recorded: recordedRest(record),
      held: heldBy(record.stage("business-case").document),
      running: runningDeployments(record.facts),
    },
  };
}

function unsigned(): AppError {
  const message = "A project is retired with a note that its lead signs: what replaces it, what remains, who was told.";
  return new AppError("INVALID", message, { issues: [{ path: "note", message: "The retirement note is missing" }] });
}

/** Guarantee: the column only ever receives what the schema of the change accepted. */
function noteOf(json: unknown): RetirementNote | null {
  return json as RetirementNote | null;
}
