import { targetBand } from "#domain/criterion-state.ts";
import { isResting, lifecycle } from "#domain/lifecycle.ts";
import { maturity } from "#domain/maturity.ts";
import type { CriterionState, StageState } from "#domain/vocabulary.ts";
import type { Prisma } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import { criterionOf } from "#server/criterion-row.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { figuresOf, type ProjectFigures } from "#server/project-figures.ts";
import { loadProjectRecord, type ProjectRecord } from "#server/project-record.ts";
import { REAL } from "#server/real-alerts.ts";
import { restOf } from "#server/resting.ts";
import { leftForLater } from "#server/summaries-later.ts";
import { worthColumns } from "#server/summary-worth.ts";
import { feasibilityOf } from "#stages/business-case/feasibility.ts";
import { rolloutsOf } from "#stages/integration/rollouts.ts";
import { STAGES } from "#stages/registry.ts";

const TREND_LENGTH = 30;
const DAY_MS = 86_400_000;

/** Writes the project's portfolio row anew from its records. `mutate` calls it in every transaction that changes something. */
export async function rebuildSummary(tx: Tx, projectId: string): Promise<void> {
  if (leftForLater(projectId)) return;
  const row = await computeSummary(tx, projectId);
  await tx.projectSummary.upsert({ where: { projectId }, create: row, update: row });
}

export type SummaryRow = Awaited<ReturnType<typeof computeSummary>>;

export async function computeSummary(db: ReadOnlyDb | Tx, projectId: string) {
  const record = await loadProjectRecord(db, projectId);
  const around = await surroundings(db, projectId);
  const { project, organisation } = record;
  const figures = figuresOf(record, around);
  const current = currentStage(record);
  const main = mainCriterion(record);
  const trend = main ? await trendOf(db, main.id) : [];
  const { lead, liveSince: live, firstStart: started } = around;
  const standing = standingOf(record, figures, { started, live });
  return {
    projectId,
    slug: project.slug,
    name: project.name,
    summary: project.summary,
    tier: project.tier,
    ownerId: lead?.id ?? null,
    ownerName: lead?.name ?? "",
    states: STAGES.map(({ key }) => record.stage(key).state),
    stageKey: current.key,
    stageSince: current.since ?? project.createdAt,
    targetDays: STAGES.find(({ key }) => key === current.key)?.targetDays ?? 0,
    waiting: isResting(standing.lifecycle) ? 0 : waitingIn(record),
    criteriaMet: record.criteria.filter(({ state }) => state === "met").length,
    criteriaTotal: record.criteria.length,
    outcome: outcomeOf(record, figures.rollup.status),
    mainCriterion: main?.name ?? null,
    mainTarget: main ? finiteTarget(main) : null,
    trend,
    loosened: record.criteria.filter(({ loosenedAt }) => loosenedAt !== null).length,
    openAlerts: around.open,
    ...healthColumns(figures, standing),
    journey: figures.journey,
    ...worthColumns(record.stage("business-case").document, organisation, knownGrades(record)),
    currency: project.currency,
    ...standing,
    blockedBy: blockerOf(record, current.key, around.blockedBy),
    isLive:
      live !== null &&
      !isResting(standing.lifecycle) &&
      !["not_started", "in_progress"].includes(record.stage("integration").state),
    daysToLive: live && started ? Math.max(0, (live.getTime() - started.getTime()) / DAY_MS) : null,
    archived: project.archivedAt !== null,
    deleted: project.deletedAt !== null,
    updatedAt: now(),
  };
}

/** With what stage 3 measured in place of the two grades about data. */
function knownGrades({ facts, stages, stage }: ProjectRecord) {
  const documents = Object.fromEntries([...stages].map(([key, { document }]) => [key, document]));
  return feasibilityOf(stage("business-case").document, { ...facts, documents }).grades;
}

function waitingIn(record: ProjectRecord): number {
  return STAGES.filter(({ key }) => record.stage(key).state === "in_review").length;
}

/** Whom the current stage waits for; null unless it is blocked. */
function blockerOf(record: ProjectRecord, key: string, named: ReadonlyMap<string, string | null>): string | null {
  return record.stage(key).state === "blocked" ? (named.get(key) ?? "somebody") : null;
}

/** Where the project stands on the two scales of A3. */
export function standingOf(
  record: ProjectRecord,
  { poc }: Pick<ProjectFigures, "poc">,
  { started, live }: { started: Date | null; live: Date | null },
) {
  const rollouts = rolloutsOf(record.facts);
  const integratedAt = live?.getTime() ?? null;
  return {
    lifecycle: lifecycle({ rollouts, integratedAt, started: started !== null, resting: restOf(record) }),
    maturity: maturity({ poc, rollouts, integratedAt, now: now().getTime() }),
  };
}

/** Projects whose health is unknown come after those whose health is good, and those at rest after all others. */
const UNKNOWN_RANK = 101;
const RESTING_RANK = 102;

