import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { dataOf } from "#server/seen-row.ts";
import type { Fact } from "#stages/fact.ts";
import type { DriftResultData } from "#stages/monitoring/drift.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";

const MOST_WINDOWS = 104;

/** The newest windows of one feature, newest first: more than the law sees of each. */
export async function listDriftWindows(
  access: Access<"project.read">,
  reference: string,
): Promise<Fact<DriftResultData>[]> {
  const rows = await db.fact.findMany({
    where: {
      ...{ projectId: access.projectId, kind: driftResult.kind, removedAt: null },
      data: { path: ["reference"], equals: reference },
    },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    take: MOST_WINDOWS,
  });
  return rows.map(({ key, at, version, recordedAt, recordedBy, data }) => ({
    ...{ key, version, recordedBy, at: at.getTime(), recordedAt: recordedAt.getTime() },
    data: typed(dataOf(data)),
  }));
}

/** Guarantee: a stored drift result came through `parseFact` with its own schema. */
function typed(data: unknown): DriftResultData {
  return data as DriftResultData;
}
