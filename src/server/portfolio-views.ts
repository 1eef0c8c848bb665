import { QUADRANTS, type Quadrant } from "#domain/value-score.ts";
import { STAGE_STATES, type StageState } from "#domain/vocabulary.ts";
import type { Prisma } from "#generated/prisma/client.ts";
import type { Visibility } from "#server/access.ts";
import { db } from "#server/db.ts";
import { filtersOf, type PortfolioQuery, underwayOf, visibleTo } from "#server/portfolio.ts";
import { countStageTimes, organisationStageTimes, rankStages, type StageBottleneck } from "#server/stage-flow.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

/** The most cards of a column, and the most bubbles of the map. */
const MOST_CARDS = 100;
export const MOST_BUBBLES = 200;

const CARD = {
  slug: true,
  name: true,
  tier: true,
  ownerId: true,
  ownerName: true,
  states: true,
  stageSince: true,
  targetDays: true,
  blockedBy: true,
  openAlerts: true,
  lifecycle: true,
} as const satisfies Prisma.ProjectSummarySelect;

export type BoardCard = Omit<Prisma.ProjectSummaryGetPayload<{ select: typeof CARD }>, "states"> & {
  state: StageState;
};
export type BoardColumn = { stageKey: string; count: number; cards: BoardCard[] };

/** Every project in the stage where its attention belongs, those that stand there longest first. */
export async function stageBoard(view: Visibility, query: PortfolioQuery): Promise<BoardColumn[]> {
  const where: Prisma.ProjectSummaryWhereInput = { AND: [visibleTo(view), filtersOf(query), underwayOf(query)] };
  const [counts, ...columns] = await Promise.all([
    db.projectSummary.groupBy({ by: ["stageKey"], where, _count: true }),
    ...STAGE_KEYS.map((stageKey) =>
      db.projectSummary.findMany({
        where: { AND: [where, { stageKey }] },
        orderBy: [{ stageSince: "asc" }, { projectId: "asc" }],
        take: MOST_CARDS,
        select: CARD,
      }),
    ),
  ]);
  return STAGE_KEYS.map((stageKey, place) => ({
    stageKey,
    count: counts.find((each) => each.stageKey === stageKey)?._count ?? 0,
    cards: (columns[place] ?? []).map(({ states, ...card }) => ({ ...card, state: stateOf(states[place]) })),
  }));
}

export type Bubble = {
  slug: string;
  name: string;
  value: number;
  feasibility: number;
  quadrant: Quadrant;
  healthBand: string;
  delayLoss: number | null;
  currency: string;
};
export type PortfolioMap = {
  bubbles: Bubble[];
  /** All that fit the filters, drawn or not. */
  counts: Record<Quadrant, number>;
  /** Without a value or a feasibility yet. */
  unknown: number;
};

/** Value against feasibility: the projects whose delay costs most are drawn, all are counted. */
export async function portfolioMap(view: Visibility, query: PortfolioQuery): Promise<PortfolioMap> {
  const where: Prisma.ProjectSummaryWhereInput = { AND: [visibleTo(view), filtersOf(query), underwayOf(query)] };
  const [rows, groups] = await Promise.all([
    db.projectSummary.findMany({
      where: { AND: [where, { quadrant: { not: null } }] },
      orderBy: [{ delayLoss: { sort: "desc", nulls: "last" } }, { projectId: "asc" }],
      take: MOST_BUBBLES,
      select: {
        ...{ slug: true, name: true, valueScore: true, feasibility: true, quadrant: true },
        ...{ healthBand: true, delayLoss: true, currency: true },
      },
    }),
    db.projectSummary.groupBy({ by: ["quadrant"], where, _count: true }),
  ]);
  const countOf = (quadrant: Quadrant | null) => groups.find((each) => each.quadrant === quadrant)?._count ?? 0;
  return {
    bubbles: rows.flatMap(({ valueScore, feasibility, quadrant: named, delayLoss, ...row }) => {
      const quadrant = QUADRANTS.find((each) => each === named);
      if (valueScore === null || feasibility === null || !quadrant) return [];
      const loss = delayLoss === null ? null : Number(delayLoss);
      return [{ ...row, value: valueScore, feasibility, quadrant, delayLoss: loss }];
    }),
    counts: {
      do_now: countOf("do_now"),
      de_risk: countOf("de_risk"),
      fill_in: countOf("fill_in"),
      park: countOf("park"),
    },
    unknown: countOf(null),
  };
}

export type Bottlenecks = { stages: StageBottleneck[]; computedAt: Date | null; projects: number };

/** Where projects get stuck. Unfiltered and for somebody who sees all it is the kept count; else counted on the spot. */
export async function portfolioBottlenecks(view: Visibility, query: PortfolioQuery): Promise<Bottlenecks> {
  const where: Prisma.ProjectSummaryWhereInput = { AND: [visibleTo(view), filtersOf(query)] };
  const filtered = Object.entries(query).some(([name, value]) => !UNNARROWING.has(name) && value !== undefined);
  if (view.visible === "all" && !filtered) {
    const [{ stages, computedAt }, projects] = await Promise.all([
      organisationStageTimes(),
      db.projectSummary.count({ where }),
    ]);
    return { stages: rankStages(stages), computedAt, projects };
  }
  const rows = await db.projectSummary.findMany({ where, select: { projectId: true } });
  const stages = await countStageTimes(rows.map(({ projectId }) => projectId));
  return { stages: rankStages(stages), computedAt: null, projects: rows.length };
}

const UNNARROWING: ReadonlySet<string> = new Set(["sort", "limit", "cursor"]);

function stateOf(stored: string | undefined): StageState {
  return STAGE_STATES.find((state) => state === stored) ?? "not_started";
}
