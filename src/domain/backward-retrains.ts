import type { BackwardFacts, RetrainRunFact } from "#domain/backward-facts.ts";
import { type BackwardStage, type Found, isNews, rowSince } from "#domain/backward-rule.ts";

/** Challengers that were decided on; runs that failed or were cancelled had none to decide on. */
const DECIDED: readonly RetrainRunFact["status"][] = ["promoted", "rejected"];
/** Runs that are over, or have reached their comparison. */
const FINISHED: readonly RetrainRunFact["status"][] = ["awaiting_approval", "promoted", "rejected", "failed"];

export function rejectedInARow(facts: BackwardFacts, stage: BackwardStage, count: number): Found | null {
  return inARow(facts, stage, { count, among: DECIDED, status: "rejected", what: "challengers were rejected" });
}

export function failedInARow(facts: BackwardFacts, stage: BackwardStage, count: number): Found | null {
  return inARow(facts, stage, { count, among: FINISHED, status: "failed", what: "retraining runs failed" });
}

type Streak = { count: number; among: readonly RetrainRunFact["status"][]; status: string; what: string };

/**
 * Only runs begun after the stage was last signed off count. The same facts while none ends otherwise, however long the row
 * grows: it begins after the last run that did, or after the sign-off.
 */
function inARow(facts: BackwardFacts, stage: BackwardStage, { count, among, status, what }: Streak): Found | null {
  const runs = (facts.retrainRuns ?? []).filter((run) => among.includes(run.status));
  const broken = runs.findLastIndex((run) => run.status !== status);
  const last = runs.slice(broken + 1).filter((run) => isNews(facts, stage, run.startedAt));
  if (last.length < count) return null;
  const since = rowSince(facts, stage, runs[broken]?.startedAt);
  return { because: `${last.length} ${what} in a row.`, factsKey: `${status}@${since}` };
}
