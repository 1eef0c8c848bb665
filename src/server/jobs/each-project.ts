import type { DueProject } from "#server/evaluation-run.ts";
import { isTransient } from "#server/points/pool.ts";

/** What went wrong, by project. The others had their turn all the same. */
export class SomeProjectsFailed extends Error {
  constructor(problems: ReadonlyMap<string, string>) {
    const [first] = problems;
    super(`${first?.join(": ")}${problems.size > 1 ? ` (and ${problems.size - 1} more projects)` : ""}`);
  }
}

/** One project after the other; one that fails does not hold up the others, and is told at the end. */
export async function eachProject(
  projects: readonly DueProject[],
  work: (project: DueProject) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const problems = new Map<string, string>();
  for (const project of projects) {
    if (signal.aborted) return;
    await work(project).catch((error: unknown) => problems.set(project.slug, problemOf(error)));
  }
  if (problems.size > 0) throw new SomeProjectsFailed(problems);
}

/** A database that goes away is nobody's fault here: it ends the round. */
export function problemOf(error: unknown): string {
  if (isTransient(error)) throw error;
  return error instanceof Error ? error.message : String(error);
}
