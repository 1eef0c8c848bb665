import { db } from "#server/db.ts";
import type { InboxItem } from "#server/inbox-item.ts";
import { NOT_APPLICABLE } from "#server/project-record.ts";
import { findStage } from "#stages/registry.ts";

type Place = { id: string; slug: string; name: string };

/** Checklist items that somebody says do not apply, and no lead has accepted yet: they hold the gate until one does. */
export async function listWaitingAcceptances(projects: readonly Place[]): Promise<InboxItem[]> {
  const places = new Map(projects.map((project) => [project.id, project]));
  const projectId = { in: [...places.keys()] };
  const [answers, accepted] = await Promise.all([
    db.checklistAnswer.findMany({
      where: { projectId, state: NOT_APPLICABLE },
      orderBy: { updatedAt: "asc" },
      take: 500,
    }),
    db.signOff.findMany({
      where: { projectId, decision: NOT_APPLICABLE, voidedAt: null },
      select: { projectId: true, stageKey: true, subject: true },
    }),
  ]);
  const done = new Set(accepted.map((a) => `${a.projectId} ${a.stageKey} ${a.subject}`));
  return answers.flatMap(({ projectId: id, stageKey, itemKey, reason, updatedAt: since }) => {
    const project = places.get(id);
    const item = findStage(stageKey)?.checklist.find(({ key }) => key === itemKey);
    if (!project || !item || done.has(`${id} ${stageKey} item:${itemKey}`)) return [];
    return [
      {
        id: `${id}:${stageKey}:${itemKey}`,
        kind: "sign-off" as const,
        title: `Does ${itemKey} not apply? “${item.label}”`,
        detail: `It counts once a lead accepts the reason: ${reason ?? "none was given"}`,
        href: `/projects/${project.slug}/stages/${stageKey}#item-${itemKey}`,
        project: { slug: project.slug, name: project.name },
        since,
        mine: false,
      },
    ];
  });
}
