import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { countsOf, factsInSight } from "#server/fact-sight.ts";
import { dataOf, type SeenRow } from "#server/seen-row.ts";
import { type Fact, type FactBag, type FactCounts, factBag, LAW_SEES } from "#stages/fact.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";

/**
 * The newest facts of every kind of a project, or of some, read in one go through the index of lists. Only of a kind that
 * has more is the rest asked about: what it keeps in sight, and its counts.
 */
export async function loadFactBag(
  db: ReadOnlyDb | Tx,
  projectId: string,
  wanted: readonly { kind: string }[] = FACT_KINDS,
): Promise<FactBag & FactCounts> {
  const kinds = wanted.map(({ kind }) => kind);
  const rows = await db.$queryRaw<SeenRow[]>`
    select f.id, f.kind, f.key, f.at, f.version, f.data, f.recorded_at as "recordedAt", f.recorded_by as "recordedBy",
      f.changed_at as "changedAt"
    from unnest(${kinds}::text[]) as wanted (kind)
    cross join lateral (
      select * from fact
      where project_id = ${projectId}::uuid and kind = wanted.kind and removed_at is null
      order by at desc, id limit ${LAW_SEES + 1}
    ) f`;
  const found = Map.groupBy(rows, ({ kind }) => kind);
  const large = FACT_KINDS.filter(({ kind }) => (found.get(kind)?.length ?? 0) > LAW_SEES);
  if (large.length === 0) return factBag(loadedFrom(found));
  for (const { kind } of large) found.set(kind, found.get(kind)?.slice(0, LAW_SEES) ?? []);
  const more = await factsInSight(db, projectId, large, found);
  const all = new Map([...[...found.values()].flat(), ...more].map((row) => [row.id, row]));
  const seen = Map.groupBy(all.values(), ({ kind }) => kind);
  return factBag(loadedFrom(seen), await countsOf(db, projectId, large));
}

function loadedFrom(found: ReadonlyMap<string, readonly SeenRow[]>): Record<string, Fact[]> {
  return Object.fromEntries([...found].map(([kind, rows]) => [kind, rows.toSorted(newestFirst).map(factOf)]));
}

function newestFirst(a: SeenRow, b: SeenRow): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? -1 : 1);
}

export function factOf({
  key,
  at,
  version,
  recordedAt,
  recordedBy,
  changedAt,
  data,
}: Omit<SeenRow, "id" | "kind">): Fact {
  const times = { at: at.getTime(), recordedAt: recordedAt.getTime(), changedAt: changedAt.getTime() };
  return { key, version, recordedBy, ...times, data: dataOf(data) };
}
