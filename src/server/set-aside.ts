import { type SomeAccess, systemAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import type { Tx } from "#server/db.ts";
import { applyTransition } from "#server/transitions.ts";
import { STAGES } from "#stages/registry.ts";

/** Stages that were set aside because nobody is affected come back once somebody is (T12, by rule). Runs inside `mutate`. */
export async function restoreForPeople(tx: Tx, { projectId, slug }: SomeAccess): Promise<AuditNote[]> {
  const keys = STAGES.filter(({ setAside }) => setAside === "unless_people_affected").map(({ key }) => key);
  const rows = await tx.stage.findMany({ where: { projectId, key: { in: keys }, state: "not_applicable" } });
  const notes: AuditNote[] = [];
  for (const { key } of rows) {
    const input = { verb: "restore", reason: "The project affects people after all." } as const;
    const grounds = { rule: "T12", facts: { affectsPeople: true } };
    notes.push((await applyTransition(tx, systemAccess(projectId, slug), key, input, grounds)).audit);
  }
  return notes;
}