/** Nobody is at risk in a project that rests. */
function healthColumns({ health }: Pick<ProjectFigures, "health">, standing: { lifecycle: string }) {
  if (isResting(standing.lifecycle))
    return { health: null, healthBand: "unknown", healthCap: null, rank: RESTING_RANK };
  return {
    health: health.score,
    healthBand: health.band,
    healthCap: health.cap,
    rank: health.score ?? UNKNOWN_RANK,
  };
}

const AROUND = {
  alerts: { where: { state: { not: "resolved" }, ...REAL }, select: { severity: true, kind: true } },
  visits: { where: { state: { in: ["in_progress", "done"] } }, orderBy: { enteredAt: "asc" } },
  transitions: {
    where: { OR: [{ verb: { in: ["start", "block"] } }, { stageKey: "integration", to: "done" }] },
    orderBy: { at: "asc" },
    select: { verb: true, at: true, stageKey: true, blockedBy: true },
  },
  members: {
    orderBy: [{ addedAt: "asc" }, { userId: "asc" }],
    select: { roles: true, user: { select: { id: true, name: true } } },
  },
} as const satisfies Prisma.ProjectSelect;

export async function surroundings(db: ReadOnlyDb | Tx, projectId: string) {
  const { alerts, visits, transitions, members } = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: AROUND,
    relationLoadStrategy: "join",
  });
  const countOf = (matches: (alert: (typeof alerts)[number]) => boolean) => alerts.filter(matches).length;
  const blocks = transitions.filter(({ verb }) => verb === "block");
  return {
    ...stageTimes(visits),
    open: alerts.length,
    critical: countOf(({ severity }) => severity === "critical"),
    warning: countOf(({ severity, kind }) => severity === "warning" && kind !== "stale"),
    stale: countOf(({ kind }) => kind === "stale"),
    breaches: countOf(({ kind }) => kind === "criterion"),
    /** By stage, whom its last block named. */
    blockedBy: new Map(blocks.map(({ stageKey, blockedBy }) => [stageKey, blockedBy])),
    /** Of any stage; and when the project first went live. */
    firstStart: transitions.find(({ verb }) => verb === "start")?.at ?? null,
    liveSince: transitions.find(({ verb }) => verb !== "start" && verb !== "block")?.at ?? null,
    lead: leadOf(members),
  };
}

type Visit = { stageKey: string; state: string; enteredAt: Date; leftAt: Date | null };

function stageTimes(visits: readonly Visit[]) {
  const activeDays = new Map<string, number>();
  const startedAt = new Map<string, Date>();
  const doneAt = new Map<string, Date>();
  for (const { stageKey, state, enteredAt, leftAt } of visits) {
    if (state === "done") doneAt.set(stageKey, enteredAt);
    else {
      if (!startedAt.has(stageKey)) startedAt.set(stageKey, enteredAt);
      const days = ((leftAt ?? now()).getTime() - enteredAt.getTime()) / DAY_MS;
      activeDays.set(stageKey, (activeDays.get(stageKey) ?? 0) + days);
    }
  }
  return { startedAt, doneAt, activeDays };
}

/** Where attention belongs: what is flagged, then blocked, then waiting, then running; else the last that was finished. */
function currentStage(record: ProjectRecord): { key: string; since: Date | null } {
  const order: StageState[] = ["needs_attention", "blocked", "in_review", "in_progress"];
  for (const state of order) {
    const found = STAGES.map(({ key }) => record.stage(key)).find((stage) => stage.state === state);
    if (found) return found;
  }
  const last = STAGES.map(({ key }) => record.stage(key)).findLast((stage) => stage.state === "done");
  return last ?? record.stage(STAGES[0]?.key ?? "");
}

/** The north star where one is named, else the first must-have. */
function mainCriterion(record: ProjectRecord) {
  const star = record.stage("success-criteria").document.northStar;
  return (
    record.criteria.find(({ key }) => key === star) ??
    record.criteria.find(({ mustHave }) => mustHave) ??
    record.criteria[0]
  );
}

function finiteTarget(row: Parameters<typeof criterionOf>[0]): number | null {
  const { low, high } = targetBand(criterionOf(row));
  return Number.isFinite(low) ? low : Number.isFinite(high) ? high : null;
}

function outcomeOf(record: ProjectRecord, status: CriterionState): CriterionState {
  return record.criteria.some(({ mustHave }) => mustHave) ? status : "no_data";
}

async function trendOf(db: ReadOnlyDb | Tx, criterionId: string): Promise<number[]> {
  const rows = await db.criterionEvaluation.findMany({
    where: { criterionId, value: { not: null } },
    orderBy: { windowEnd: "desc" },
    take: TREND_LENGTH,
    select: { value: true },
  });
  return rows.flatMap(({ value }) => value ?? []).reverse();
}

type Member = { roles: string[]; user: { id: string; name: string } };

function leadOf(members: readonly Member[]): Member["user"] | undefined {
  const first =
    members.find(({ roles }) => roles.includes("PM")) ??
    members.find(({ roles }) => roles.includes("LD")) ??
    members[0];
  return first?.user;
}
