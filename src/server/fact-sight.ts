import { Prisma } from "#generated/prisma/client.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { factsNamed } from "#server/fact-naming.ts";
import { dataOf, type SeenRow } from "#server/seen-row.ts";
import { COLUMNS, holds, keptBy, ofKind, sighted, tells, word } from "#server/sight-sql.ts";
import { type Counted, type FactData, isAmong } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { findFactKind } from "#stages/fact-kinds.ts";

type Db = ReadOnlyDb | Tx;
type Found = ReadonlyMap<string, readonly SeenRow[]>;

/** What the law sees of large kinds beside their newest facts, and what those that it keeps in sight refer to. */
export async function factsInSight(
  db: Db,
  projectId: string,
  large: readonly AnyFactKind[],
  found: Found,
): Promise<SeenRow[]> {
  const rows: SeenRow[] = [];
  for (const kind of large)
    for (const sight of kind.seen) rows.push(...(await db.$queryRaw<SeenRow[]>(sighted(projectId, kind, sight))));
  const loaded = [...rows, ...[...found.values()].flat()];
  const known = new Map(loaded.map((row) => [`${row.kind}/${row.key}`, row]));
  const kept = loaded.filter(isKept);
  return [...rows, ...(await factsNamed(db, projectId, large, kept, (kind, key) => known.get(`${kind}/${key}`)))];
}

/** The facts of a kind with the same values as one of these in the parts that tell its facts apart. */
export async function factsLike(
  db: Db,
  projectId: string,
  kind: AnyFactKind,
  datas: readonly FactData[],
): Promise<SeenRow[]> {
  if (kind.once.length === 0 || datas.length === 0) return [];
  const parts = Prisma.join(kind.once.map((part) => Prisma.sql`data ->> ${word(part)}`));
  const wanted = kind.once.map((part) => Prisma.sql`${datas.map((data) => textOf(data[part]))}::text[]`);
  return db.$queryRaw<SeenRow[]>(Prisma.sql`select ${COLUMNS} from fact f
    where ${ofKind(projectId, kind)} and (${parts}) in (select * from unnest(${Prisma.join(wanted)}))`);
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

export async function countsOf(db: Db, projectId: string, large: readonly AnyFactKind[]): Promise<Counted> {
  const counted: Record<string, { all: number; tallies: Record<string, ReadonlyMap<string, number>> }> = {};
  for (const kind of large) {
    const [total] = await db.$queryRaw<{ all: number }[]>`
      select count(*)::int as "all" from fact
      where project_id = ${projectId}::uuid and kind = ${kind.kind} and removed_at is null`;
    const mine = { all: total?.all ?? 0, tallies: {} as Record<string, ReadonlyMap<string, number>> };
    for (const [name, { by, where, told = [] }] of Object.entries(kind.tallies)) {
      const rows = await db.$queryRaw<{ value: string; count: number }[]>(
        Prisma.sql`select coalesce(data ->> ${word(by)}, '') as value, count(*)::int as count from fact
          where ${ofKind(projectId, kind)} and ${holds(where)} and ${tells(told)} group by 1`,
      );
      mine.tallies[name] = new Map(rows.map(({ value, count }) => [value, count]));
    }
    counted[kind.kind] = mine;
  }
  return counted;
}

function isKept({ kind, data }: SeenRow): boolean {
  const law = findFactKind(kind);
  return law ? keptBy(law).some((where) => isAmong(dataOf(data), where)) : false;
}
