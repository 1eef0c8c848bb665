import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { factsNamed } from "#server/fact-naming.ts";
import { countsOf, factsInSight, factsLike } from "#server/fact-sight.ts";
import { dataOf, type SeenRow } from "#server/seen-row.ts";
import { type Fact, type FactBag, type FactCounts, type FactData, factBag, LAW_SEES, withMore } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
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

/** Facts of a kind that are judged or shown: what they refer to has to be known, however old it is. */
export type Judged = { kind: AnyFactKind; datas: readonly FactData[] };

/** The same bag with what these facts refer to, and with those that are alike, of the kinds that it does not hold whole. */
export async function withNamed(
  db: ReadOnlyDb | Tx,
  projectId: string,
  bag: FactBag & FactCounts,
  { kind, datas }: Judged,
): Promise<FactBag & FactCounts> {
  const large = FACT_KINDS.filter((each) => bag.count(each) > bag.of(each).length);
  if (large.length === 0) return bag;
  const known = new Map(large.map((each) => [each.kind, new Map(bag.of(each).map((fact) => [fact.key, fact]))]));
  const find = (of: string, key: string) => {
    const fact = known.get(of)?.get(key);
    return fact && { kind: of, data: fact.data };
  };
  const named = await factsNamed(
    db,
    projectId,
    large,
    datas.map((data) => ({ kind: kind.kind, data })),
    find,
  );
  const alike = large.includes(kind) ? await factsLike(db, projectId, kind, datas) : [];
  const rows = [...named, ...alike].filter((row) => !known.get(row.kind)?.has(row.key));
  const once = new Map(rows.map((row) => [row.id, row]));
  return withMore(bag, loadedFrom(Map.groupBy(once.values(), (row) => row.kind)));
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
