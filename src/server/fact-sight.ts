import { Prisma } from "#generated/prisma/client.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { dataOf, type SeenRow } from "#server/seen-row.ts";
import { answerAt } from "#stages/answer-at.ts";
import { type Counted, isAmong, type Sight, type Where } from "#stages/fact.ts";
import { type AnyFactKind, referencesOf } from "#stages/fact-kind.ts";
import { FACT_KINDS, findFactKind } from "#stages/fact-kinds.ts";

type Db = ReadOnlyDb | Tx;
type Found = ReadonlyMap<string, readonly SeenRow[]>;

/** Much of one kind is kept in sight at most; what is named beyond it is a list, not a judgement. */
const SIGHT_LIMIT = 2000;
/** From a model to its data version to the run that built it. */
const STEPS = 2;

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
  const known = new Set(loaded.map(nameOf));
  let from = loaded.filter(isKept);
  for (let step = 0; step < STEPS && from.length > 0; step++) {
    from = await named(db, projectId, large, from, known);
    for (const row of from) known.add(nameOf(row));
    rows.push(...from);
  }
  return rows;
}

export async function countsOf(db: Db, projectId: string, large: readonly AnyFactKind[]): Promise<Counted> {
  const counted: Record<string, { all: number; tallies: Record<string, ReadonlyMap<string, number>> }> = {};
  for (const kind of large) {
    const [total] = await db.$queryRaw<{ all: number }[]>`
      select count(*)::int as "all" from fact
      where project_id = ${projectId}::uuid and kind = ${kind.kind} and removed_at is null`;
    const mine = { all: total?.all ?? 0, tallies: {} as Record<string, ReadonlyMap<string, number>> };
    for (const [name, { by, where }] of Object.entries(kind.tallies)) {
      const rows = await db.$queryRaw<{ value: string; count: number }[]>(
        Prisma.sql`select coalesce(data ->> ${Prisma.raw(quoted(by))}, '') as value, count(*)::int as count from fact
          where ${ofKind(projectId, kind)} and ${holds(where)} group by 1`,
      );
      mine.tallies[name] = new Map(rows.map(({ value, count }) => [value, count]));
    }
    counted[kind.kind] = mine;
  }
  return counted;
}

function sighted(projectId: string, kind: AnyFactKind, sight: Sight): Prisma.Sql {
  if ("each" in sight)
    return Prisma.sql`select ${COLUMNS} from fact f join (
      select id, row_number() over (partition by data ->> ${Prisma.raw(quoted(sight.each))} order by at desc, id) as place from fact
      where ${ofKind(projectId, kind)} and ${holds(sight.where ?? {})}
    ) ranked on ranked.id = f.id where ranked.place <= ${sight.newest} order by f.at desc limit ${SIGHT_LIMIT}`;
  const condition = "naming" in sight ? names(projectId, kind, sight.naming) : holds(sight.where);
  return Prisma.sql`select ${COLUMNS} from fact f where ${ofKind(projectId, kind)} and ${condition}
    order by f.at desc limit ${SIGHT_LIMIT}`;
}

const COLUMNS = Prisma.sql`f.id, f.kind, f.key, f.at, f.version, f.data, f.recorded_at as "recordedAt",
  f.recorded_by as "recordedBy", f.changed_at as "changedAt"`;

function ofKind(projectId: string, { kind }: Pick<AnyFactKind, "kind">): Prisma.Sql {
  return Prisma.sql`project_id = ${projectId}::uuid and kind = ${Prisma.raw(quoted(kind))} and removed_at is null`;
}

/** Written out, since a partial index is chosen only where its own words stand; they come from the kinds, never from people. */
function holds(where: Where): Prisma.Sql {
  const parts = Object.entries(where).map(([path, values]) => {
    const any = values.map((value) => `(data ->> ${quoted(path)}) = ${quoted(String(value))}`);
    return Prisma.raw(`(${any.join(" or ")})`);
  });
  return parts.length > 0 ? Prisma.join(parts, " and ") : Prisma.sql`true`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "''")}'`;
}

function names(projectId: string, kind: AnyFactKind, path: string): Prisma.Sql {
  const of = findFactKind(referencesOf(kind).find((each) => each.path === path)?.of ?? "");
  if (!of) return Prisma.sql`false`;
  const kept = keptBy(of).map((where) => Prisma.sql`(${holds(where)})`);
  if (kept.length === 0) return Prisma.sql`false`;
  return Prisma.sql`data ->> ${Prisma.raw(quoted(path))} in (
    select key from fact where ${ofKind(projectId, of)} and (${Prisma.join(kept, " or ")}))`;
}

function keptBy({ seen }: Pick<AnyFactKind, "seen">): Where[] {
  return seen.flatMap((sight) => ("where" in sight && !("each" in sight) ? [sight.where] : []));
}

function isKept({ kind, data }: SeenRow): boolean {
  const law = FACT_KINDS.find((each) => each.kind === kind);
  return law ? keptBy(law).some((where) => isAmong(dataOf(data), where)) : false;
}

/** The facts of large kinds that these refer to and that are not known yet. */
async function named(
  db: Db,
  projectId: string,
  large: readonly AnyFactKind[],
  from: readonly SeenRow[],
  known: ReadonlySet<string>,
): Promise<SeenRow[]> {
  const wanted = Map.groupBy(
    from.flatMap(referredTo).filter(({ of, key }) => !known.has(`${of}/${key}`)),
    ({ of }) => of,
  );
  const rows: SeenRow[] = [];
  for (const kind of large) {
    const keys = [...new Set(wanted.get(kind.kind)?.map(({ key }) => key))];
    if (keys.length === 0) continue;
    const query = Prisma.sql`select ${COLUMNS} from fact f where ${ofKind(projectId, kind)} and key = any(${keys})`;
    rows.push(...(await db.$queryRaw<SeenRow[]>(query)));
  }
  return rows;
}

function referredTo({ kind, data }: SeenRow): { of: string; key: string }[] {
  return referencesOf(findFactKind(kind) ?? { fields: [] }).flatMap(({ path, of }) => {
    const value = answerAt(dataOf(data), path);
    const keys: unknown[] = Array.isArray(value) ? value : [value];
    return keys.flatMap((key) => (typeof key === "string" ? [{ of, key }] : []));
  });
}

function nameOf({ kind, key }: SeenRow): string {
  return `${kind}/${key}`;
}
