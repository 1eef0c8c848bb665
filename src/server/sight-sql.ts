import { Prisma } from "#generated/prisma/client.ts";
import type { NewestOfEach, Sight, Where, Within } from "#stages/fact.ts";
import { type AnyFactKind, referencesOf } from "#stages/fact-kind.ts";
import { findFactKind } from "#stages/fact-kinds.ts";

/** Much of one kind is kept in sight at most; what is named beyond it is a list, not a judgement. */
const SIGHT_LIMIT = 2000;
/** Of each value as many as fit here, its newest first: with many values all keep some. */
const EACH_LIMIT = 4000;

export const COLUMNS = Prisma.sql`f.id, f.kind, f.key, f.at, f.version, f.data, f.recorded_at as "recordedAt",
  f.recorded_by as "recordedBy", f.changed_at as "changedAt"`;

/** The facts of a large kind that one of its sights keeps. */
export function sighted(projectId: string, kind: AnyFactKind, sight: Sight): Prisma.Sql {
  if ("each" in sight) return newestOfEach(projectId, kind, sight);
  const among = (condition: Prisma.Sql, order: "asc" | "desc", most: number) =>
    Prisma.sql`select ${COLUMNS} from fact f where ${ofKind(projectId, kind)} and ${condition}
      order by f.at ${Prisma.raw(order)}, f.id limit ${Math.min(most, SIGHT_LIMIT)}`;
  if ("newest" in sight) return among(ALL, "desc", sight.newest);
  if ("oldest" in sight) return among(ALL, "asc", sight.oldest);
  return among("naming" in sight ? names(projectId, kind, sight.naming) : holds(sight.where), "desc", SIGHT_LIMIT);
}

const ALL = Prisma.sql`true`;
const NONE = Prisma.sql`false`;

function newestOfEach(projectId: string, kind: AnyFactKind, sight: NewestOfEach): Prisma.Sql {
  const { each, newest, where = {}, within, asOfNamed } = sight;
  const of = referredKind(kind, each);
  if (of && INDEXED.has(`${kind.kind} ${each}`)) return newestOfNamed(projectId, kind, { ...sight, of });
  const conditions = [
    ofKind(projectId, kind),
    holds(where),
    ...(within ? [isWithin(projectId, within)] : []),
    ...(asOfNamed ? [of ? isAsOfNamed(projectId, of, each) : NONE] : []),
  ];
  return Prisma.sql`select ${COLUMNS} from fact f join (
    select id, row_number() over (partition by data ->> ${word(each)} order by at desc, id) as place from fact
    where ${Prisma.join(conditions, " and ")}
  ) ranked on ranked.id = f.id where ranked.place <= ${newest} order by ranked.place, f.at desc limit ${EACH_LIMIT}`;
}

/** By one look into an index of its own for each fact that is named; without that index each look would read all. */
function newestOfNamed(
  projectId: string,
  kind: AnyFactKind,
  { each, newest, where = {}, asOfNamed, of }: NewestOfEach & { of: AnyFactKind },
): Prisma.Sql {
  const inTime = asOfNamed ? Prisma.sql`at <= named.at` : ALL;
  return Prisma.sql`select ${COLUMNS} from (select key, at from fact where ${ofKind(projectId, of)}) named
    cross join lateral (
      select *, row_number() over (order by at desc, id) as place from (
        select * from fact where ${ofKind(projectId, kind)} and (data ->> ${word(each)}) = named.key
          and ${holds(where)} and ${inTime} order by at desc, id limit ${newest}
      ) newest
    ) f order by f.place, f.at desc limit ${EACH_LIMIT}`;
}

/** Kinds and their parts by which an index holds them (fact_drift_window_idx). */
const INDEXED: ReadonlySet<string> = new Set(["drift-results reference"]);

export function ofKind(projectId: string, { kind }: Pick<AnyFactKind, "kind">): Prisma.Sql {
  return Prisma.sql`project_id = ${projectId}::uuid and kind = ${word(kind)} and removed_at is null`;
}

/** Written out, since a partial index is chosen only where its own words stand; they come from the kinds, never from people. */
export function holds(where: Where): Prisma.Sql {
  const parts = Object.entries(where).map(([path, values]) => {
    const any = values.map((value) => `(data ->> ${quoted(path)}) = ${quoted(String(value))}`);
    return Prisma.raw(`(${any.join(" or ")})`);
  });
  return parts.length > 0 ? Prisma.join(parts, " and ") : ALL;
}

/** Something is told in one part at least of each list. */
export function tells(told: readonly (readonly string[])[]): Prisma.Sql {
  const lists = told.map((parts) => Prisma.raw(`(${parts.map((part) => `data ? ${quoted(part)}`).join(" or ")})`));
  return lists.length > 0 ? Prisma.join(lists, " and ") : ALL;
}

/** As `leEps` compares. */
function isWithin(projectId: string, { part, stage, answer, usual }: Within): Prisma.Sql {
  const answered = Prisma.sql`coalesce((
    select (document ->> ${word(answer)})::float8 from stage
    where project_id = ${projectId}::uuid and key = ${stage} and jsonb_typeof(document -> ${word(answer)}) = 'number'
  ), ${usual}::float8)`;
  return Prisma.sql`case when jsonb_typeof(data -> ${word(part)}) = 'number' then (data ->> ${word(part)})::float8
    <= (select "limit" + 1e-9 * greatest(1, abs("limit")) from (select ${answered} as "limit") said) end`;
}

function isAsOfNamed(projectId: string, of: AnyFactKind, path: string): Prisma.Sql {
  return Prisma.sql`at <= (select named.at from fact named where named.project_id = ${projectId}::uuid
    and named.kind = ${of.kind} and named.key = fact.data ->> ${word(path)})`;
}

function names(projectId: string, kind: AnyFactKind, path: string): Prisma.Sql {
  const of = referredKind(kind, path);
  const kept = of ? keptBy(of).map((where) => Prisma.sql`(${holds(where)})`) : [];
  if (!of || kept.length === 0) return NONE;
  return Prisma.sql`data ->> ${word(path)} in (
    select key from fact where ${ofKind(projectId, of)} and (${Prisma.join(kept, " or ")}))`;
}

function referredKind(kind: AnyFactKind, path: string): AnyFactKind | null {
  return findFactKind(referencesOf(kind).find((each) => each.path === path)?.of ?? "");
}

/** The values by which a kind keeps facts in sight. */
export function keptBy({ seen }: Pick<AnyFactKind, "seen">): Where[] {
  return seen.flatMap((sight) => ("where" in sight && !("each" in sight) ? [sight.where] : []));
}

/** A word of the program's own as it stands in a statement. */
export function word(text: string): Prisma.Sql {
  return Prisma.raw(quoted(text));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
