import { now } from "#server/clock.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { type Judged, withNamed } from "#server/fact-bag.ts";
import { criterionFacts, factsOf, loadProjectRecord } from "#server/project-record.ts";
import type { FactCounts } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";

/** What facts of this project are judged by and computed from; `judged`: those, so that what they refer to is known. */
export async function loadFactContext(
  db: ReadOnlyDb | Tx,
  projectId: string,
  judged?: Judged,
): Promise<FactContext & FactCounts> {
  const record = await loadProjectRecord(db, projectId);
  const facts = judged ? await withNamed(db, projectId, record.facts, judged) : record.facts;
  return {
    ...facts,
    before: null,
    project: factsOf(record),
    criteria: record.criteria.map(criterionFacts),
    now: now().getTime(),
  };
}
