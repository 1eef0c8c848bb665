import { answerIn } from "#stages/answer-at.ts";
import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { canaryAnalysis } from "#stages/integration/canary-analysis.ts";
import { canaryStanding, judgedMetrics } from "#stages/integration/canary-verdict.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { deploymentEvent } from "#stages/integration/deployment-event.ts";
import { release, tagOf } from "#stages/integration/release.ts";
import { testRun } from "#stages/integration/test-run.ts";

/** What rules B6.4 and B7.1 to B7.5 look at. */
export function integrationBackward({ facts, documents, live }: BackwardSetting): StageBackward {
  const deployments = facts.of(deployment);
  const analyses = facts.of(canaryAnalysis);
  const [drill] = facts.of(testRun).filter(({ data }) => data.kind === "rollback_drill");
  const wholeSince = (key: string) =>
    deployments.filter(({ data }) => data.release === key && data.strategy === "full").map(({ at }) => at);
  const budget = answerIn(documents, "integration", "latencyBudgetMs");
  return {
    latency: typeof budget === "number" ? { budgetMs: budget, p95Ms: live?.latencyP95Ms ?? [] } : null,
    rollbackDrillAt: drill?.at ?? null,
    canaries: analyses.toReversed().map((analysis) => ({
      key: analysis.key,
      release: tagOf(facts, analysis.data.release),
      at: analysis.at,
      verdict: canaryStanding(analysis, analyses).verdict,
      afterPromotion: wholeSince(analysis.data.release).some((at) => at <= analysis.at),
      failedGroups: failedGroups(analysis.data),
    })),
    rollbacks: facts
      .of(deploymentEvent)
      .toReversed()
      .filter(({ data }) => data.what === "rolled_back")
      .map(({ at, data }) => {
        const of = deployments.find(({ key }) => key === data.deployment);
        return { at, release: of ? tagOf(facts, of.data.release) : data.deployment };
      }),
    deployments: deployments
      .filter(({ data }) => data.state === "running")
      .flatMap(({ data }) => {
        const released = facts.of(release).find(({ key }) => key === data.release)?.data.artefactSha;
        const running = data.verifiedArtefactSha ?? null;
        return released ? [{ release: tagOf(facts, data.release), releasedHash: released, runningHash: running }] : [];
      }),
  };
}

function failedGroups(data: Parameters<typeof judgedMetrics>[0]): string[] {
  const failed = judgedMetrics(data).filter(({ class: verdict }) => verdict !== "pass" && verdict !== "nodata");
  return [...new Set(failed.map(({ group }) => group))];
}
