import { isDeepStrictEqual } from "node:util";
import { connect, db } from "#server/db.ts";
import { computeSummary, rebuildSummary } from "#server/summary.ts";

export type SummaryDrift = { projectId: string; slug: string; columns: string[] };

/** What is derived from the present moment, so that it may differ from when the row was written. */
const OF_THE_MOMENT = new Set(["updatedAt", "health", "healthBand", "healthCap", "rank"]);

/** Rebuilds every portfolio row and says which ones were not as they should have been: none, if the program is right. */
export async function rebuildSummaries(): Promise<SummaryDrift[]> {
  const drift: SummaryDrift[] = [];
  for (const { id, slug } of await db.project.findMany({ select: { id: true, slug: true }, orderBy: { id: "asc" } })) {
    const stored = await db.projectSummary.findUnique({ where: { projectId: id } });
    const columns = stored ? differing(stored, await computeSummary(db, id)) : ["missing"];
    if (columns.length > 0) drift.push({ projectId: id, slug, columns });
    await connect().$transaction((tx) => rebuildSummary(tx, id));
  }
  return drift;
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
