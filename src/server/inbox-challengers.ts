import { roleName } from "#domain/vocabulary.ts";
import { db } from "#server/db.ts";
import type { InboxItem } from "#server/inbox-item.ts";
import { answerAt, isGroup } from "#stages/answer-at.ts";

/** A project, and the role in which this person decides there whether a challenger replaces the champion. */
export type Decider = { id: string; slug: string; name: string; role: "LD" | "RV" };

/** Challengers that wait for people: those on which nobody has decided yet in this person's role. */
export async function listWaitingChallengers(deciders: readonly Decider[]): Promise<InboxItem[]> {
  const projectId = { in: [...new Set(deciders.map(({ id }) => id))] };
  const runs = await db.fact.findMany({
    where: {
      ...{ projectId, kind: "retrain-runs", removedAt: null },
      data: { path: ["state"], equals: "awaiting_approval" },
    },
    select: { id: true, projectId: true, key: true, title: true, changedAt: true },
    take: 200,
  });
  if (runs.length === 0) return [];
  const decided = await db.fact.findMany({
    where: { projectId, kind: "retrain-approvals", removedAt: null },
    select: { projectId: true, data: true },
    orderBy: { at: "desc" },
    take: 2000,
  });
  const done = new Set(decided.map(({ projectId: id, data }) => `${id} ${told(data, "run")} ${told(data, "role")}`));
  return deciders.flatMap(({ id, slug, name, role }) =>
    runs
      .filter((run) => run.projectId === id && !done.has(`${id} ${run.key} ${role}`))
      .map((run) => ({
        id: `${run.id}:${role}`,
        kind: "sign-off" as const,
        title: `Approve or reject the challenger of “${run.title}”`,
        detail: `It is compared with the champion and waits for the ${roleName(role)}.`,
        href: `/projects/${slug}/stages/retraining#run-${run.key}`,
        project: { slug, name },
        since: run.changedAt,
        mine: true,
      })),
  );
}

function told(data: unknown, part: "run" | "role"): unknown {
  return answerAt(isGroup(data) ? data : {}, part);
}
