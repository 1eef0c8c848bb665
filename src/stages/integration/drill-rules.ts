import { geEps, leEps } from "#domain/comparison.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { FactBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, fieldFix, requirement } from "#stages/fix.ts";
import type { IntegrationDocument } from "#stages/integration/document.ts";
import { testRun } from "#stages/integration/test-run.ts";

/** Load is tested this far above the busiest load. */
const HEADROOM = 1.5;
const DRILL_DAYS = 90;
const DAY_MS = 86_400_000;

/** G7.4. At tier 1, which is not asked for its peak, a recorded test is held to the budget alone. */
export function loadTested({ latencyBudgetMs, peakRps }: IntegrationDocument, facts: StageFacts): Requirement {
  const last = newest(facts, "load");
  const { p95, rps } = last?.data ?? {};
  const within = p95 !== undefined && latencyBudgetMs !== undefined && leEps(p95, latencyBudgetMs);
  const lightly = facts.tier === 1 && peakRps === undefined;
  const loaded = lightly || (rps !== undefined && peakRps !== undefined && geEps(rps, HEADROOM * peakRps));
  const load =
    peakRps === undefined ? "the peak load is not given" : `${HEADROOM} times the peak is ${HEADROOM * peakRps}`;
  return requirement({
    key: "G7.4",
    label: "p95 is within its budget at 1.5 times the peak",
    met: within && loaded,
    detail: last
      ? `The last load test: ${p95} ms at ${rps} requests a second; the budget is ${latencyBudgetMs ?? "unknown"} ms, ${load}.`
      : "No load test is recorded.",
    fix: factsFix(["ML"], "Run a load test at 1.5 times the peak and record it.", testRun.kind),
  });
}

/** G7.5. At tier 1, which is not asked for a target, a recorded drill is held to having passed. */
export function rollbackRehearsed({ deploymentAnswers = {} }: IntegrationDocument, facts: StageFacts): Requirement {
  const last = newest(facts, "rollback_drill");
  const target = deploymentAnswers.rollback?.number;
  const { minutes, passed = false } = last?.data ?? {};
  const ageDays = last ? Math.floor((facts.now - last.at) / DAY_MS) : null;
  const young = last !== null && facts.now - last.at <= DRILL_DAYS * DAY_MS;
  const quick = target === undefined ? facts.tier === 1 : minutes !== undefined && leEps(minutes, target);
  const drill = factsFix(["ML"], "Rehearse the rollback and record how long it took.", testRun.kind);
  return requirement({
    key: "G7.5",
    label: `The rollback was rehearsed within its target in the last ${DRILL_DAYS} days`,
    met: passed && young && quick,
    detail: last
      ? `The last drill, ${ageDays} days ago, took ${minutes} minutes; the target is ${target ?? "not given"}.`
      : "No rollback drill is recorded.",
    fix:
      target === undefined && last
        ? fieldFix(["ML"], "Say how fast it must be.", "deploymentAnswers.rollback.number")
        : drill,
  });
}

function newest(facts: FactBag, kind: "load" | "rollback_drill") {
  return facts.of(testRun).find(({ data }) => data.kind === kind) ?? null;
}
