import { RESTING, type Resting } from "#domain/lifecycle.ts";
import type { ProjectRecord } from "#server/project-record.ts";
import { heldBy } from "#stages/business-case/decision.ts";

/** What keeps the project at rest: the last step of its lead, else the decision of stage 1; null while it goes on. */
export function restOf(record: Pick<ProjectRecord, "project" | "stage">): Resting | null {
  const held = heldBy(record.stage("business-case").document);
  return recordedRest(record) ?? (held ? "paused" : null);
}

export function recordedRest({ project }: Pick<ProjectRecord, "project">): Resting | null {
  return RESTING.find((each) => each === project.resting) ?? null;
}

/** Where a project of these rows is not done with: nothing in a cancelled or retired one waits for anybody. */
export const NOT_OVER = { OR: [{ resting: null }, { resting: { notIn: ["cancelled", "retired"] } }] };
