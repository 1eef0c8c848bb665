import { AsyncLocalStorage } from "node:async_hooks";

const waiting = new AsyncLocalStorage<Set<string>>();

/** Does the work and says which projects' rows were not written meanwhile. */
export async function withoutSummaries(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const projects = new Set<string>();
  await waiting.run(projects, work);
  return projects;
}

/** Whether the project's row is left for later. */
export function leftForLater(projectId: string): boolean {
  return waiting.getStore()?.add(projectId) !== undefined;
}
