import type { CriterionState } from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import { systemAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import { reconcileCriterionAlert } from "#server/criterion-alerts.ts";
import { db, type Tx } from "#server/db.ts";
import { type Evaluation, evaluationOf, type Replay, replay, storeEvaluations } from "#server/evaluation-replay.ts";
import { mutate } from "#server/mutate.ts";
import { applyBackwardRules } from "#server/stage-flags.ts";
import { rebuildSummary } from "#server/summary.ts";

export type DueProject = { id: string; slug: string };

/** Windows played in one transaction: a year of backfill gives the project back to its people every tenth of a second. */
const MOST_WINDOWS = 2_000;

/** Projects in which a criterion owes a window that has ended, those that fell behind least first. */
export async function listDueProjects(): Promise<DueProject[]> {
  return db.$queryRaw<DueProject[]>`
    select p.id, p.slug from criterion c join project p on p.id = c.project_id
    where c.next_window_end <= ${now()} and c.removed_at is null and p.deleted_at is null
    group by p.id, p.slug order by max(c.next_window_end) desc, p.id`;
}

/** Plays a share of what the project's criteria owe. Returns how many windows were played. */
export async function evaluateProject({ id, slug }: DueProject): Promise<number> {
  const access = systemAccess(id, slug, "Evaluation");
  return mutate(access, async (tx) => {
    const played = await playDue(tx, id, now());
    const notes: AuditNote[] = [];
    for (const { row, result } of played) notes.push(...(await keep(tx, row, result)));
    const windows = played.reduce((sum, { result }) => sum + result.evaluations.length, 0);
    if (!played.some(({ result }) => result.caughtUp && result.evaluations.length > 0)) {
      if (played.some(({ result }) => result.caughtUp)) await rebuildSummary(tx, id);
      return { value: windows, audit: "unchanged" };
    }
    notes.push(...(await applyBackwardRules(tx, access)));
    if (notes.length > 0) return { value: windows, audit: notes };
    await rebuildSummary(tx, id);
    return { value: windows, audit: "unchanged" };
  });
}

type Played = { row: CriterionRow; result: Replay };

async function playDue(tx: Tx, projectId: string, at: Date): Promise<Played[]> {
  let left = MOST_WINDOWS;
  const played: Played[] = [];
  for (const row of await lockDue(tx, projectId, at)) {
    if (left <= 0) break;
    const result = await replay(tx, row, at.getTime(), left);
    if (!result) {
      await tx.criterion.update({ where: { id: row.id }, data: { nextWindowEnd: null } });
      continue;
    }
    left -= result.evaluations.length;
    played.push({ row, result });
  }
  return played;
}

/** The row lock keeps the roll-up from setting a criterion back while its windows are being played. */
async function lockDue(tx: Tx, projectId: string, at: Date): Promise<CriterionRow[]> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    select id from criterion where project_id = ${projectId}::uuid and removed_at is null and next_window_end <= ${at}
    order by id for update`;
  return tx.criterion.findMany({
    where: { id: { in: locked.map((c) => c.id) } },
    orderBy: [{ nextWindowEnd: "desc" }, { id: "asc" }],
  });
}

/** Stores the windows; once they reach the present, also what is shown of the criterion, and its alert. */
async function keep(
  tx: Tx,
  row: CriterionRow,
  { evaluations, before, nextWindowEnd, caughtUp }: Replay,
): Promise<AuditNote[]> {
  await storeEvaluations(tx, row.id, evaluations);
  const last = evaluations.at(-1);
  const owed = { nextWindowEnd: new Date(nextWindowEnd) };
  if (!caughtUp || !last) {
    await tx.criterion.update({ where: { id: row.id }, data: owed });
    return [];
  }
  const since = await sinceWhen(tx, row, before, evaluations, last);
  const shown = last.state === "no_data" ? null : await lastWithData(tx, row.id, evaluations, last);
  await tx.criterion.update({
    where: { id: row.id },
    data: {
      ...owed,
      state: last.state,
      value: shown?.value ?? null,
      samples: shown?.samples ?? last.samples,
      progress: shown?.progress ?? null,
      stateSince: new Date(since),
      evaluatedAt: new Date(last.windowEnd),
    },
  });
  const alert = await reconcileCriterionAlert(tx, row, { state: last.state, windowEnd: last.windowEnd, since }, shown);
  return row.state === last.state ? [] : [flipNote(row, last, alert)];
}

/** The end of the window with which the present state began. Mostly the cache knows; after a replay the rows do. */
async function sinceWhen(
  tx: Tx,
  row: CriterionRow,
  before: Evaluation | null,
  evaluations: readonly Evaluation[],
  last: Evaluation,
): Promise<number> {
  const change = evaluations.findLastIndex((e) => e.state !== last.state);
  const first = evaluations[change + 1] ?? last;
  if (change >= 0 || !before || before.state !== last.state) return first.windowEnd;
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    select min(window_end) as since from criterion_evaluation where criterion_id = ${row.id}::uuid and window_end > coalesce(
      (select max(window_end) from criterion_evaluation where criterion_id = ${row.id}::uuid
        and window_end < ${new Date(first.windowEnd)} and state <> ${last.state}), '-infinity')`;
  return found?.since?.getTime() ?? first.windowEnd;
}

/** While a gap is shorter than the patience, what is shown is the last window that had data. */
async function lastWithData(
  tx: Tx,
  criterionId: string,
  evaluations: readonly Evaluation[],
  last: Evaluation,
): Promise<Evaluation> {
  const known = evaluations.findLast((e) => e.instant !== "no_data");
  if (known) return known;
  const row = await tx.criterionEvaluation.findFirst({
    where: { criterionId, windowEnd: { lt: new Date(last.windowEnd) }, instant: { not: "no_data" } },
    orderBy: { windowEnd: "desc" },
  });
  return row ? evaluationOf(row) : last;
}

function flipNote(row: CriterionRow, last: Evaluation, alert: string): AuditNote {
  const after: { state: CriterionState; value: number | null; windowEnd: string; alert?: string } = {
    state: last.state,
    value: last.value,
    windowEnd: new Date(last.windowEnd).toISOString(),
  };
  if (alert !== "none" && alert !== "touch") after.alert = alert;
  return {
    action: "criterion.state",
    stageKey: "success-criteria",
    subject: { type: "criterion", id: row.key, label: row.name },
    before: { state: row.state },
    after,
  };
}
