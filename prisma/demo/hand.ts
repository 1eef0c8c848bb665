import type { CriterionInput, CriterionPatch } from "#domain/criteria.ts";
import type { Permission } from "#domain/permissions.ts";
import type { StageVerb } from "#domain/vocabulary.ts";
import { type Access, authorize } from "#server/access.ts";
import { acknowledgeAlert } from "#server/alerts.ts";
import { annotate } from "#server/annotations.ts";
import { type EvidenceInput, setItem } from "#server/checklists.ts";
import { addComment, resolveComment } from "#server/comments.ts";
import { addCriterion, changeCriterion } from "#server/criterion-changes.ts";
import { db } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import type { Sent } from "#server/fact-judgement.ts";
import { storeFile } from "#server/files.ts";
import { planStage, saveStage } from "#server/stages.ts";
import { starProject } from "#server/stars.ts";
import { moveStage, type TransitionInput } from "#server/transitions.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageDocument } from "#stages/field.ts";
import type { Person } from "./people.ts";

/** What proves an item; a file is told by its name and its text. */
export type Proof = Exclude<EvidenceInput, { kind: "signoff" | "file" }> | { kind: "file"; name: string; text: string };

/** One person at work in one project, through the same proofs and verbs as in the application. */
export type Hand = ReturnType<typeof handOf>;

export function handOf(person: Person, slug: string) {
  const may = <P extends Permission>(permission: P) => authorize(person, slug, permission);
  return {
    async save(stage: string, document: StageDocument) {
      const access = await may("stage.edit");
      return saveStage(access, stage, { version: await versionOf(access, stage), document });
    },
    async move(stage: string, verb: StageVerb, given: Omit<TransitionInput, "verb"> = {}) {
      return moveStage(await may("stage.move"), stage, { verb, ...given });
    },
    async plan(stage: string, plan: Parameters<typeof planStage>[2]) {
      return planStage(await may("stage.move"), stage, plan);
    },
    async tick(stage: string, item: string, proof: Proof) {
      const access = await may("evidence.add");
      return setItem(access, stage, item, { state: "done", evidence: await evidenceOf(access, proof) });
    },
    async sign(stage: string, item: string, comment?: string) {
      return setItem(await may("evidence.add"), stage, item, { state: "done", evidence: { kind: "signoff", comment } });
    },
    async say(stage: string, body: string, blocking = false) {
      return addComment(await may("stage.comment"), stage, { body, blocking });
    },
    async settle(stage: string) {
      const access = await may("stage.comment");
      const where = { projectId: access.projectId, stageKey: stage, blocking: true, resolvedAt: null };
      for (const { id } of await db.comment.findMany({ where })) await resolveComment(access, id);
    },
    async note(text: string, at?: Date) {
      return annotate(await may("annotate"), { text, at: at?.toISOString() });
    },
    async criterion(input: CriterionInput) {
      return addCriterion(await may("criterion.edit"), input);
    },
    async moveGoal(key: string, patch: CriterionPatch, reason: string) {
      return changeCriterion(await may("criterion.edit"), key, patch, reason);
    },
    async acknowledge(criterion: string, note: string) {
      const access = await may("alert.handle");
      const where = { projectId: access.projectId, state: "open", criterion: { key: criterion } };
      const { id } = await db.alert.findFirstOrThrow({ where });
      return acknowledgeAlert(access, id, note);
    },
    /** The alert of a monitor, by its title. */
    async acknowledgeTitled(title: string, note: string) {
      const access = await may("alert.handle");
      const { id } = await db.alert.findFirstOrThrow({ where: { projectId: access.projectId, state: "open", title } });
      return acknowledgeAlert(access, id, note);
    },
    /** Records facts of one kind; a refused one breaks the story. */
    async record(kind: string, facts: readonly Sent[]) {
      const { refused } = await writeFacts(await may("fact.record"), factKindOf(kind), facts, { origin: "hand" });
      const [first] = refused;
      if (first)
        throw new Error(`${kind} ${first.key}: ${first.issues.map((i) => `${i.path} ${i.message}`).join("; ")}`);
    },
    async star() {
      await starProject(await may("project.read"), true);
    },
  };
}

async function versionOf({ projectId }: Access<"stage.edit">, key: string): Promise<number> {
  const row = await db.stage.findUnique({ where: { projectId_key: { projectId, key } }, select: { version: true } });
  return row?.version ?? 0;
}

async function evidenceOf(access: Access<"evidence.add">, proof: Proof): Promise<EvidenceInput> {
  if (proof.kind !== "file") return proof;
  const { id } = await storeFile(access, proof.name, new TextEncoder().encode(proof.text));
  return { kind: "file", fileId: id };
}
