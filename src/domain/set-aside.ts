import type { ProjectFacts, StageLaw } from "#domain/stage-law.ts";

/** Why the stage must stay in the project, or null where it may be left out (T11). */
export function mayNotSetAside(law: StageLaw, project: ProjectFacts): string | null {
  if (law.setAside === "never") return `“${law.title}” belongs to every project and cannot be set aside.`;
  if (law.setAside === "unless_people_affected") {
    return project.affectsPeople ? `The project affects people, so “${law.title}” cannot be set aside.` : null;
  }
  return strategyOf(project.documents[law.key]) === "none"
    ? null
    : `“${law.title}” can be set aside only when its strategy is “none”.`;
}

function strategyOf(document: unknown): unknown {
  return typeof document === "object" && document !== null && "strategy" in document ? document.strategy : undefined;
}
