import { now } from "#server/clock.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { criterionFacts, factsOf, loadProjectRecord } from "#server/project-record.ts";
import type { FactContext } from "#stages/fact-kind.ts";

/** What a fact of this project is judged by and computed from. */
export async function loadFactContext(db: ReadOnlyDb | Tx, projectId: string): Promise<FactContext> {
  const record = await loadProjectRecord(db, projectId);
  return {
    ...record.facts,
    before: null,
    project: factsOf(record),
    criteria: record.criteria.map(criterionFacts),
    now: now().getTime(),
  };
}
