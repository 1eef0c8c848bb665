import type { RunStatus } from "#domain/pipeline-runs.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { testRun } from "#stages/integration/test-run.ts";
import { endOf, type WorkflowRun } from "#wire/github/workflow-run.ts";
import { fillingGaps, type HeardFact } from "#wire/heard.ts";
import { said, textIn } from "#wire/json.ts";

const MINUTE_MS = 60_000;

/** A test that has ended. A drill took as long as its workflow ran. */
export function testFact(run: WorkflowRun, kind: "integration" | "rollback_drill"): HeardFact {
  const minutes = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / MINUTE_MS;
  const data = said({
    name: `${run.workflow} #${run.number}`.slice(0, 120),
    kind,
    passed: run.conclusion === "success",
    ranAt: run.startedAt,
    minutes: kind === "rollback_drill" ? Math.max(0, minutes) : undefined,
    report: run.link ?? undefined,
  });
  return { kind: testRun.kind, key: `github-${run.key}`, data, path: "workflow_run" };
}

/** A workflow that is a pipeline, and this run of it. */
export function pipelineFacts(run: WorkflowRun, known: string | null): HeardFact[] {
  const key = known ?? run.workflowKey;
  const status: RunStatus = run.conclusion
    ? endOf(run.conclusion)
    : run.status === "in_progress"
      ? "running"
      : "queued";
  const told = said({
    endedAt: run.conclusion ? run.endedAt : undefined,
    commit: run.commit ?? undefined,
    link: run.link ?? undefined,
  });
  const data = { pipeline: key, status, startedAt: run.startedAt, ...told };
  const described = { name: run.workflow, kind: "train", active: true };
  const own: HeardFact[] = known
    ? []
    : [{ kind: pipeline.kind, key, data: described, path: "workflow", onto: fillingGaps(described) }];
  const onto: HeardFact["onto"] = (before) => {
    const over = ["succeeded", "failed", "cancelled"].includes(textIn(before, "status") ?? "");
    const late = over || (textIn(before, "status") === "running" && status === "queued");
    return late ? { ...told, ...before } : { ...before, ...data };
  };
  return [...own, { kind: pipelineRun.kind, key: `github-${run.key}`, data, path: "workflow_run", onto }];
}
