import { STAGE_STATES, type StageState, tierOf } from "#domain/vocabulary.ts";
import type { Access, Actor } from "#server/access.ts";
import { db } from "#server/db.ts";
import { STAGES } from "#stages/registry.ts";

/** A project with its ten stages and the figures that its portfolio row keeps: what the API calls a project. */
export async function getProjectView(access: Access<"project.read">) {
  const [project, summary, rows] = await Promise.all([
    db.project.findUniqueOrThrow({ where: { id: access.projectId } }),
    db.projectSummary.findUniqueOrThrow({ where: { projectId: access.projectId } }),
    db.stage.findMany({ where: { projectId: access.projectId }, select: { key: true, state: true, since: true } }),
  ]);
  const stages = STAGES.map(({ key, number, title }) => {
    const row = rows.find((stage) => stage.key === key);
    return { key, number, title, state: stateOf(row?.state), since: row?.since ?? null };
  });
  return { ...project, tier: tierOf(project.tier), summaryRow: summary, stages };
}
export type ProjectView = Awaited<ReturnType<typeof getProjectView>>;

/** The project that a service token is bound to. */
export async function findOwnProject(actor: Actor): Promise<{ slug: string; name: string } | null> {
  if (actor.kind !== "service" || !actor.projectId) return null;
  return db.project.findUnique({ where: { id: actor.projectId }, select: { slug: true, name: true } });
}

function stateOf(stored: string | undefined): StageState {
  return STAGE_STATES.find((state) => state === stored) ?? "not_started";
}
