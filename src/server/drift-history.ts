import { Prisma } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { db, type ReadOnlyDb, type Tx } from "#server/db.ts";
import { factOf } from "#server/fact-bag.ts";
import type { SeenRow } from "#server/seen-row.ts";
import { COLUMNS, ofKind } from "#server/sight-sql.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import type { DriftResultData, DriftResultFact } from "#stages/monitoring/drift-result-data.ts";

const MOST_WINDOWS = 104;
/** A year of days, and some more. */
const MOST_IN_PICTURE = 400;

/** The newest windows of one feature, newest first: more than the law sees of each. */
export function listDriftWindows(access: Access<"project.read">, reference: string): Promise<DriftResultFact[]> {
  return newestWindows(db, access.projectId, { references: [reference], newest: MOST_WINDOWS });
}

/** The windows of some features that ended after `since`. */
export function listDriftSince(
  access: Access<"project.read">,
  references: readonly string[],
  since: Date,
): Promise<DriftResultFact[]> {
  return newestWindows(db, access.projectId, { references, since, newest: MOST_IN_PICTURE });
}

type Asked = { references: readonly string[]; newest: number; since?: Date };

/** Of each feature its newest windows; one look into the index for each of them. */
export async function newestWindows(
  client: ReadOnlyDb | Tx,
  projectId: string,
  { references, newest, since }: Asked,
): Promise<DriftResultFact[]> {
  const later = since ? Prisma.sql`at > ${since}` : Prisma.sql`true`;
  const rows = await client.$queryRaw<
    SeenRow[]
  >(Prisma.sql`select ${COLUMNS} from unnest(${[...references]}::text[]) as wanted (key)
    cross join lateral (
      select * from fact where ${ofKind(projectId, driftResult)} and (data ->> 'reference') = wanted.key and ${later}
      order by at desc, id limit ${newest}
    ) f`);
  return rows.map((row) => ({ ...factOf(row), data: typed(row.data) }));
}

/** Guarantee: a stored drift result came through `parseFact` with its own schema. */
function typed(data: unknown): DriftResultData {
  return data as DriftResultData;
}
