import type { Access, AnyAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { asJson, sameJson } from "#server/json-differences.ts";
import { loadStageRecord, type ProjectRecord } from "#server/project-record.ts";
import { restoreForPeople } from "#server/set-aside.ts";
import { refuseUnsavable } from "#server/unsavable.ts";
import { businessCase } from "#stages/business-case/stage.ts";
import { computedTier } from "#stages/computed-tier.ts";
import type { StageDocument } from "#stages/field.ts";

/*
 * Whether people are affected is asked once, and stage 1 is where the answer stands; the project keeps a copy. Whoever tells
 * the project (when it is made, or by the API) tells stage 1.
 */

/**
 * The project follows two answers of stage 1: whether people are affected, and a tier that the risk questions raise. A
 * tier that a lead lowered with a reason stays until one of those questions is answered anew.
 */
export async function projectFollows(
  tx: Tx,
  access: Access<"stage.edit">,
  record: ProjectRecord,
  stageKey: string,
  document: StageDocument,
): Promise<AuditNote[]> {
  if (stageKey !== businessCase.key) return [];
  const { project } = record;
  const before = record.stage(stageKey).document;
  const answeredAnew = ["riskAnswers", "impact"].some((part) => !sameJson(before[part], document[part]));
  const tier = answeredAnew ? Math.max(project.tier, computedTier(document) ?? 1) : project.tier;
  const affectsPeople = typeof document.affectsPeople === "boolean" ? document.affectsPeople : project.affectsPeople;
  if (tier === project.tier && affectsPeople === project.affectsPeople) return [];
  await tx.project.update({ where: { id: project.id }, data: { tier, affectsPeople, version: { increment: 1 } } });
  const subject = { type: "project", id: project.id, label: project.name };
  return [
    {
      action: "project.change",
      subject,
      before: { tier: project.tier, affectsPeople: project.affectsPeople },
      after: { tier, affectsPeople },
      reason: "Follows the answers of the business case.",
    },
    ...(affectsPeople && !project.affectsPeople ? await restoreForPeople(tx, access) : []),
  ];
}

/** Stage 1 follows what a change of the project says; a signed stage 1 is not changed behind its signatures. */
export async function stageFollows(
  tx: Tx,
  access: Access<"project.edit">,
  before: { affectsPeople: boolean },
  { affectsPeople }: { affectsPeople: boolean },
): Promise<AuditNote[]> {
  if (affectsPeople === before.affectsPeople) return [];
  const answered = await answerForPeople(tx, access, access.projectId, affectsPeople);
  return [...answered, ...(affectsPeople ? await restoreForPeople(tx, access) : [])];
}

/** The first answer of a draft that nobody saved stays its version 0, so that the first save is what it always is. */
export async function answerForPeople(
  tx: Tx,
  { actor }: AnyAccess,
  projectId: string,
  affectsPeople: boolean,
): Promise<AuditNote[]> {
  const { key, title } = businessCase;
  const { document, state, version } = await loadStageRecord(tx, projectId, key);
  if (document.affectsPeople === affectsPeople) return [];
  refuseUnsavable(businessCase, state);
  const first = version === 0 && document.affectsPeople === undefined;
  const savedAt = now();
  const saved = {
    document: asJson({ ...document, affectsPeople }),
    savedAt,
    savedById: actor.kind === "person" ? actor.userId : null,
  };
  await tx.stage.upsert({
    where: { projectId_key: { projectId, key } },
    create: { projectId, key, since: savedAt, ...saved },
    update: { ...saved, version: first ? 0 : version + 1 },
  });
  return [
    {
      action: "stage.save",
      stageKey: key,
      subject: { type: "stage", id: key, label: title },
      before: { affectsPeople: document.affectsPeople },
      after: { affectsPeople },
      reason: "Told with the project.",
      projectId,
    },
  ];
}
