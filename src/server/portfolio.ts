import { RESTING } from "#domain/lifecycle.ts";
import { isStorableTime } from "#domain/storable-time.ts";
import { STAGE_STATES, type StageState } from "#domain/vocabulary.ts";
import type { Prisma, ProjectSummary } from "#generated/prisma/client.ts";
import type { Visibility } from "#server/access.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { foreignCursor } from "#server/time-cursor.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

export const SORTS = ["health", "name", "value", "since", "journey", "updated"] as const;
export type PortfolioSort = (typeof SORTS)[number];

export type PortfolioQuery = {
  q?: string;
  stage?: string;
  state?: string;
  health?: string;
  outcome?: string;
  owner?: string;
  tier?: number;
  lifecycle?: string;
  sort?: PortfolioSort;
  show?: "active" | "archived" | "deleted";
  limit?: number;
  cursor?: string;
};

export type PortfolioRow = Omit<ProjectSummary, "npv" | "annualValue" | "delayLoss" | "states"> & {
  states: StageState[];
  npv: number | null;
  annualValue: number | null;
  delayLoss: number | null;
};

/** One page of the portfolio from the projection alone: worst health first unless told otherwise; keyset, never offset. */
export async function listPortfolio(view: Visibility, query: PortfolioQuery = {}) {
  const limit = Math.min(query.limit ?? 50, 100);
  const sort = ORDER[query.sort ?? "health"];
  const rows = await db.projectSummary.findMany({
    where: { AND: [visibleTo(view), filtersOf(query), query.cursor ? sort.after(readCursor(query.cursor)) : {}] },
    orderBy: [...sort.by],
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(rowOf);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items, nextCursor: last ? writeCursor(sort.key(last), last.projectId) : null };
}

/** How many fit the filters, drawn or not. */
export function countPortfolio(view: Visibility, query: PortfolioQuery): Promise<number> {
  return db.projectSummary.count({ where: { AND: [visibleTo(view), filtersOf(query)] } });
}

export type PortfolioFigures = Awaited<ReturnType<typeof portfolioFigures>>;

/** The strip above the table: one aggregate over the rows that the reader may see; what rests counts as a project only. */
export async function portfolioFigures(view: Visibility) {
  const all: Prisma.ProjectSummaryWhereInput = { AND: [visibleTo(view), { archived: false, deleted: false }] };
  const where: Prisma.ProjectSummaryWhereInput = { AND: [all, UNDERWAY] };
  const [projects, sums, live, byCurrency, daysToLive] = await Promise.all([
    db.projectSummary.count({ where: all }),
    db.projectSummary.aggregate({
      where,
      _sum: { openAlerts: true, waiting: true, criteriaMet: true, criteriaTotal: true },
    }),
    db.projectSummary.count({ where: { AND: [where, { isLive: true }] } }),
    db.projectSummary.groupBy({
      by: ["currency"],
      where,
      _sum: { annualValue: true },
      orderBy: { _sum: { annualValue: "desc" } },
    }),
    medianDaysToLive(all),
  ]);
  const { criteriaMet, criteriaTotal, openAlerts, waiting } = sums._sum;
  return {
    projects,
    live,
    openAlerts: openAlerts ?? 0,
    waiting: waiting ?? 0,
    criteriaMetShare: criteriaTotal ? (criteriaMet ?? 0) / criteriaTotal : null,
    annualValue: byCurrency.flatMap((c) =>
      c._sum.annualValue === null ? [] : [{ currency: c.currency, amount: Number(c._sum.annualValue) }],
    ),
    medianDaysToLive: daysToLive,
  };
}

/** Owners to choose from in the filter. */
export async function listPortfolioOwners(view: Visibility) {
  const rows = await db.projectSummary.findMany({
    where: { AND: [visibleTo(view), { ownerId: { not: null }, deleted: false }] },
    distinct: ["ownerId"],
    orderBy: { ownerName: "asc" },
    select: { ownerId: true, ownerName: true },
    take: 200,
  });
  return rows.flatMap(({ ownerId, ownerName }) => (ownerId ? [{ id: ownerId, name: ownerName }] : []));
}

async function medianDaysToLive(where: Prisma.ProjectSummaryWhereInput): Promise<number | null> {
  const known = { AND: [where, { daysToLive: { not: null } }] };
  const count = await db.projectSummary.count({ where: known });
  if (count === 0) return null;
  const middle = await db.projectSummary.findMany({
    where: known,
    orderBy: { daysToLive: "asc" },
    skip: Math.floor((count - 1) / 2),
    take: count % 2 === 0 ? 2 : 1,
    select: { daysToLive: true },
  });
  return middle.reduce((sum, row) => sum + (row.daysToLive ?? 0), 0) / middle.length;
}

export function visibleTo({ visible }: Visibility): Prisma.ProjectSummaryWhereInput {
  if (visible === "all") return {};
  if ("projectId" in visible) return { projectId: visible.projectId };
  return { project: { members: { some: { userId: visible.userId } } } };
}

export function filtersOf(query: PortfolioQuery): Prisma.ProjectSummaryWhereInput {
  return {
    archived: query.show === "archived",
    ...(query.show === "deleted" ? { archived: undefined } : {}),
    deleted: query.show === "deleted",
    ...(query.q
      ? { OR: [{ name: contains(query.q) }, { summary: contains(query.q) }, { slug: contains(query.q) }] }
      : {}),
    ...(query.stage ? { stageKey: query.stage } : {}),
    ...(query.state ? { states: { has: query.state } } : {}),
    ...(query.health ? { healthBand: query.health } : {}),
    ...(query.outcome ? { outcome: query.outcome } : {}),
    ...(query.owner ? { ownerId: { in: isId(query.owner) ? [query.owner] : [] } } : {}),
    ...(query.tier ? { tier: query.tier } : {}),
    ...(query.lifecycle ? { lifecycle: query.lifecycle } : {}),
  };
}

const UNDERWAY: Prisma.ProjectSummaryWhereInput = { lifecycle: { notIn: [...RESTING] } };

/** For pictures of what is under way: what rests is left out, unless it is asked for. */
export function underwayOf(query: PortfolioQuery): Prisma.ProjectSummaryWhereInput {
  return query.lifecycle ? {} : UNDERWAY;
}

/** Prisma passes %, _ and \ on as wildcards; a person who types them means the characters. */
function contains(text: string) {
  return { contains: text.replaceAll("\0", "").replaceAll(/[\\%_]/g, "\\$&"), mode: "insensitive" as const };
}

type Where = Prisma.ProjectSummaryWhereInput;
type Cursor = { value: string; id: string };
type Order = {
  by: readonly Prisma.ProjectSummaryOrderByWithRelationInput[];
  key(row: ProjectSummary): string;
  after(cursor: Cursor): Where;
};

/** Each order ends in the id, so that a page boundary never falls between equals. */
const ORDER: Record<PortfolioSort, Order> = {
  health: {
    by: [{ rank: "asc" }, { projectId: "asc" }],
    key: (row) => String(row.rank),
    after: ({ value, id }) => ({
      OR: [{ rank: { gt: number(value) } }, { rank: number(value), projectId: { gt: id } }],
    }),
  },
  name: {
    by: [{ name: "asc" }, { projectId: "asc" }],
    key: (row) => row.name,
    after: ({ value, id }) => ({ OR: [{ name: { gt: value } }, { name: value, projectId: { gt: id } }] }),
  },
  value: {
    by: [{ annualValue: { sort: "desc", nulls: "last" } }, { projectId: "asc" }],
    key: (row) => (row.annualValue === null ? "" : String(row.annualValue)),
    after: ({ value, id }) =>
      value === ""
        ? { annualValue: null, projectId: { gt: id } }
        : {
            OR: [
              { annualValue: { lt: number(value) } },
              { annualValue: number(value), projectId: { gt: id } },
              { annualValue: null },
            ],
          },
  },
  since: {
    by: [{ stageSince: "asc" }, { projectId: "asc" }],
    key: (row) => row.stageSince.toISOString(),
    after: ({ value, id }) => ({
      OR: [{ stageSince: { gt: date(value) } }, { stageSince: date(value), projectId: { gt: id } }],
    }),
  },
  journey: {
    by: [{ journey: "desc" }, { projectId: "asc" }],
    key: (row) => String(row.journey),
    after: ({ value, id }) => ({
      OR: [{ journey: { lt: number(value) } }, { journey: number(value), projectId: { gt: id } }],
    }),
  },
  updated: {
    by: [{ updatedAt: "desc" }, { projectId: "asc" }],
    key: (row) => row.updatedAt.toISOString(),
    after: ({ value, id }) => ({
      OR: [{ updatedAt: { lt: date(value) } }, { updatedAt: date(value), projectId: { gt: id } }],
    }),
  },
};

function rowOf({ npv, annualValue, delayLoss, states, ...row }: ProjectSummary): PortfolioRow {
  return {
    ...row,
    states: STAGE_KEYS.map((_, index) => STAGE_STATES.find((s) => s === states[index]) ?? "not_started"),
    npv: npv === null ? null : Number(npv),
    annualValue: annualValue === null ? null : Number(annualValue),
    delayLoss: delayLoss === null ? null : Number(delayLoss),
  };
}

function writeCursor(value: string, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString("base64url");
}

function readCursor(cursor: string): Cursor {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (typeof value === "string" && typeof id === "string" && isId(id)) return { value, id };
  } catch {
    // falls through to the one answer for everything that this list did not write
  }
  throw foreignCursor();
}

function date(text: string): Date {
  const at = new Date(text);
  if (!isStorableTime(at.getTime())) throw foreignCursor();
  return at;
}

function number(text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) throw foreignCursor();
  return value;
}
