import type { Access } from "#server/access.ts";
import { listActivity } from "#server/activity.ts";
import { now } from "#server/clock.ts";
import { listCriteria } from "#server/criteria.ts";
import { db } from "#server/db.ts";
import { figuresOf } from "#server/project-figures.ts";
import { projectFlow } from "#server/project-flow.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { standingOf, surroundings } from "#server/summary.ts";
import { sumHours } from "#server/time-entries.ts";
import { STAGES } from "#stages/registry.ts";
import { solutionHistory } from "#stages/solution-history.ts";

const TREND = 30;

/** What the head of every page of a project shows. */
export async function getProjectHeading(access: Access<"project.read">) {
  const [{ summaryRow, ...project }, members, openAlerts] = await Promise.all([
    db.project.findUniqueOrThrow({
      where: { id: access.projectId },
      include: { summaryRow: { select: { lifecycle: true, maturity: true } } },
    }),
    db.member.findMany({
      where: { projectId: access.projectId },
      include: { user: { select: { id: true, name: true } } },
      orderBy: { addedAt: "asc" },
      take: 50,
    }),
    db.alert.count({ where: { projectId: access.projectId, state: { not: "resolved" } } }),
  ]);
  return { project, people: members.map(({ user }) => user), openAlerts, standing: summaryRow };
}

/** One project on one page: the ten stages, the criteria with their last values, what comes next, where the time went. */
export async function getProjectOverview(access: Access<"project.read">) {
  const record = await loadProjectRecord(db, access.projectId);
  const around = await surroundings(db, access.projectId);
  const [criteria, activity, alerts, trends, flow, hours] = await Promise.all([
    listCriteria(access),
    listActivity(access, { limit: 40 }),
    db.alert.findMany({
      where: { projectId: access.projectId, state: { not: "resolved" } },
      orderBy: { openedAt: "asc" },
      take: 5,
    }),
    trendsOf(record.criteria.map(({ id }) => id)),
    projectFlow(record),
    sumHours(access),
  ]);
  const figures = figuresOf(record, around);
  const stages = STAGES.map((law) => {
    const { state, since, iteration } = record.stage(law.key);
    return {
      key: law.key,
      number: law.number,
      title: law.title,
      phase: law.phase,
      state,
      since,
      iteration,
      completion: figures.completion.get(law.key) ?? null,
      activeDays: around.activeDays.get(law.key) ?? 0,
    };
  });
  return {
    project: record.project,
    stages,
    criteria: criteria.map((criterion) => ({ ...criterion, trend: trends.get(criterion.id) ?? [] })),
    activity: activity.items,
    alerts,
    ...figures,
    flow,
    hours,
    solution: solutionHistory(record.facts),
    standing: standingOf(record, figures, { started: around.firstStart, live: around.liveSince }),
    computedAt: now().getTime(),
  };
}
export type ProjectOverview = Awaited<ReturnType<typeof getProjectOverview>>;

async function trendsOf(criterionIds: readonly string[]): Promise<Map<string, number[]>> {
  const rows = await Promise.all(
    criterionIds.map((criterionId) =>
      db.criterionEvaluation.findMany({
        where: { criterionId, value: { not: null } },
        orderBy: { windowEnd: "desc" },
        take: TREND,
        select: { criterionId: true, value: true },
      }),
    ),
  );
  return new Map(criterionIds.map((id, at) => [id, (rows[at] ?? []).flatMap(({ value }) => value ?? []).reverse()]));
}
