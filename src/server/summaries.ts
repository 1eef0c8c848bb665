import { isDeepStrictEqual } from "node:util";
import { now } from "#server/clock.ts";
import { connect, db, type Tx } from "#server/db.ts";
import { withoutSummaries } from "#server/summaries-later.ts";
import { computeSummary, rebuildSummary } from "#server/summary.ts";

export type SummaryDrift = { projectId: string; slug: string; columns: string[] };

/** What is derived from the present moment, so that it may differ from when the row was written. */
const OF_THE_MOMENT = new Set(["updatedAt", "health", "healthBand", "healthCap", "rank", "maturity"]);

/** Rebuilds every portfolio row and says which ones were not as they should have been: none, if the program is right. */
export async function rebuildSummaries(): Promise<SummaryDrift[]> {
  const drift: SummaryDrift[] = [];
  for (const { id, slug } of await db.project.findMany({ select: { id: true, slug: true }, orderBy: { id: "asc" } })) {
    const stored = await db.projectSummary.findUnique({ where: { projectId: id } });
    const columns = stored ? differing(stored, await computeSummary(db, id)) : ["missing"];
    if (columns.length > 0) drift.push({ projectId: id, slug, columns });
    await rebuild(id);
  }
  return drift;
}

/** Tells projects that nobody looks at before the end: each row is written once then, and not with every write. */
export async function summariseAtEnd(tell: () => Promise<unknown>): Promise<void> {
  for (const id of await withoutSummaries(tell)) await rebuild(id);
}

function rebuild(id: string): Promise<void> {
  return connect().$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from project where id = ${id}::uuid for no key update`;
    await rebuildSummary(tx, id);
  });
}

const DAY_MS = 86_400_000;
const SUMMARIES_AT_ONCE = 100;

/**
 * Health holds what time alone changes: lateness, proof that expired, silence. Rows that nobody's write renewed for a day
 * are built anew, the oldest first, a share at a time. A project that somebody is writing renews its row itself.
 */
export async function renewOldSummaries(): Promise<number> {
  const before = new Date(now().getTime() - DAY_MS);
  const old = await db.projectSummary.findMany({
    where: { updatedAt: { lt: before }, deleted: false },
    orderBy: { updatedAt: "asc" },
    select: { projectId: true },
    take: SUMMARIES_AT_ONCE,
  });
  let renewed = 0;
  for (const { projectId } of old) if (await connect().$transaction((tx) => renew(tx, projectId, before))) renewed++;
  return renewed;
}

/** Locked and looked at again: of two workers, one renews the row and the other finds it fresh or its project taken. */
async function renew(tx: Tx, projectId: string, before: Date): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    select 1 from project where id = ${projectId}::uuid for no key update skip locked`;
  if (locked.length === 0) return false;
  const still = await tx.projectSummary.count({ where: { projectId, updatedAt: { lt: before } } });
  if (still === 0) return false;
  await rebuildSummary(tx, projectId);
  return true;
}

function differing(stored: Record<string, unknown>, computed: Record<string, unknown>): string[] {
  return Object.keys(computed).filter(
    (key) => !OF_THE_MOMENT.has(key) && !isDeepStrictEqual(plain(stored[key]), plain(computed[key])),
  );
}

/** Decimal and number, Date and Date: compared by what they say. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" ? Number(value) : value;
}
