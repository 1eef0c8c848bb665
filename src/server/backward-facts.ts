import type { BackwardFacts, CriterionFact, ExpiredEvidence, GoalpostChange } from "#domain/backward-facts.ts";
import type { Criterion } from "#domain/criteria.ts";
import { movesGoalposts } from "#domain/criterion-rules.ts";
import { wentLiveAt } from "#domain/lifecycle.ts";
import { tierOf } from "#domain/vocabulary.ts";
import type { StageTransition } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import { criterionOf } from "#server/criterion-row.ts";
import type { Tx } from "#server/db.ts";
import { frameStanding } from "#server/frame-standing.ts";
import { expiredEvidenceOf } from "#server/gates.ts";
import { liveSignals } from "#server/live-signals.ts";
import type { ProjectRecord } from "#server/project-record.ts";
import { backwardFactsOf } from "#stages/backward.ts";
import type { StageDefinition } from "#stages/define-stage.ts";
import { rolloutsOf } from "#stages/integration/rollouts.ts";
import { STAGES } from "#stages/registry.ts";

/** What the rules look at: criteria and goals from the tables, all else from what the stages recorded. `transitions`: the project's log, oldest first. */
export async function backwardFacts(
  tx: Tx,
  record: ProjectRecord,
  transitions: readonly StageTransition[],
): Promise<BackwardFacts> {
  const { northStar } = record.stage("success-criteria").document;
  const latched = await standingBreaches(tx, record);
  const finished = transitions.filter(({ to }) => to === "done");
  const integratedAt = timeOf(finished.find(({ stageKey }) => stageKey === "integration"));
  const liveSince = wentLiveAt({ rollouts: rolloutsOf(record.facts), integratedAt });
  const at = now().getTime();
  const doneAt = Object.fromEntries(finished.map((t) => [t.stageKey, t.at.getTime()]));
  const { owners, ...frame } = await frameStanding(tx, record, doneAt["business-case"] ?? null);
  return {
    ...backwardFactsOf({ ...signalsOf(record), live: await liveSignals(tx, record), liveSince, now: at }),
    ...frame,
    tier: tierOf(record.project.tier),
    now: at,
    criteria: record.criteria.map((row) => ({
      ...criterionFact(row, northStar, latched.has(row.id)),
      owner: owners.get(row.ownerId ?? "") ?? null,
    })),
    expiredEvidence: STAGES.flatMap((stage) => expiredIn(record, stage)),
    goalposts: await goalpostChanges(tx, record.project.id),
    modelStartedAt: timeOf(transitions.find(({ stageKey, verb }) => stageKey === "model" && verb === "start")),
    liveSince,
    doneAt,
  };
}

function expiredIn(record: ProjectRecord, stage: StageDefinition): ExpiredEvidence[] {
  if (!["done", "needs_attention"].includes(record.stage(stage.key).state)) return [];
  return expiredEvidenceOf(record, stage).map((item) => ({ stage: stage.key, ...item }));
}

function signalsOf({ facts, stages, alerts, project }: ProjectRecord) {
  const documents = Object.fromEntries([...stages].map(([key, { document }]) => [key, document]));
  return { facts, documents, alerts, zone: project.timeZone };
}

/** Behind silence only the last evaluation tells whether a breach still stands. */
async function standingBreaches(tx: Tx, record: ProjectRecord): Promise<ReadonlySet<string>> {
  const standing = new Set(record.criteria.filter(({ state }) => state === "breached").map(({ id }) => id));
  for (const { id } of record.criteria.filter(
    ({ state, evaluatedAt }) => state === "no_data" && evaluatedAt !== null,
  )) {
    const last = await tx.criterionEvaluation.findFirst({
      where: { criterionId: id },
      orderBy: { windowEnd: "desc" },
      select: { latched: true },
    });
    if (last?.latched) standing.add(id);
  }
  return standing;
}

function criterionFact(row: ProjectRecord["criteria"][number], northStar: unknown, latched: boolean): CriterionFact {
  const { key, name, kind, phase, mustHave, state, cadenceSeconds } = criterionOf(row);
  const since = row.stateSince?.getTime() ?? null;
  const shown =
    since === null || !row.evaluatedAt ? 0 : (row.evaluatedAt.getTime() - since) / (cadenceSeconds * 1000) + 1;
  return {
    ...{ key, name, kind, phase, mustHave, state, since, latched },
    northStar: key === northStar,
    breachedWindows: state === "breached" ? Math.floor(shown) : 0,
    lastDataAt: row.series?.lastPointAt?.getTime() ?? null,
  };
}

async function goalpostChanges(tx: Tx, projectId: string): Promise<GoalpostChange[]> {
  const changes = await tx.criterionChange.findMany({
    where: { criterion: { projectId, removedAt: null } },
    include: { criterion: { select: { key: true } } },
  });
  return changes.flatMap(({ before, after, at, criterion }) =>
    before !== null && after !== null && movesGoalposts(asCriterion(before), asCriterion(after))
      ? [{ criterion: criterion.key, at: at.getTime() }]
      : [],
  );
}

/** Guarantee: the two columns are only ever written with a whole criterion. */
function asCriterion(json: unknown): Criterion {
  return json as Criterion;
}

function timeOf(transition: StageTransition | undefined): number | null {
  return transition?.at.getTime() ?? null;
}
