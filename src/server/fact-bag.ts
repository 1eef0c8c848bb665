import type { Fact as FactRow } from "#generated/prisma/client.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { type Fact, type FactBag, type FactData, factBag, LAW_SEES } from "#stages/fact.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";

type Seen = Pick<FactRow, "kind" | "key" | "at" | "version" | "recordedAt" | "recordedBy" | "changedAt"> & {
  data: unknown;
};

/** The newest facts of every kind of a project, or of some, read in one go through the index of lists. */
export async function loadFactBag(
  db: ReadOnlyDb | Tx,
  projectId: string,
  wanted: readonly { kind: string }[] = FACT_KINDS,
): Promise<FactBag> {
  const kinds = wanted.map(({ kind }) => kind);
  const rows = await db.$queryRaw<Seen[]>`
    select f.kind, f.key, f.at, f.version, f.data, f.recorded_at as "recordedAt", f.recorded_by as "recordedBy",
      f.changed_at as "changedAt"
    from unnest(${kinds}::text[]) as wanted (kind)
    cross join lateral (
      select * from fact
      where project_id = ${projectId}::uuid and kind = wanted.kind and removed_at is null
      order by at desc, id limit ${LAW_SEES}
    ) f`;
  const loaded: Record<string, Fact[]> = {};
  for (const row of rows) {
    loaded[row.kind] ??= [];
    loaded[row.kind]?.push(factOf(row));
  }
  return factBag(loaded);
}

export function factOf({ key, at, version, recordedAt, recordedBy, changedAt, data }: Omit<Seen, "kind">): Fact {
  const times = { at: at.getTime(), recordedAt: recordedAt.getTime(), changedAt: changedAt.getTime() };
  return { key, version, recordedBy, ...times, data: dataOf(data) };
}

/** Guarantee: the column only ever receives what `parseFact` accepted. */
export function dataOf(json: unknown): FactData {
  return json as FactData;
}
