import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { stateIn } from "#server/retraining/run-state.ts";
import { type Standing, standingOf } from "#stages/retraining/dispatch-standing.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import type { RunState } from "#stages/retraining/retrain-run-data.ts";

export type Dispatch = {
  run: string;
  firing: string | null;
  target: string;
  askedByName: string;
  askedAt: Date;
  standing: Standing;
  runState: RunState | null;
  attempts: number;
  problem: string | null;
  acceptedAt: Date | null;
  silentAt: Date | null;
};

const SHOWN = 50;

/** The latest requests, newest first, with what their runs have told since. */
export async function listDispatches({ projectId }: Access<"project.read">): Promise<Dispatch[]> {
  const rows = await db.retrainDispatch.findMany({ where: { projectId }, orderBy: { askedAt: "desc" }, take: SHOWN });
  const runs = await db.fact.findMany({
    where: { projectId, kind: retrainRun.kind, key: { in: rows.map(({ runKey }) => runKey) }, removedAt: null },
    select: { key: true, data: true },
  });
  const states = new Map(runs.map(({ key, data }) => [key, stateIn(data)]));
  return rows.map((row) => {
    const { runKey, firing, target, askedByName, askedAt, attempts, problem, acceptedAt, silentAt } = row;
    const runState = states.get(runKey) ?? null;
    const told = { firing, target, askedByName, askedAt, attempts, problem, acceptedAt, silentAt };
    return { run: runKey, ...told, runState, standing: standingOf(row, runState) };
  });
}
