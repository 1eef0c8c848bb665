import { invalid } from "#domain/errors.ts";
import { type Json, numberIn, objectIn, textIn, timeIn } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";

export type WorkflowRun = {
  /** Of this attempt: a run that is repeated is another one. */
  key: string;
  workflow: string;
  workflowKey: string;
  number: number;
  status: "queued" | "in_progress" | "completed";
  /** Null while it has not ended. */
  conclusion: string | null;
  startedAt: string;
  endedAt: string;
  commit: string | null;
  link: string | null;
  /** The key of the retraining run that its title names. */
  correlation: string | null;
};

const CORRELATION = /(?:^|[\s[(])tl:([A-Za-z0-9][A-Za-z0-9._:@+-]{0,78})/;

/** Null where the event is about something else. */
export function workflowRunIn(payload: Json): WorkflowRun | null {
  const run = objectIn(payload, "workflow_run");
  if (!run) return null;
  const [id, startedAt] = [numberIn(run, "id"), timeIn(run, "run_started_at") ?? timeIn(run, "created_at")];
  if (id === undefined) throw invalid("workflow_run.id", "A run has a number.");
  if (!startedAt) throw invalid("workflow_run.run_started_at", "A run says when it started.");
  const workflow = textIn(run, "name") ?? textIn(objectIn(payload, "workflow"), "name") ?? "A workflow";
  const attempt = numberIn(run, "run_attempt") ?? 1;
  return {
    key: attempt > 1 ? `${id}-${attempt}` : String(id),
    workflow: clipped(workflow, 120),
    workflowKey: keyOf(textIn(objectIn(payload, "repository"), "full_name"), workflow),
    number: numberIn(run, "run_number") ?? 0,
    ...standingOf(run),
    startedAt,
    endedAt: timeIn(run, "updated_at") ?? startedAt,
    commit: textIn(run, "head_sha") ?? null,
    link: textIn(run, "html_url") ?? null,
    correlation: correlationIn(textIn(run, "display_title")),
  };
}

function standingOf(run: Json): Pick<WorkflowRun, "status" | "conclusion"> {
  const status = textIn(run, "status");
  if (status === "completed") return { status, conclusion: textIn(run, "conclusion") ?? "neutral" };
  return { status: status === "in_progress" ? status : "queued", conclusion: null };
}

function correlationIn(title: string | undefined): string | null {
  const [, named] = CORRELATION.exec(title ?? "") ?? [];
  return named?.replace(/[^A-Za-z0-9]+$/, "") ?? null;
}

const FAILURES = ["failure", "timed_out", "startup_failure"];

/** What was skipped, or waits for somebody, neither succeeded nor failed. */
export function endOf(conclusion: string): "succeeded" | "failed" | "cancelled" {
  if (conclusion === "success") return "succeeded";
  return FAILURES.includes(conclusion) ? "failed" : "cancelled";
}
