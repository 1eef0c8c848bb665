import type { AnyAccess } from "#server/access.ts";
import { type AuditNote, writeAudit } from "#server/audit.ts";
import { connect, type Tx } from "#server/db.ts";
import { tellAudited } from "#server/outbox.ts";
import { rebuildSummary } from "#server/summary.ts";

/** What a verb hands back: its value, and the note that the audit keeps of it. A no-op says so. */
export type Outcome<T> = { value: T; audit: AuditNote | readonly AuditNote[] | "unchanged" };

/**
 * The only way to write. One transaction: the project's row is locked first, so that writers of one project queue;
 * then the verb, its audit rows, what is told to the outside, and the project's portfolio row. A failure of any undoes all.
 * A lost race of the whole transaction (serialization, deadlock) is tried again, so `work` must not act outside it.
 */
export async function mutate<T>(
  access: AnyAccess,
  work: (tx: Tx) => Promise<Outcome<T>>,
  longSeconds = 20,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const limits = { maxWait: 5_000, timeout: longSeconds * 1_000 };
      return await connect().$transaction((tx) => run(tx, access, work), limits);
    } catch (error) {
      if (attempt >= 3 || !isLostRace(error)) throw error;
    }
  }
}

async function run<T>(tx: Tx, access: AnyAccess, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  if (access.projectId)
    await tx.$queryRaw`select 1 from project where id = ${access.projectId}::uuid for no key update`;
  const { value, audit } = await work(tx);
  if (audit === "unchanged") return value;
  const notes: readonly AuditNote[] = Array.isArray(audit) ? audit : [audit];
  await writeAudit(tx, access, notes);
  await tellAudited(tx, access, notes);
  if (access.projectId) await rebuildSummary(tx, access.projectId);
  return value;
}

/** Prisma reports a lost race as P2034 or as a bare driver error (seen with 7.10). */
function isLostRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return code === "P2034" || /TransactionWriteConflict|deadlock detected/i.test(error.message);
}
