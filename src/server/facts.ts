import { AppError } from "#domain/errors.ts";
import type { Fact as FactRow, Prisma } from "#generated/prisma/client.ts";
import { type Access, onlyLooks } from "#server/access.ts";
import { withoutFactData } from "#server/activity.ts";
import { db } from "#server/db.ts";
import { factOf } from "#server/fact-bag.ts";
import { loadFactContext } from "#server/fact-context.ts";
import { readTimeCursor, writeTimeCursor } from "#server/time-cursor.ts";
import type { FactData } from "#stages/fact.ts";
import { BEGINNINGS } from "#stages/fact-beginnings.ts";
import type { AnyFactKind, FactContext, Figure } from "#stages/fact-kind.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";

/** One fact as pages, exports and the API show it. */
export type FactView = ReturnType<typeof viewOf>;
export type FactQuery = {
  q?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
  /** By path of a choice or yes-no field. */
  where?: Readonly<Record<string, string>> | undefined;
};

/** Facts of a kind, newest first. */
export async function listFacts(access: Access<"project.read">, kind: AnyFactKind, query: FactQuery = {}) {
  const limit = Math.min(query.limit ?? 100, 1000);
  const filter = filterOf(access.projectId, kind, query);
  const [rows, total] = await Promise.all([
    db.fact.findMany({
      where: { ...filter, ...(query.cursor && { AND: [...(filter.AND as []), after(query.cursor)] }) },
      orderBy: [{ at: "desc" }, { id: "asc" }],
      take: limit + 1,
    }),
    db.fact.count({ where: filter }),
  ]);
  const shown = rows.slice(0, limit);
  const context = await contextOf(access, kind, shown);
  const items = shown.map((row) => viewOf(kind, row, context, onlyLooks(access)));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items, total, nextCursor: last ? writeTimeCursor(last) : null };
}

/** Everything the filter says, page by page, for an export. */
export async function* allFacts(access: Access<"project.read">, kind: AnyFactKind, query: FactQuery) {
  let cursor: string | undefined;
  do {
    const page = await listFacts(access, kind, { ...query, limit: 1000, cursor });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

export async function getFact(access: Access<"project.read">, kind: AnyFactKind, key: string): Promise<FactView> {
  const row = await db.fact.findFirst({
    where: { projectId: access.projectId, kind: kind.kind, key, removedAt: null },
  });
  if (!row) throw missing(kind, key);
  return viewOf(kind, row, await contextOf(access, kind, [row]), onlyLooks(access));
}

function contextOf({ projectId }: Access<"project.read">, kind: AnyFactKind, rows: readonly FactRow[]) {
  return loadFactContext(db, projectId, { kind, datas: rows.map((row) => factOf(row).data) });
}

/** What a new fact of the kind begins with, from what the project knows already. */
export async function beginFact(access: Access<"project.read">, { kind }: AnyFactKind): Promise<FactData> {
  const begin = BEGINNINGS[kind];
  return begin ? begin(await loadFactContext(db, access.projectId)) : {};
}

/** How many facts of each kind there are, and since when the newest. */
export async function countFacts(
  access: Access<"project.read">,
): Promise<Record<string, { count: number; newest: Date | null }>> {
  const groups = await db.fact.groupBy({
    by: ["kind"],
    where: { projectId: access.projectId, removedAt: null },
    _count: true,
    _max: { at: true },
  });
  const counted = new Map(groups.map((group) => [group.kind, { count: group._count, newest: group._max.at }]));
  return Object.fromEntries(FACT_KINDS.map(({ kind }) => [kind, counted.get(kind) ?? { count: 0, newest: null }]));
}

/** Keys and names that a field referring to this kind may hold. */
export async function listFactNames(access: Access<"project.read">, kinds: readonly string[]) {
  return db.fact.findMany({
    where: { projectId: access.projectId, kind: { in: [...kinds] }, removedAt: null },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    select: { kind: true, key: true, title: true },
    take: 1000,
  });
}

/** What happened to one fact, newest first, from the audit. */
export async function listFactHistory(access: Access<"project.read">, factId: string) {
  const events = await db.auditEvent.findMany({
    where: { projectId: access.projectId, subjectType: "fact", subjectId: factId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: 50,
  });
  return onlyLooks(access) ? events.map(withoutFactData) : events;
}

export function missing(kind: AnyFactKind, key: string): AppError {
  return new AppError("NOT_FOUND", `There is no ${kind.one} “${key}” in this project.`);
}

export function viewOf(kind: AnyFactKind, row: FactRow, context: FactContext, looking = false) {
  const { id, key, title, version, origin, at, recordedAt, recordedBy, recordedByName, changedAt, changedByName } = row;
  const fact = factOf(row);
  const data = looking ? kind.seenByViewers(fact.data) : fact.data;
  const figures: Figure[] = kind.figures({ ...fact, data }, context);
  return {
    ...{ id, key, title, version, origin, at, recordedAt, recordedBy, recordedByName, changedAt, changedByName },
    eventId: row.eventId,
    data,
    figures,
  };
}

function filterOf(projectId: string, kind: AnyFactKind, { q, from, to, where = {} }: FactQuery) {
  const equal = Object.entries(where).map(([path, wanted]): Prisma.FactWhereInput => {
    const field = kind.fields.find((each) => each.path === path);
    if (!field) throw new AppError("INVALID", `There is no part called “${path}” in ${kind.many}.`);
    const value = field.kind === "boolean" ? wanted === "true" : wanted;
    return { data: { path: path.split("."), equals: value } };
  });
  const words: Prisma.FactWhereInput[] = q
    ? [
        {
          OR: [
            { key: { contains: literally(q), mode: "insensitive" } },
            { title: { contains: literally(q), mode: "insensitive" } },
          ],
        },
      ]
    : [];
  return {
    projectId,
    kind: kind.kind,
    removedAt: null,
    ...((from || to) && { at: { ...(from && { gte: from }), ...(to && { lte: to }) } }),
    AND: [...equal, ...words],
  } satisfies Prisma.FactWhereInput;
}

/** The database reads % and _ as wildcards. */
function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

function after(cursor: string): Prisma.FactWhereInput {
  const { at, id } = readTimeCursor(cursor);
  return { OR: [{ at: { lt: at } }, { at, id: { gt: id } }] };
}
